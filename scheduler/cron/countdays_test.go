package cron

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestEvenDaysAreCountedAsInTurn compares two ways to count: on months as a whole, and from day to day.
func TestEvenDaysAreCountedAsInTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		display, _ := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "display"))
		first, _ := anySpan(t, display, time.Second)
		day, days := civilDay(first.In(display)), rapid.IntRange(1, 70).Draw(t, "days")
		counts, even := s.countUniformDays(day, days, display)
		if !even {
			return
		}
		if diff := cmp.Diff(s.countDaysInTurn(day, days, display), counts); diff != "" {
			t.Fatalf("%q in %s, days of %s from %v: %s", s, s.Location(), display, first, diff)
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
		if _, even := s.countUniformDays(civilDay(first), 30, parse(t, "@daily", c.display).Location()); even != c.want {
			t.Errorf("%s of %s, days of %s: %t", c.month, c.zone, c.display, even)
		}
	}
}

func TestCountDaysCutsAtTheDisplayZonesMidnight(t *testing.T) {
	day := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	load := func(zone string) *time.Location { loc, _ := time.LoadLocation(zone); return loc }
	tests := map[string]struct {
		expr, zone, display string
		first               time.Time
		want                []int
	}{
		"hours skipped in spring":      {"0 * * * *", "Europe/Paris", "", day, []int{24, 23, 24}},
		"hours repeated in autumn":     {"*/30 * * * *", "Europe/Paris", "", day.AddDate(0, 6, 26), []int{48, 50, 48}},
		"a run in the skipped hour":    {"30 2 * * *", "Europe/Paris", "", day, []int{1, 0, 1}},
		"nine at night there is today": {"0 21 * * 1", "America/New_York", "Europe/Paris", day, []int{0, 0, 0, 1}},
		"a day that never was":         {"0 * * * *", "Pacific/Apia", "", time.Date(2011, 12, 29, 20, 0, 0, 0, load("Pacific/Apia")), []int{24, 0, 24}},
		"no days":                      {"* * * * *", "UTC", "", day, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var display *time.Location
			if tt.display != "" {
				display = load(tt.display)
			}
			if diff := cmp.Diff(tt.want, parse(t, tt.expr, tt.zone).CountDays(tt.first, len(tt.want), display)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCountDaysAddUpToCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		display, _ := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "display"))
		first, _ := anySpan(t, display, time.Second)
		days := rapid.IntRange(1, 42).Draw(t, "days")
		day := civilDay(first.In(display))
		from, to := startOfDay(day, display).Add(-1), startOfDay(day+int64(days), display).Add(-1)
		if slot := s.Next(from); !slot.IsZero() && slot.In(display).Before(from.In(display)) {
			t.Fatalf("slot %v before %v", slot, from)
		}
		sum := 0
		for _, n := range s.CountDays(first, days, display) {
			sum += n
		}
		if want := s.Count(from, to); sum != want {
			t.Fatalf("%q in %s, days of %s: %d in all, counted %d", s, s.Location(), display, sum, want)
		}
	})
}
