package forecasting

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

// maxSpanDays bounds how far ahead a forecast looks.
const maxSpanDays = 3660

// beyondDuration matches lengths of time that are well formed, though a time.Duration may be too short for them.
var beyondDuration = regexp.MustCompile(`^([0-9]+[hms])+$`)

var (
	errNoSpan   = errors.New("not a length of time such as 36h, 7d or 2w")
	errLongSpan = errors.New("longer than ten years")
)

// later adds a length of time to an instant: weeks and days by the calendar of its time zone, hours and less as real time.
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
		switch {
		case n > maxSpanDays: // also set where the number overflows
			return time.Time{}, errLongSpan
		case err != nil || n < 0:
			return time.Time{}, errNoSpan
		}
		days, rest = days+n*unit.days, after
	}
	to := timeparse.AddDays(from, days)
	if rest != "" {
		d, err := time.ParseDuration(rest)
		switch {
		case err != nil && beyondDuration.MatchString(rest):
			return time.Time{}, errLongSpan
		case err != nil || d < 0:
			return time.Time{}, errNoSpan
		}
		to = to.Add(d)
	}
	switch {
	case !to.After(from):
		return time.Time{}, errNoSpan
	case to.After(timeparse.AddDays(from, maxSpanDays)):
		return time.Time{}, errLongSpan
	}
	return to, nil
}
