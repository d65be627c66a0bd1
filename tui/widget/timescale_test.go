package widget

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCellsLieOnTheClockOfTheZone(t *testing.T) {
	const minute, hour, day = 60, 3600, 24 * 3600
	cases := []struct {
		name string
		zone string
		at   string // is in cell x
		x    int
		cell int64
		want []string // where each cell begins, and where the last one ends
	}{
		{
			"a day has 25 hours when the clocks go back", "Europe/Paris", "2026-10-24T12:00:00+02:00", 0, day,
			[]string{"Sat 24 00:00 +0200", "Sun 25 00:00 +0200", "Mon 26 00:00 +0100", "Tue 27 00:00 +0100"},
		},
		{
			"and 23 when they go forward", "Europe/Paris", "2027-03-29T00:30:00+02:00", 2, day,
			[]string{"Sat 27 00:00 +0100", "Sun 28 00:00 +0100", "Mon 29 00:00 +0200", "Tue 30 00:00 +0200"},
		},
		{
			"a day begins when its midnight is skipped to", "America/Santiago", "2026-09-06T12:00:00-03:00", 1, day,
			[]string{"Sat 5 00:00 -0400", "Sun 6 01:00 -0300", "Mon 7 00:00 -0300", "Tue 8 00:00 -0300"},
		},
		{
			"a midnight that comes twice begins its day once", "America/Havana", "2026-11-01T00:30:00-05:00", 1, day,
			[]string{"Sat 31 00:00 -0400", "Sun 1 00:00 -0400", "Mon 2 00:00 -0500", "Tue 3 00:00 -0500"},
		},
		{
			"half days begin at midnight and at noon", "Europe/Paris", "2026-10-25T02:30:00+01:00", 0, 12 * hour,
			[]string{"Sun 25 00:00 +0200", "Sun 25 12:00 +0100", "Mon 26 00:00 +0100", "Mon 26 12:00 +0100"},
		},
		{
			"of two hours one has three, and begins at the first of the two", "Europe/Paris", "2026-10-25T02:30:00+01:00", 1, 2 * hour,
			[]string{"Sun 25 00:00 +0200", "Sun 25 02:00 +0200", "Sun 25 04:00 +0100", "Sun 25 06:00 +0100"},
		},
		{
			"of two hours one has one", "Europe/Paris", "2027-03-28T03:30:00+02:00", 1, 2 * hour,
			[]string{"Sun 28 00:00 +0100", "Sun 28 03:00 +0200", "Sun 28 04:00 +0200", "Sun 28 06:00 +0200"},
		},
		{
			"those of half an hour are all alike, also where it comes twice", "Europe/Paris", "2026-10-25T02:40:00+02:00", 0, 30 * minute,
			[]string{"Sun 25 02:30 +0200", "Sun 25 02:00 +0100", "Sun 25 02:30 +0100", "Sun 25 03:00 +0100"},
		},
		{
			"the last day of a leap year, which package time leaves out of it", "Europe/Paris", "2060-12-31T12:00:00+01:00", 1, day,
			[]string{"Thu 30 00:00 +0100", "Fri 31 00:00 +0100", "Sat 1 00:00 +0100", "Sun 2 00:00 +0100"},
		},
		{
			"a quarter of an hour off", "Asia/Kathmandu", "2026-11-24T13:10:00+05:45", 0, 30 * minute,
			[]string{"Tue 24 13:00 +0545", "Tue 24 13:30 +0545", "Tue 24 14:00 +0545", "Tue 24 14:30 +0545"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			loc := zone(t, c.zone)
			s := TimeScale{Cell: c.cell, Cells: 3}.Place(at.Unix(), c.x, loc)
			if got := s.X(at.Unix()); got != c.x {
				t.Errorf("the instant lies in cell %d, want %d", got, c.x)
			}
			var got []string
			for x := range s.Cells + 1 {
				got = append(got, time.Unix(s.At(x), 0).In(loc).Format("Mon 2 15:04 -0700"))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var zones = []string{
	"UTC", "Europe/Paris", "America/Santiago", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Antarctica/Troll",
	"Pacific/Apia", "America/Sao_Paulo",
}

// placed aligns a scale to the clock of a zone.
func placed(t *rapid.T) (TimeScale, *time.Location) {
	zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	s := TimeScale{
		Cell:  rapid.SampledFrom([]int64{5, 60, 1800, 7200, 3 * 3600, 12 * 3600, daySeconds, weekSeconds}).Draw(t, "cell"),
		Cells: rapid.IntRange(0, 300).Draw(t, "cells"),
	}
	return s.Place(rapid.Int64Range(1e9, 7e9).Draw(t, "at"), rapid.IntRange(-5, 300).Draw(t, "x"), zone), zone
}

func TestEveryInstantLiesInItsCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := TimeScale{
			From: rapid.Int64Range(-1e9, 1e10).Draw(t, "from"), Cell: rapid.Int64Range(1, 1e6).Draw(t, "cell"), Cells: rapid.IntRange(0, 300).Draw(t, "cells"),
		}
		if rapid.Bool().Draw(t, "on a clock") {
			s, _ = placed(t)
		}
		at := s.From + rapid.Int64Range(-1e9, 1e9).Draw(t, "at")
		if x := s.X(at); s.At(x) > at || s.At(x+1) <= at {
			t.Fatalf("%d lies in cell %d, which is from %d to %d", at, x, s.At(x), s.At(x+1))
		}
	})
}

func TestAnAlignedScaleStaysAligned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, zone := placed(t)
		if again := s.Place(s.From, 0, zone); again.From != s.From || again.To() != s.To() {
			t.Fatalf("placed again at its beginning it is from %d to %d, before from %d to %d", again.From, again.To(), s.From, s.To())
		}
	})
}

func TestTheClocksAreChangedTwiceAYear(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	for year := 1997; year < 2100; year++ {
		s := TimeScale{From: time.Date(year, 1, 1, 0, 0, 0, 0, paris).Unix(), Cell: daySeconds, Cells: 365}
		if got := s.Shifts(paris); len(got) != 2 || got[0].Month() != time.March || got[1].Month() != time.October {
			t.Fatalf("in %d: %v", year, got)
		}
	}
}

func TestCellsOfADayHoldOneDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, zone := placed(t)
		s.Cell = daySeconds
		s = s.Place(s.From, 0, zone)
		for x := range s.Cells {
			first, last := time.Unix(s.At(x), 0).In(zone), time.Unix(s.At(x+1)-1, 0).In(zone)
			if s.At(x) < s.At(x+1) && first.YearDay() != last.YearDay() { // a day skipped at the date line has no instant
				t.Fatalf("a cell is from %v to %v", first, last)
			}
		}
	})
}
