package schedule

import (
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// labelWide is the width of the field labels with the focus sign.
const labelWide = 13

// View draws exactly the size that was set.
func (s *Screen) View() string {
	l, st := s.layout, s.env.Styles
	lines := append([]string{}, s.form()[:l.form]...)
	if l.rule > 0 {
		lines = append(lines, widget.Rule("", s.width, st))
	}
	lines = append(lines, s.drawRemarks(l.remarks)...)
	if l.gap > 0 {
		lines = append(lines, "")
	}
	return widget.Page(append(lines, s.bottom()...), s.width, s.height)
}

// drawRemarks returns the remarks in so many lines, and counts those that do not fit.
func (s *Screen) drawRemarks(height int) []string {
	all := s.remarkLines(s.width - 2)
	if n := len(all) - height; n > 0 && height > 0 {
		more := s.env.Styles.Muted.Render(fmt.Sprintf(" … %d more", n+1))
		all = append(all[:height-1:height-1], more)
	}
	lines := make([]string, min(height, max(height, 0)))
	for i := range lines {
		if i < len(all) {
			lines[i] = " " + all[i]
		}
	}
	return lines
}

// bottom draws runs, month and list side by side.
func (s *Screen) bottom() []string {
	l, st := s.layout, s.env.Styles
	var runs, month, list []string
	if l.runs > 0 {
		runs = s.drawRuns(l.runs-2, l.bottom-l.below)
	}
	if l.below > 0 {
		for len(runs) < l.bottom-l.below {
			runs = append(runs, "")
		}
		runs = append(runs, s.drawList(l.runs-2, l.below)...)
	}
	if l.month > 0 {
		month = s.drawMonth(l.month-3, l.bottom)
	}
	if l.list > 0 {
		list = s.drawList(l.list-3, l.bottom)
	}
	lines := make([]string, l.bottom)
	for i := range lines {
		line := ""
		for _, column := range []struct {
			width int
			lines []string
		}{{l.runs, runs}, {l.month, month}, {l.list, list}} {
			if column.width == 0 {
				continue
			}
			text := " "
			if line != "" {
				text = st.Rule.Render("│") + " "
			}
			if i < len(column.lines) {
				text += column.lines[i]
			}
			line += widget.Fit(text, column.width)
		}
		lines[i] = line
	}
	return lines
}

// drawMonth returns the month in view with a title.
func (s *Screen) drawMonth(width, height int) []string {
	st, a := s.env.Styles, &s.answer
	if a.after.where == "" {
		return []string{st.Muted.Render("no calendar yet")}
	}
	keys := s.env.Keys.InSchedule
	return widget.MonthPage(a.month, a.total, a.after.where, keys.PreviousMonth.Help().Key, keys.NextMonth.Help().Key, width, height, st)
}

// form returns the two fields. Below the first one, a line shows where in it the cursor is, or where it is wrong.
func (s *Screen) form() []string {
	st := s.env.Styles
	room := max(s.width-labelWide-1, 0)
	marked := s.marked()
	text, scrolled := s.fields[expression].draw(room, st.Strong, marked)
	lines := []string{s.label(expression) + text, widget.Spaces(labelWide) + s.underline(room, scrolled)}

	marked = highlight{}
	about, ink := s.answer.zone, st.Muted
	if s.answer.zoneErr != nil {
		about, ink = "✗ not known", st.Bad
		marked = highlight{0, len(s.fields[zone].input.Value()), st.Bad}
	}
	if s.selected {
		marked = highlight{0, len(s.fields[zone].input.Value()), st.Selected}
	}
	text, _ = s.fields[zone].draw(room, st.Strong, marked)
	if text != "" {
		text += "   "
	}
	return append(lines, s.label(zone)+text+ink.Render(widget.Clip(about, room-widget.Width(text))))
}

func (s *Screen) label(i int) string {
	st := s.env.Styles
	if i == s.focus {
		return " " + st.Accent.Render("▸ ") + st.Strong.Render(widget.Fit(s.fields[i].label, labelWide-3))
	}
	return "   " + st.Muted.Render(widget.Fit(s.fields[i].label, labelWide-3))
}

// marked returns the part of the expression that is wrong.
func (s *Screen) marked() highlight {
	p := s.answer.problem
	if p == nil || !s.current() {
		return highlight{}
	}
	lead := s.lead()
	return highlight{p.At.From + lead, p.At.To + lead, s.env.Styles.Bad}
}

// lead returns how many bytes of space precede the expression.
func (s *Screen) lead() int {
	value := s.fields[expression].input.Value()
	return len(value) - len(strings.TrimLeft(value, " \t"))
}

// underline marks, below the expression, the error, or else the field under the cursor, and says what belongs there.
func (s *Screen) underline(width, scrolled int) string {
	st, value := s.env.Styles, s.fields[expression].input.Value()
	mark, ink, text := s.marked(), st.Bad, ""
	line := "^"
	if mark.from < mark.to {
		text = s.answer.problem.Text
	} else {
		mark, text = s.hint()
		ink, line = st.Accent, "─"
	}
	from := max(widget.Width(display.Clean(value[:mark.from]))-scrolled, 0)
	long := max(widget.Width(display.Clean(value[mark.from:mark.to])), 1)
	signs := ink.Render(strings.Repeat(line, max(min(long, width-from), 0)))
	if text == "" {
		return ""
	}
	label := st.Muted
	if line == "^" {
		label = themes.Ink(st.Bad)
	}
	switch {
	case from+long+2+widget.Width(text) <= width || from < widget.Width(text)+2:
		return widget.Clip(widget.Spaces(from)+signs+"  "+label.Render(text), width)
	default: // there is more room on the left
		return widget.Clip(label.Render(text)+widget.Spaces(from-widget.Width(text))+signs, width)
	}
}
