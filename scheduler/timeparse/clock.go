package timeparse

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// takeClock reads 03:00, 3:00:30, 3am and 3:30pm.
func (p *parts) takeClock(word string) (bool, error) {
	text, half := word, ""
	for _, end := range []string{"am", "pm"} {
		if rest, ok := strings.CutSuffix(word, end); ok {
			text, half = rest, end
		}
	}
	fields := strings.Split(text, ":")
	if len(fields) > 3 || len(fields) == 1 && half == "" {
		return false, nil
	}
	var numbers [3]int
	for i, field := range fields {
		n, err := strconv.ParseUint(field, 10, 8)
		if err != nil || len(field) > 2 || i > 0 && len(field) != 2 {
			return false, nil
		}
		numbers[i] = int(n)
	}
	hour := numbers[0]
	switch {
	case half != "" && (hour < 1 || hour > 12):
		return true, fmt.Errorf("%s: hours with am or pm are from 1 to 12", word)
	case half == "am":
		hour %= 12
	case half == "pm":
		hour = hour%12 + 12
	}
	return true, p.setClock(word, hour, numbers[1], numbers[2])
}

func (p *parts) setClock(word string, hour, minute, second int) error {
	switch {
	case hour > 23 || minute > 59 || second > 59:
		return fmt.Errorf("%s is not a time of day", word)
	case p.clock:
		return fmt.Errorf("%s: a second time", word)
	}
	p.clock, p.hour, p.minute, p.second = true, hour, minute, second
	return nil
}

// shift is a distance from now.
type shift struct {
	days int // of the calendar: the clock on the wall shows the same then
	by   time.Duration
}

func (s shift) from(now time.Time) Reading {
	r := addDays(now, s.days)
	if s.by != 0 {
		r = remarked(Reading{At: r.At.Add(s.by)})
	}
	return r
}

// takeShift reads +3h, -90m, +1d12h and +2w. Days and weeks are the calendar's.
func (p *parts) takeShift(word string) (bool, error) {
	if len(word) < 2 || word[0] != '+' && word[0] != '-' || strings.Contains(word, ":") {
		return false, nil
	}
	wrong := fmt.Errorf("%s is not a time from now: write weeks, days, hours and minutes, such as +2w, +1d12h or -90m", word)
	if p.shift != nil {
		return true, fmt.Errorf("%s: a second time from now", word)
	}
	text, s := word[1:], shift{}
	for _, unit := range []struct {
		letter string
		days   int
	}{{"w", 7}, {"d", 1}} {
		before, after, found := strings.Cut(text, unit.letter)
		if !found {
			continue
		}
		n, err := strconv.ParseUint(before, 10, 16)
		if err != nil {
			return true, wrong
		}
		s.days, text = s.days+int(n)*unit.days, after
	}
	if text != "" {
		by, err := time.ParseDuration(text)
		if err != nil || by < 0 {
			return true, wrong
		}
		s.by = by
	}
	if word[0] == '-' {
		s.days, s.by = -s.days, -s.by
	}
	p.shift = &s
	return true, nil
}
