// Package timefmt reads and writes dates and durations as date(1) and sleep(1) do. It knows no clock: callers pass the time.
package timefmt

import (
	"strconv"
	"strings"
	"time"
)

var dateLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04",
	"2006-01-02", "20060102", "01/02/2006", "2 Jan 2006", "Jan 2 2006", "2 January 2006", "January 2 2006",
	"2 Jan 2006 15:04:05", time.RFC1123Z, time.RFC1123, time.UnixDate,
}

// ParseDate reads a date as date -d does: @seconds, an absolute date, or one relative to now such as "last week", "2 days ago",
// "+3 hours", "next monday" or "2024-01-31 + 1 day".
func ParseDate(text string, now time.Time) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if len(text) > 256 {
		return now, false
	}
	if sec, ok := strings.CutPrefix(text, "@"); ok {
		x, err := strconv.ParseFloat(sec, 64)
		if err != nil || x > 1e11 || x < -1e11 {
			return now, false
		}
		return time.Unix(int64(x), 0), true
	}
	words := strings.Fields(text)
	// The longest beginning that is an absolute date counts; the rest is relative to it.
	for n := min(len(words), 6); n > 0; n-- {
		for _, layout := range dateLayouts {
			if t, err := time.ParseInLocation(layout, strings.Join(words[:n], " "), now.Location()); err == nil {
				return relative(words[n:], t)
			}
		}
	}
	return relative(words, now)
}

func relative(words []string, t time.Time) (time.Time, bool) {
	for len(words) > 0 {
		word := strings.ToLower(strings.TrimSuffix(words[0], ","))
		words = words[1:]
		switch word {
		case "now", "today", "and":
			continue
		case "yesterday":
			t = t.AddDate(0, 0, -1)
			continue
		case "tomorrow":
			t = t.AddDate(0, 0, 1)
			continue
		case "midnight":
			t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
			continue
		case "noon":
			t = time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, t.Location())
			continue
		case "utc", "gmt", "z":
			t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
			continue
		}
		if clockTime, ok := parseClock(word); ok {
			t = time.Date(t.Year(), t.Month(), t.Day(), clockTime.Hour(), clockTime.Minute(), clockTime.Second(), 0, t.Location())
			continue
		}
		n := 1
		switch word {
		case "last":
			n = -1
		case "next":
		case "this":
			n = 0
		case "+", "-":
			if len(words) == 0 {
				return t, false
			}
			words[0] = word + words[0]
			continue
		default:
			digits := strings.TrimRight(word, "abcdefghijklmnopqrstuvwxyz")
			count, err := strconv.Atoi(digits)
			switch {
			case err == nil && count < 1e7 && count > -1e7:
				n = count
				if rest := word[len(digits):]; rest != "" {
					words = append([]string{rest}, words...)
				}
			case digits != "":
				return t, false
			default: // a unit or weekday without a number
				words = append([]string{word}, words...)
			}
		}
		if len(words) == 0 {
			return t, false
		}
		unit := strings.ToLower(words[0])
		words = words[1:]
		if len(words) > 0 && strings.EqualFold(words[0], "ago") {
			n, words = -n, words[1:]
		}
		var ok bool
		if t, ok = shiftDate(t, n, unit); !ok {
			return t, false
		}
	}
	return t, true
}

func parseClock(word string) (time.Time, bool) {
	for _, layout := range []string{"15:04", "15:04:05", "3pm", "3:04pm"} {
		if t, err := time.Parse(layout, word); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func shiftDate(t time.Time, n int, unit string) (time.Time, bool) {
	switch strings.TrimSuffix(unit, "s") {
	case "sec", "second":
		return t.Add(time.Duration(n) * time.Second), true
	case "min", "minute":
		return t.Add(time.Duration(n) * time.Minute), true
	case "hour":
		return t.Add(time.Duration(n) * time.Hour), true
	case "day":
		return t.AddDate(0, 0, n), true
	case "week":
		return t.AddDate(0, 0, 7*n), true
	case "fortnight":
		return t.AddDate(0, 0, 14*n), true
	case "month":
		return t.AddDate(0, n, 0), true
	case "year":
		return t.AddDate(n, 0, 0), true
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		if unit != name && unit != name[:3] {
			continue
		}
		days := (int(day) - int(t.Weekday()) + 7) % 7
		switch {
		case n < 0 && days == 0:
			days = -7
		case n < 0:
			days -= 7
		case n > 0 && days == 0:
			days = 7
		}
		return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location()), true
	}
	return t, false
}
