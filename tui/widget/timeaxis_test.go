package widget

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/themes"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestTicksFollowTheClockOfTheZone(t *testing.T) {
	const minute, hour, day = 60, 3600, 24 * 3600
	cases := []struct {
		name    string
		zone    string
		from    string
		cell    int64
		cells   int
		every   int64
		ticks   []string
		borders []int
		shifts  []int
	}{
		{
			"an hour that comes twice has two ticks", "Europe/Paris", "2026-10-25T00:30:00+02:00", 30 * minute, 8, hour,
			[]string{"1 01:00", "3 02:00", "5 02:00", "7 03:00"},
			nil,
			[]int{5},
		},
		{
			"an hour that is skipped has none", "Europe/Paris", "2026-03-29T00:30:00+01:00", 30 * minute, 6, hour,
			[]string{"1 01:00", "3 03:00", "5 04:00"},
			nil,
			[]int{3},
		},
		{
			"the clock of Lord Howe goes back by half an hour", "Australia/Lord_Howe", "2026-04-05T00:30:00+11:00", 15 * minute, 12, 30 * minute,
			[]string{"0 00:30", "2 01:00", "4 01:30", "6 01:30", "8 02:00", "10 02:30"},
			nil,
			[]int{6},
		},
		{
			"days begin at midnight, and are told", "Asia/Kathmandu", "2026-11-24T22:00:00+05:45", hour, 5, hour,
			[]string{"0 22:00", "1 23:00", "2 00:00", "3 01:00", "4 02:00"},
			[]int{2},
			nil,
		},
		{
			"a day of 25 hours is one day", "Europe/Paris", "2026-10-24T12:00:00+02:00", 6 * hour, 8, day,
			[]string{"2 Sun 25", "6 Mon 26"},
			nil,
			[]int{2},
		},
		{
			"weeks begin on Monday, months on the first", "UTC", "2026-11-20T00:00:00Z", day, 14, 7 * day,
			[]string{"3 23 Nov", "10 30 Nov"},
			[]int{11},
			nil,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			from, err := time.Parse(time.RFC3339, c.from)
			if err != nil {
				t.Fatal(err)
			}
			loc := zone(t, c.zone)
			s := TimeScale{Cell: c.cell, Cells: c.cells}.Place(from.Unix(), 0, loc)
			var ticks []string
			for _, tick := range s.Ticks(c.every, loc) {
				ticks = append(ticks, strings.TrimSpace(strings.Join([]string{strconv.Itoa(tick.X), tick.Label}, " ")))
			}
			if diff := cmp.Diff(c.ticks, ticks); diff != "" {
				t.Errorf("ticks: %s", diff)
			}
			if diff := cmp.Diff(c.borders, s.Borders(c.every, loc)); diff != "" {
				t.Errorf("borders: %s", diff)
			}
			var shifts []int
			for _, at := range s.Shifts(loc) {
				shifts = append(shifts, s.X(at.Unix()))
			}
			if diff := cmp.Diff(c.shifts, shifts); diff != "" {
				t.Errorf("shifts: %s", diff)
			}
		})
	}
}

func TestAxisNamesDaysAndMarksNowAndChangesOfTheClocks(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 10, 24, 22, 0, 0, 0, paris).Unix()
	lines := Axis(TimeScale{From: from, Cell: 600, Cells: 54}, 3600, from+4*3600+60, paris, theme.Styles())
	got := []string{ansi.Strip(lines[0]), ansi.Strip(lines[1])}
	want := []string{
		"            Sun 25 Oct 2026   ±                       ",
		"22:00 23:00 00:00 01:00 ▼02:00      03:00 04:00 05:00 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLengthIsShownInWholeUnits(t *testing.T) {
	got := map[int64]string{}
	want := map[int64]string{5: "5 s", 60: "1 min", 900: "15 min", 3600: "1 h", 10800: "3 h", 86400: "1 d", 604800: "1 w"}
	for n := range want {
		got[n] = Length(n)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}
