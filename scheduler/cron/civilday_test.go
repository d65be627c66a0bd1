package cron

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestShiftsInWords(t *testing.T) {
	for _, c := range []struct {
		zone string
		year int
		want []string
	}{
		{"Europe/Paris", 2026, []string{
			"29 Mar: 02:00–02:59 does not exist, the clocks go forward from 02:00 to 03:00",
			"25 Oct: 02:00–02:59 comes twice, the clocks go back from 03:00 to 02:00",
		}},
		{"Australia/Lord_Howe", 2026, []string{
			"5 Apr: 01:30–01:59 comes twice, the clocks go back from 02:00 to 01:30",
			"4 Oct: 02:00–02:29 does not exist, the clocks go forward from 02:00 to 02:30",
		}},
		{"America/Havana", 2026, []string{
			"8 Mar: 00:00–00:59 does not exist, the clocks go forward from 00:00 to 01:00",
			"1 Nov: 00:00–00:59 comes twice, the clocks go back from 01:00 to 00:00",
		}},
		{"Asia/Kathmandu", 2026, nil},
	} {
		zone := parse(t, "@daily", c.zone).Location()
		var got []string
		for _, sh := range ZoneShifts(zone, DayStart(c.year, 1, 1, zone), DayStart(c.year+1, 1, 1, zone)) {
			got = append(got, sh.At.Format("2 Jan: ")+sh.Words())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.zone, diff)
		}
	}
}

func TestDaysStartWhereTheZoneLetsThem(t *testing.T) {
	for _, c := range []struct {
		zone       string
		year       int
		month      time.Month
		day        int
		start, utc string
	}{
		{"Europe/Paris", 2026, 10, 25, "2026-10-25 00:00:00", "2026-10-24 22:00:00"},
		{"America/Havana", 2026, 3, 8, "2026-03-08 01:00:00", "2026-03-08 05:00:00"},
		{"America/Havana", 2026, 11, 1, "2026-11-01 00:00:00", "2026-11-01 04:00:00"},
		{"Pacific/Apia", 2011, 12, 30, "2011-12-31 00:00:00", "2011-12-30 10:00:00"},
	} {
		got := DayStart(c.year, c.month, c.day, parse(t, "@daily", c.zone).Location())
		if start, utc := got.Format(time.DateTime), got.UTC().Format(time.DateTime); start != c.start || utc != c.utc {
			t.Errorf("%s: %s, %s UTC", c.zone, start, utc)
		}
	}
}
