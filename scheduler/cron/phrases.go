package cron

import (
	"fmt"
	"strings"
	"time"
)

// DurationWords is how long something takes in words, to the second: "1 hour 30 minutes".
func DurationWords(d time.Duration) string {
	words := rateWords(d)
	if words != "" && (words[0] < '0' || words[0] > '9') {
		return "1 " + words
	}
	return words
}

// rateWords is a duration of whole seconds, such as "1 hour 30 minutes"; a single unit stands alone, as in "every hour".
func rateWords(d time.Duration) string {
	units := []struct {
		name string
		size time.Duration
	}{{"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}}
	var parts []string
	for _, unit := range units {
		if n := d / unit.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s%s", n, unit.name, strings.Repeat("s", min(1, int(n)-1))))
			d -= n * unit.size
		}
	}
	if len(parts) == 1 {
		return strings.TrimPrefix(parts[0], "1 ")
	}
	return strings.Join(parts, " ")
}

// TimeOfDayLayout returns the layout for times of day that are shown together, without a zone: "15:04", or "15:04:05" when one of them
// has seconds, as the slots of @every may.
func TimeOfDayLayout(times ...time.Time) string {
	for _, t := range times {
		if t.Second() != 0 {
			return time.TimeOnly
		}
	}
	return "15:04"
}

// timesOfDay names times of day, such as "02:30", or the first two of many: "02:00, 02:15 and 2 more".
func timesOfDay(times []time.Time) string {
	const most = 3
	var names []string
	for _, t := range times {
		names = append(names, t.Format("15:04"))
	}
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:2], ", "), len(names)-2)
	}
	return and(names)
}

// ShortDate returns a date such as "Sun 28 Mar", with the year unless it is that of the reference.
func ShortDate(t, reference time.Time) string {
	if t.Year() == reference.Year() {
		return t.Format("Mon 2 Jan")
	}
	return t.Format("Mon 2 Jan 2006")
}

func plural(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}
