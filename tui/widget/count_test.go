package widget

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestCompactCounts(t *testing.T) {
	for _, c := range []struct {
		n, width int
		want     string
	}{
		{0, 1, "0"},
		{51_067, 5, "51067"},
		{51_067, 4, "51k"},
		{51_067, 3, "51k"},
		{51_067, 2, ""},
		{86_400, 4, "86k"},
		{1_299, 3, "1k"},
		{12_999, 4, "12k"},
		{1_250, 3, "1k"},
		{9_000, 2, "9k"},
		{2_592_000, 4, "2.5M"},
		{2_592_000, 3, "2M"},
		{999_999, 4, "999k"},
		{999_999, 3, ""},
		{1_000_000, 4, "1M"},
		{7, 0, ""},
	} {
		if got := Compact(c.n, c.width); got != c.want {
			t.Errorf("%d in %d cells: %q, want %q", c.n, c.width, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n, width := rapid.IntRange(0, 1<<40).Draw(t, "n"), rapid.IntRange(0, 9).Draw(t, "width")
		if got := Compact(n, width); len(got) > width {
			t.Fatalf("%d in %d cells: %q", n, width, got)
		}
	})
}

func TestAMonthOfManyRunsKeepsItsCounts(t *testing.T) {
	m := Month{Year: 2026, Month: time.October, Counts: make([]int, 31), Past: []Past{{Complete: 51_067, Missed: 123_456}}}
	for i := range m.Counts {
		m.Counts[i] = 51_067 + i
	}
	m.Counts[30] = 800
	for width, want := range map[int]string{63: "51k", 70: "51k", 77: "51068", 112: "51068"} {
		lines := ansi.Strip(strings.Join(MonthCalendar(m, width, 18, plain(t)), "\n"))
		if !strings.Contains(lines, want) || !strings.Contains(lines, "800") {
			t.Errorf("at %d cells: no %s\n%s", width, want, lines)
		}
	}
	if lines := ansi.Strip(strings.Join(MonthCalendar(m, 84, 18, plain(t)), "\n")); !strings.Contains(lines, "!123456") {
		t.Error(lines)
	} else if lines = ansi.Strip(strings.Join(MonthCalendar(m, 56, 18, plain(t)), "\n")); !strings.Contains(lines, "!123k") {
		t.Error(lines)
	}
}

func TestACellOfManyRunsKeepsItsCount(t *testing.T) {
	for cell, want := range map[int]string{4: "51k", 6: "+", 7: "51k", 9: "51067"} {
		g := HeatGrid{Cell: cell, Columns: make([]string, 2), Rows: []HeatRow{{Cells: []HeatCell{{Count: 1}, {Count: 51_067}}}}}
		g.Measure()
		if line := g.Draw(60, 2, plain(t))[1]; !strings.Contains(line, want) {
			t.Errorf("%s cells: %q", strconv.Itoa(cell), line)
		}
	}
}
