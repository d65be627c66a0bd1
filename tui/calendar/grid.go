package calendar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// refresh prepares what is drawn, so that View computes nothing.
func (s *Screen) refresh() {
	s.month = s.monthShown()
	l := s.layout()
	switch s.view {
	case weekView:
		s.fillWeek(l)
	case dayView:
		s.fillDay(l)
	default:
		s.rows = nil
	}
	s.busiest = slots.BusiestOf(s.daysShown())
	s.findSigns()
	s.panel.refresh(s)
}

// daysShown returns the days in view that are known.
func (s *Screen) daysShown() []*slots.Day {
	var days []*slots.Day
	_, n := s.span()
	for i := range n {
		if day, _ := s.dayAt(i); day != nil {
			days = append(days, day)
		}
	}
	return days
}

// monthShown returns the month as the widget takes it.
func (s *Screen) monthShown() widget.Month {
	m := widget.Month{Year: s.day.Year, Month: s.day.Month, Selected: s.day.Day}
	if s.today.First() == s.day.First() {
		m.Today = s.today.Day
	}
	a := &s.asked
	if a.month == nil || a.month.First != s.day.First() || a.monthOf.Question().zone != s.zone.of(s.env) {
		return m
	}
	m.Counts, m.Shifted, m.Base = a.month.Counts, a.month.Shifted, a.base
	if a.pastFor.month == s.day.First() && a.pastFor.slots.zone == s.zone.of(s.env) {
		m.Counts = slices.Clone(m.Counts)
		for i, t := range a.monthPast {
			m.Counts[i] += t.OffSchedule
			m.Past = append(m.Past, widget.Past{
				Complete: t.Tally[slots.Complete], Failed: t.Tally[slots.Failed], Running: t.Tally[slots.Running],
				Missed: t.Tally[slots.Missed], Skipped: t.Tally[slots.Skipped],
			})
		}
	}
	return m
}

// fillWeek builds the grid of hours by days.
func (s *Screen) fillWeek(l layout) {
	s.rows = weekRows(weekHours(s.daysShown()), l.cells()-1)
	first, n := s.span()
	g := widget.HeatGrid{Cell: min(max((l.gridWidth-5)/7, 3), 16), Row: s.rowAt(s.at), Column: first.DaysTo(s.day), Rows: s.gridRows()}
	for i := range n {
		date := first.AddDays(i)
		day, past := s.dayAt(i)
		title := " " + date.Format("Mon 2")
		if day != nil && len(day.Shifts) > 0 {
			title += "±"
		}
		if date == s.today {
			title = "•" + title[1:]
		}
		if widget.Width(title) > g.Cell {
			title = strings.TrimLeft(title, " •")
		}
		g.Columns = append(g.Columns, widget.Clip(title, g.Cell))
		for j, r := range s.rows {
			c := s.cell(day, past, r.window)
			if c.Now {
				g.Rows[j].Now = true
			}
			g.Rows[j].Cells = append(g.Rows[j].Cells, c)
		}
	}
	g.First = firstRow(g.Row, s.grid.First, len(s.rows), l.cells()-1)
	g.Measure()
	s.grid = g
}

// fillDay builds the grid of hours by minutes.
func (s *Screen) fillDay(l layout) {
	day, past := s.selected()
	hours := weekHours(nil)
	if day != nil {
		hours = day.Hours
	}
	s.rows = hourRows(hours)
	sc := minuteScale(l.gridWidth)
	_, minute, _ := s.at.Clock()
	g := widget.HeatGrid{
		Cell: sc.cell, Group: sc.group, Totals: true, Row: s.rowAt(s.at), Column: minute / sc.minutes,
		Columns: make([]string, sc.columns()), Rows: s.gridRows(),
	}
	for m := 0; m < 60; m += 15 {
		g.Columns[m/sc.minutes] = fmt.Sprintf(":%02d", m)
	}
	for i, r := range s.rows {
		for column := range sc.columns() {
			from := r.window.From + slots.Minute(column*sc.minutes)
			c := s.cell(day, past, slots.Window{From: from, To: from + slots.Minute(sc.minutes)})
			g.Rows[i].Now = g.Rows[i].Now || c.Now
			g.Rows[i].Total += c.Count
			g.Rows[i].Cells = append(g.Rows[i].Cells, c)
		}
	}
	g.First = firstRow(g.Row, s.grid.First, len(s.rows), l.cells()-1)
	g.Measure()
	s.grid = g
}

func (s *Screen) gridRows() []widget.HeatRow {
	rows := make([]widget.HeatRow, len(s.rows))
	for i, r := range s.rows {
		rows[i].Label = r.label
	}
	return rows
}

// firstRow returns the first row in view: the same as before if the selected row is still visible.
func firstRow(selected, before, rows, height int) int {
	first := min(max(before, selected-height+1), selected)
	return min(max(first, 0), max(rows-height, 0))
}

// cell returns the cell for a part of a day: the slots that fire in it, or their outcomes.
func (s *Screen) cell(day *slots.Day, past *slots.DayPast, w slots.Window) widget.HeatCell {
	if day == nil {
		return widget.HeatCell{}
	}
	c := widget.HeatCell{Count: day.Count(w), Void: voidOf(day, w)}
	if now, ok := day.MinuteOf(s.env.Now, s.zone.display(s.env)); ok && w.Has(now) {
		c.Now = true
	}
	if past == nil {
		return c
	}
	t := past.Tally(w)
	c.Count += past.OffSchedule(w)
	if worst := t.Worst(); worst != slots.Unknown { // the shade shows unknown ones well enough
		c.Sign, c.Ink = signOf(worst, s.env.Styles)
		c.Signs = t[worst]
	}
	return c
}

// voidOf returns the filling for a time that the day lacks: the clocks skip it, or it occurs only on other days, when they are set back.
func voidOf(day *slots.Day, w slots.Window) string {
	for _, h := range day.Hours {
		hour := h.Window()
		from, to := hour.From+slots.Minute(h.From), hour.From+slots.Minute(h.To)
		if w.From < to && from < w.To {
			return ""
		}
	}
	if _, _, again := w.From.Clock(); again {
		return " "
	}
	return "╌"
}

// signOf returns the one-cell sign of an outcome, "" for outcomes shown only by the shade of their count.
func signOf(o slots.Outcome, s *themes.Styles) (string, themes.Ink) {
	switch o {
	case slots.Complete:
		return "✓", s.Good
	case slots.Failed:
		return "✗", s.Bad
	case slots.Missed:
		return "!", s.Warn
	case slots.Skipped:
		return "⊗", s.Warn
	case slots.Running:
		return "●", s.Running
	case slots.Waiting:
		return "○", s.Warn
	case slots.Gone:
		return "□", s.Idle
	case slots.Suspended:
		return "‖", s.Idle
	case slots.Unknown:
		return "?", s.Idle
	}
	return "", themes.Ink{}
}

// outcomeWord returns an outcome in one or two words.
func outcomeWord(o slots.Outcome) string {
	return [...]string{
		slots.Ahead: "to come", slots.Unknown: "unknown", slots.Gone: "ran, Job gone",
		slots.Suspended: "suspended", slots.Complete: "complete", slots.Running: "under way", slots.Waiting: "due",
		slots.Skipped: "skipped", slots.Missed: "missed", slots.Failed: "failed",
	}[o]
}
