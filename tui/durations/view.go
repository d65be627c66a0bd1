package durations

import (
	"strings"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// layout holds the number of lines of each part. They add up to the height, see TestLayoutAddsUp.
//
//	head    39 completed · p50 38m · p95 45m · ◇ 2 outliers, outside 30m to 46m · 1 failed
//	chart   p95 45m ┤┄┄┄┄███┄┄┄
//	table   RUN      STATUS      BEGAN        TOOK   AGAINST p50
type layout struct{ head, chart, table int }

const (
	leastTable = 4
	mostChart  = 20
)

func layoutFor(height int) layout {
	l := layout{head: min(1, height)}
	left := height - l.head
	if chart := min(left/2, mostChart); chart >= widget.LeastChart && left-chart >= leastTable {
		l.chart = chart
	}
	l.table = left - l.chart
	return l
}

// View draws the chart and the runs.
func (s *Screen) View() string {
	st, l := s.env.Styles, s.layout
	switch {
	case s.cronJob == nil:
		return widget.Page([]string{st.Muted.Render("  waiting for the CronJob " + display.Clean(s.key.String()) + " …")}, s.width, s.height)
	case len(s.runs) == 0:
		return widget.Page([]string{"", "  " + st.Muted.Render("No known run of "+display.Clean(s.key.Name)+" has begun.")}, s.width, s.height)
	}
	lines := make([]string, 0, s.height)
	if l.head > 0 {
		lines = append(lines, " "+display.RunSummary(s.runs, s.spread, s.gone, st))
	}
	chart := display.RunChart(s.runs, s.spread, s.order[s.table.Cursor()], s.width, l.chart, s.env.Now, s.env.Zone, st)
	lines = append(append(lines, chart...), make([]string, l.chart-len(chart))...)
	lines = append(lines, strings.Split(s.table.View(s, st), "\n")...)
	return widget.Page(lines, s.width, s.height)
}
