package calendar

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// pane draws what is known of the selected part of the day: a title, remarks, and who fires.
func (s *Screen) pane(l layout) []string {
	if l.paneWidth < 10 || l.paneHeight < 1 {
		return nil
	}
	if s.panel != nil {
		return s.panel.draw(l.paneWidth, l.paneHeight, s.env.Styles)
	}
	lines := s.paneHead(l)
	width, rows := l.paneWidth-1, l.paneHeight-len(lines)
	if day, past := s.selected(); day != nil && s.view == monthView {
		return append(lines, s.drawRuns(day, past, width, rows)...)
	}
	return append(lines, s.drawEntries(width, rows)...)
}

// paneHead returns the lines above the list.
func (s *Screen) paneHead(l layout) []string {
	st := s.env.Styles
	day, past := s.selected()
	if day == nil {
		return []string{widget.Rule(s.day.Format("Mon 2 Jan"), l.paneWidth, st), st.Muted.Render(" counting …")}
	}
	lines := []string{widget.Rule(s.paneTitle(day, past, l.paneWidth-4), l.paneWidth, st)}
	for _, sh := range day.Shifts[:min(len(day.Shifts), 2)] {
		mark := " ± "
		for line := range strings.SplitSeq(ansi.Wrap(sh.Words(), max(l.paneWidth-4, 1), ""), "\n") {
			if l.paneHeight-len(lines) < 3 {
				break
			}
			lines = append(lines, st.Warn.Render(mark+line))
			mark = "   "
		}
	}
	for i, busy := range s.busiest {
		if l.paneHeight-len(lines) < 5 || s.list.focused {
			break
		}
		lines = append(lines, s.busyLine(busy, i == 0, l.paneWidth-1))
	}
	return lines
}

// paneTitle describes what is listed: "Tue 24 Nov · 5 runs · ✗1", "Tue 24 · 02:00–02:59 · 5 runs".
func (s *Screen) paneTitle(day *slots.Day, past *slots.DayPast, width int) string {
	w, title := slots.WholeDay, s.day.Format("Mon 2 Jan · ")
	switch s.view {
	case weekView:
		w, title = s.listed(day, past), s.day.Format("Mon 2 · ")
	case dayView:
		w = s.listed(day, past)
	}
	if part := spanWords(w); part != "" {
		if s.view == dayView {
			title = ""
		}
		title += part + " · "
	}
	runs := day.Count(w)
	if past != nil {
		runs += past.OffSchedule(w)
	}
	title += plural(runs, "run")
	if past != nil {
		sum := past.Tally(w)
		if tally := " · " + ansi.Strip(tallyWords(&sum, s.env.Styles)); tally != " · " && widget.Width(title+tally) <= width {
			title += tally
		}
	}
	return title
}

// spanWords returns a part of a day as wall-clock times, "" for the whole day.
func spanWords(w slots.Window) string {
	if w == slots.WholeDay {
		return ""
	}
	h, m, again := w.From.Clock()
	text := fmt.Sprintf("%02d:%02d", h, m)
	if lh, lm, _ := (w.To - 1).Clock(); lh != h || lm != m {
		text += fmt.Sprintf("–%02d:%02d", lh, lm)
	}
	if again {
		text += " 2nd"
	}
	return text
}

// busyLine names one of the busiest minutes and who fires in it.
func (s *Screen) busyLine(b slots.Busy, first bool, width int) string {
	st := s.env.Styles
	label := "        "
	if first {
		label = "busiest "
	}
	at := spanWords(slots.Window{From: b.Minute, To: b.Minute + 1})
	if s.view == weekView {
		at = b.Date.Format("Mon ") + at
	}
	var names []string
	for _, key := range b.Who {
		names = append(names, display.Clean(key.Name))
	}
	who := strings.Join(names, ", ")
	if more := b.Count - len(names); more > 0 {
		who += fmt.Sprintf(" +%d", more)
	}
	head := " " + st.Muted.Render(label) + st.Warn.Render(fmt.Sprintf("%s ×%d ", at, b.Count))
	return head + st.Muted.Render(widget.Clip(who, width-widget.Width(head)))
}
