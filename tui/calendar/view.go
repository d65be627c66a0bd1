package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// View draws the month, week or day, and who fires in the selected part.
func (s *Screen) View() string {
	if !s.placed {
		return widget.Page([]string{s.env.Styles.Muted.Render("  waiting for the cluster …")}, s.width, s.height)
	}
	l := s.layout()
	lines := []string{s.head()}
	var grid []string
	if s.view == monthView {
		grid = widget.MonthCalendar(s.month, l.gridWidth, l.cells(), s.env.Styles)
	} else {
		grid = s.grid.Draw(l.gridWidth, l.cells(), s.env.Styles)
	}
	if room := l.gridHeight - len(grid); room > 0 {
		if room > 1 {
			grid = append(grid, "")
		}
		grid = append(grid, s.legend(l.gridWidth, max(room-1, 1))...)
	}
	pane := s.pane(l)
	at := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return ""
	}
	if l.beside {
		for i := range l.gridHeight {
			lines = append(lines, widget.Fit(at(grid, i), l.gridWidth)+s.env.Styles.Rule.Render("│")+" "+at(pane, i))
		}
	} else {
		for i := range l.gridHeight {
			lines = append(lines, at(grid, i))
		}
		lines = append(lines, pane...)
	}
	lines = lines[:min(len(lines), s.height)]
	if s.prompt != nil {
		lines = s.prompt.over(lines, s)
	}
	return widget.Page(lines, s.width, s.height)
}

// head names what is in view, and the other views.
func (s *Screen) head() string {
	st := s.env.Styles
	left := st.Strong.Render(s.period())
	if s.scope.single() {
		left += st.Muted.Render(" · ") + st.Accent.Render(display.Clean(s.scope.name))
	} else {
		left += st.Muted.Render(" · " + plural(len(s.cronJobs)-s.suspended, "CronJob"))
	}
	if s.suspended > 0 {
		left += st.Muted.Render(fmt.Sprintf(", %d suspended", s.suspended))
	}
	if s.scope.countsSuspended(s.cronJobs) && len(s.cronJobs) > 0 {
		left += st.Warn.Render(" ⏸ as if not suspended")
	}
	left += st.Muted.Render(" · ") + st.Text.Render(display.Clean(s.zone.words(s.env))) + st.Muted.Render(" (z)")
	return " " + widget.Spread(left, s.switcher(), max(s.width-2, 0)) + " "
}

// switcher names the views, the present one in brackets.
func (s *Screen) switcher() string {
	st := s.env.Styles
	if s.width < 84 {
		return ""
	}
	var parts []string
	for v, name := range [...]string{"month", "week", "day"} {
		if view(v) == s.view {
			parts = append(parts, st.TabActive.Render("["+name+"]"))
		} else {
			parts = append(parts, st.Muted.Render(" "+name+" "))
		}
	}
	return strings.Join(parts, " ")
}

// period names the month, week or day in view.
func (s *Screen) period() string {
	switch s.view {
	case weekView:
		monday := s.day.Monday()
		sunday := monday.AddDays(6)
		from := "2"
		if monday.Month != sunday.Month {
			from = "2 Jan"
		}
		return fmt.Sprintf("Week %d · %s–%s", monday.Week(), monday.Format(from), sunday.Format("2 Jan 2006"))
	case dayView:
		if s.width < 80 {
			return s.day.Format("Mon 2 Jan 2006")
		}
		return s.day.Format("Monday 2 January 2006")
	}
	return s.day.Format("January 2006")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
