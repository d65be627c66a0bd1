package cronjobdetail

import (
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// leastNext is the least number of lines of the next runs below the facts, if the screen has so many.
const leastNext = 4

// View draws the CronJob.
func (s *Screen) View() string {
	st, l := s.env.Styles, s.layout
	if s.cronJob == nil {
		return widget.Page([]string{st.Muted.Render("  waiting for the CronJob " + display.Clean(s.key.String()) + " …")}, s.width, s.height)
	}
	lines := make([]string, 0, s.height)
	if l.head > 0 {
		lines = append(lines, " "+s.head())
	}
	lines = append(lines, s.top()...)
	if l.rule > 0 {
		lines = append(lines, s.runsRule())
	}
	if l.table > 0 {
		lines = append(lines, strings.Split(s.drawTable(), "\n")...)
	}
	if s.chart > 0 {
		lines = append(lines, s.drawChart()...)
	}
	return widget.Page(lines, s.width, s.height)
}

// head says in one line what matters most: whether it runs, when, and how its last runs went.
func (s *Screen) head() string {
	st, c := s.env.Styles, s.cronJob
	state := st.Good.Render("● Scheduled")
	next := ""
	switch {
	case s.gone:
		state = st.Warn.Render("⊘ Gone")
	case c.ScheduleErr != nil:
		state = st.Bad.Render("✗ Invalid schedule")
	case c.Suspended():
		state = st.Warn.Render("⏸ Suspended")
	case len(s.next) == 0:
		next = st.Warn.Render("never runs again")
	default:
		next = st.Muted.Render("next ") + st.Strong.Render(widget.In(s.next[0], s.env.Now))
	}
	parts := []string{state}
	if c.ScheduleErr == nil {
		parts = append(parts, st.Text.Render(display.Clean(c.Schedule.Words())))
	}
	if n := len(c.Active()); n > 0 {
		parts = append(parts, st.Running.Render(fmt.Sprintf("%d active", n)))
	}
	return widget.Spread(strings.Join(parts, st.Muted.Render(" · ")), next, max(s.width-2, 0))
}

// top draws facts, next runs and month beside each other.
func (s *Screen) top() []string {
	l, st := s.layout, s.env.Styles
	if l.top == 0 {
		return nil
	}
	left := s.facts(l.factsWidth-1, l.top)
	if l.nextWidth == 0 {
		left = s.facts(l.factsWidth-1, max(l.top-leastNext, 1))
		left = append(left, s.drawNext(l.factsWidth-1, l.top-len(left))...)
	}
	next := s.drawNext(l.nextWidth-2, l.top)
	var month []string
	if l.monthAt > 0 {
		month = s.drawMonth(s.width-l.monthAt-2, l.top)
	}
	lines := make([]string, l.top)
	at := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return ""
	}
	for i := range lines {
		line := ""
		if l.factsWidth > 0 {
			line = widget.Fit(" "+at(left, i), l.factsWidth)
		}
		if l.nextWidth > 0 {
			if l.factsWidth > 0 {
				line += st.Rule.Render("│")
			}
			line = widget.Fit(line+" "+at(next, i), l.factsWidth+l.nextWidth)
		}
		if l.monthAt > 0 {
			line += st.Rule.Render("│") + " " + at(month, i)
		}
		lines[i] = line
	}
	return lines
}

// drawMonth draws the month in view with a title.
func (s *Screen) drawMonth(width, height int) []string {
	st := s.env.Styles
	if s.cronJob.ScheduleErr != nil {
		return []string{st.Muted.Render("no calendar: the schedule cannot be read")}
	}
	zone := s.cronJob.Schedule.Location().String()
	keys := s.env.Keys.InCronJob
	return widget.MonthPage(s.month, s.total, zone, keys.PreviousMonth.Help().Key, keys.NextMonth.Help().Key, width, height, st)
}

// drawNext lists the next runs: in the CronJob's zone, in the user's if that differs, and as time from now.
func (s *Screen) drawNext(width, height int) []string {
	if height < 2 || width < 12 {
		return nil
	}
	st := s.env.Styles
	title := "next runs"
	if s.cronJob.Suspended() {
		title = "next runs, were it not suspended"
	}
	lines := []string{st.ColumnHead.Render(widget.Clip(title, width))}
	var runs []display.Upcoming
	for _, at := range s.next[:min(len(s.next), height-1)] {
		runs = append(runs, display.Upcoming{At: at})
	}
	lines = append(lines, display.NextRuns(runs, s.env.Zone, s.env.Now, width-1, st)...)
	if len(s.next) == 0 {
		lines = append(lines, st.Muted.Render("none"))
	}
	return lines
}

// runsRule separates the Jobs from the parts above, and sums up how they went.
func (s *Screen) runsRule() string {
	c := s.cronJob
	title := fmt.Sprintf("runs %d", len(s.jobs))
	if c.Average > 0 {
		title += " · avg " + widget.Duration(c.Average)
	}
	history := display.History(s.jobs, 24, s.env.Styles)
	if room := s.width - widget.Width(title) - 8; widget.Width(history) > room || history == "" {
		return widget.Rule(title, s.width, s.env.Styles)
	}
	return ruleWith(title, history, s)
}

// ruleWith returns a rule with a title on the left and something drawn on the right.
func ruleWith(title, right string, s *Screen) string {
	width := s.width - widget.Width(right) - 4
	return widget.Rule(title, width, s.env.Styles) + " " + right + " " + widget.Rule("", 2, s.env.Styles)
}

func (s *Screen) drawTable() string {
	if len(s.jobs) == 0 {
		return widget.Page([]string{s.env.Styles.Muted.Render("  no runs yet, t triggers one")}, s.width, s.layout.table-s.chart)
	}
	return s.table.View(s, s.env.Styles)
}

// drawChart draws how long the runs took, below the table if there is room.
func (s *Screen) drawChart() []string {
	st := s.env.Styles
	lines := []string{widget.Rule("durations · "+display.RunSummary(s.runs, s.spread, false, st), s.width, st)}
	return append(lines, display.RunChart(s.runs, s.spread, -1, s.width, s.chart-1, s.env.Now, s.env.Zone, st)...)
}
