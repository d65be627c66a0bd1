package scheduler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestEvenDaysAreCountedAsInTurn compares two ways to count: on months as a whole, and from day to day.
func TestEvenDaysAreCountedAsInTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, _ := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		display, _ := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "display"))
		s, err := ParseSchedule(anyExpr().Draw(t, "expr"), loc)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := anySpan(t, display, time.Second)
		day, days := civilDay(first.In(display)), rapid.IntRange(1, 70).Draw(t, "days")
		counts, even := s.countEvenDays(day, days, display)
		if !even {
			return
		}
		if diff := cmp.Diff(s.countDaysInTurn(day, days, display), counts); diff != "" {
			t.Fatalf("%q in %s, days of %s from %v: %s", s, loc, display, first, diff)
		}
	})
}

func TestMonthsWithoutAChangeOfTheClocksAreEven(t *testing.T) {
	for _, c := range []struct {
		zone, display string
		month         time.Month
		want          bool
	}{
		{"Europe/Paris", "Europe/Paris", time.November, true},
		{"Europe/Paris", "Europe/Paris", time.October, false},
		{"UTC", "Europe/Paris", time.November, true},
		{"America/New_York", "Europe/Paris", time.November, false},
		{"Asia/Kathmandu", "UTC", time.October, true},
	} {
		first := time.Date(2026, c.month, 1, 0, 0, 0, 0, time.UTC)
		s := parse(t, "*/20 1-5 * * 1", c.zone)
		if _, even := s.countEvenDays(civilDay(first), 30, parse(t, "@daily", c.display).Location()); even != c.want {
			t.Errorf("%s of %s, days of %s: %t", c.month, c.zone, c.display, even)
		}
	}
}
