package main

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// maxSpanDays bounds how far ahead a forecast looks.
const maxSpanDays = 3660

var errNoSpan = errors.New("not a length of time such as 36h, 7d or 2w")

// later is an instant so much after another: days and weeks by the calendar of its zone, hours and less by real time.
func later(from time.Time, text string) (time.Time, error) {
	days, rest := 0, strings.TrimSpace(text)
	for _, unit := range []struct {
		letter string
		days   int
	}{{"w", 7}, {"d", 1}} {
		number, after, found := strings.Cut(rest, unit.letter)
		if !found {
			continue
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n > maxSpanDays {
			return time.Time{}, errNoSpan
		}
		days, rest = days+n*unit.days, after
	}
	to := from.AddDate(0, 0, days)
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil || d < 0 {
			return time.Time{}, errNoSpan
		}
		to = to.Add(d)
	}
	switch {
	case !to.After(from):
		return time.Time{}, errNoSpan
	case to.After(from.AddDate(0, 0, maxSpanDays)):
		return time.Time{}, errors.New("longer than ten years")
	}
	return to, nil
}
