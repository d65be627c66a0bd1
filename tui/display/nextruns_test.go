package display

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

func TestNextRunsOfAList(t *testing.T) {
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC)
	runs := func(every time.Duration, zone *time.Location) (all []Upcoming) {
		for i := range 3 {
			all = append(all, Upcoming{At: now.Add(time.Duration(i+1) * every).In(zone), Marks: []string{"±"}})
		}
		return all
	}
	for say, c := range map[string]struct {
		runs  []Upcoming
		width int
		want  string
	}{
		"the year is named where it is another": {runs(8*time.Hour, time.UTC), 36, `
Thu 31 Dec 20:00 ±             in 8h
Fri 1 Jan 2027 04:00 ±        in 16h
Fri 1 Jan 2027 12:00 ±         in 1d`},
		"all have seconds where one has": {runs(30*time.Second, time.UTC), 30, `
Thu 31 Dec 12:00:30 ±   in 30s
Thu 31 Dec 12:01:00 ±    in 1m
Thu 31 Dec 12:01:30 ± in 1m30s`},
		"the user's clock has no seconds": {runs(90*time.Second, tokyo), 44, `
Thu 31 Dec 21:01:30 = 12:01 here ±  in 1m30s
Thu 31 Dec 21:03:00 = 12:03 here ±     in 3m
Thu 31 Dec 21:04:30 = 12:04 here ±  in 4m30s`},
		"the user's clock is on every line or on none": {runs(90*time.Second, tokyo), 39, `
Thu 31 Dec 21:01:30 ±          in 1m30s
Thu 31 Dec 21:03:00 ±             in 3m
Thu 31 Dec 21:04:30 ±          in 4m30s`},
	} {
		got := "\n" + ansi.Strip(strings.Join(NextRuns(c.runs, time.UTC, now, c.width, theme.Styles()), "\n"))
		if got != c.want {
			t.Errorf("%s: got%s\nwant%s", say, got, c.want)
		}
	}
	for width := range 60 {
		for _, line := range NextRuns(runs(7*time.Hour, tokyo), time.UTC, now, width, theme.Styles()) {
			if widget.Width(line) != width {
				t.Errorf("%d cells instead of %d: %q", widget.Width(line), width, line)
			}
		}
	}
}
