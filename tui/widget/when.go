package widget

import (
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"
)

// Duration prints a duration like kubectl: 4m12s, 2d3h; a dash when there is none.
func Duration(d time.Duration) string {
	switch {
	case d <= 0:
		return "–"
	case d < time.Second:
		return "<1s"
	}
	return duration.HumanDuration(d)
}

// Age prints how long ago t was, like kubectl's AGE column; a dash for the zero time.
func Age(t, now time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return duration.HumanDuration(max(now.Sub(t), 0))
}

// Ago returns Age in words: "13m ago".
func Ago(t, now time.Time) string {
	if t.IsZero() {
		return "–"
	}
	if d := now.Sub(t); d < 0 {
		return "in " + Countdown(-d)
	}
	return Age(t, now) + " ago"
}

// In says how far ahead t is, such as "in 1m48s"; "now" when it is due, and a dash for the zero time.
func In(t, now time.Time) string {
	if t.IsZero() {
		return "–"
	}
	d := t.Sub(now)
	if d < time.Second {
		return "now"
	}
	return "in " + Countdown(d)
}

// Countdown prints the remaining time in its two greatest units. Unlike kubectl it prints 1m48s and not 108s: people read a countdown in
// minutes and seconds.
func Countdown(d time.Duration) string {
	d = d.Truncate(time.Second)
	sec := int64(d / time.Second)
	two := func(big, small int64, bigUnit, smallUnit string) string {
		if small == 0 {
			return fmt.Sprintf("%d%s", big, bigUnit)
		}
		return fmt.Sprintf("%d%s%d%s", big, bigUnit, small, smallUnit)
	}
	switch {
	case sec <= 0:
		return "0s"
	case sec < 60:
		return fmt.Sprintf("%ds", sec)
	case sec < 3600:
		return two(sec/60, sec%60, "m", "s")
	case sec < 86400:
		return two(sec/3600, sec%3600/60, "h", "m")
	case sec < 100*86400:
		return two(sec/86400, sec%86400/3600, "d", "h")
	}
	return fmt.Sprintf("%dd", sec/86400)
}
