package timeline

import (
	"fmt"
	"time"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// View draws the axis, the lanes in view and the details of the selection.
func (s *Screen) View() string {
	st, l := s.env.Styles, s.layout
	if s.all == nil {
		return widget.Page([]string{"", "  " + st.Muted.Render("gathering runs …")}, s.width, s.height)
	}
	if empty := s.list.Empty(); empty != "" {
		return widget.Page([]string{"", "  " + st.Muted.Render(empty)}, s.width, s.height)
	}
	lines := make([]string, 0, s.height)
	if l.head > 0 {
		lines = append(lines, s.head())
	}
	if l.axis > 0 {
		lines = append(lines, s.axis()...)
	}
	lines = append(lines, s.chart()...)
	if l.detail > 0 {
		lines = append(lines, s.detail()...)
	}
	if l.legend > 0 {
		lines = append(lines, s.legend())
	}
	return widget.Page(lines, s.width, s.height)
}

// head says how much time is in view, how much a cell is, and whether the clocks change in it.
func (s *Screen) head() string {
	st, w := s.env.Styles, s.window
	view := w.view
	left := st.Strong.Render(widget.Countdown(time.Duration(view.Cells)*time.Duration(view.Cell)*time.Second)) + st.Muted.Render(" in view · ") +
		st.Text.Render(widget.Length(view.Cell)) + st.Muted.Render(" a cell · ")
	now := s.env.Now.Unix()
	switch x := view.X(now); {
	case w.follow:
		left += st.Good.Render("▶ follows now")
	case x < 0:
		left += st.Warn.Render("all of it to come, n goes to now")
	case x >= view.Cells:
		left += st.Warn.Render("all of it past, n goes to now")
	default:
		left += st.Muted.Render("n follows now")
	}
	right := ""
	room := s.width - 3 - widget.Width(left)
	for _, at := range view.Shifts(s.env.Zone) {
		right = st.Warn.Render("± clocks change " + shift(at))
	}
	if right == "" {
		from, to := time.Unix(view.From, 0).In(s.env.Zone), time.Unix(view.To(), 0).In(s.env.Zone)
		right = st.Muted.Render(from.Format("Mon 2 Jan 15:04") + " to " + to.Format("Mon 2 Jan 15:04"))
	}
	if widget.Width(right) > room {
		right = ""
	}
	return " " + widget.Spread(left, right, s.width-2) + " "
}

// shift describes a clock change: "Sun 25 Oct 03:00 → 02:00".
func shift(at time.Time) string {
	_, before := at.Add(-time.Second).Zone()
	old := at.In(time.FixedZone("", before))
	return old.Format("Mon 2 Jan 15:04") + " → " + at.Format("15:04")
}

// axis returns the lines above the chart, with the sort order above the names.
func (s *Screen) axis() []string {
	st := s.env.Styles
	lines := widget.Axis(s.window.view, s.window.zoom().tick, s.env.Now.Unix(), s.env.Zone, st)
	by := widget.Spaces(labelSigns) + "LANE ↕ " + s.list.SortedBy()
	return []string{
		widget.Spaces(s.layout.label) + lines[0],
		st.ColumnHead.Render(widget.Fit(by, s.layout.label)) + lines[1],
	}
}

// chart returns the lanes in view.
func (s *Screen) chart() []string {
	st := s.env.Styles
	lines := make([]string, 0, s.layout.chart)
	view, now := s.window.view, s.env.Now.Unix()
	grid := widget.NewGrid(view, now, view.Ticks(s.window.zoom().tick, s.env.Zone), view.Borders(s.window.zoom().tick, s.env.Zone))
	selected, _ := s.list.Selected()
	for _, d := range s.placed {
		for row := range d.shape.Rows() {
			ink, cells := st, [2]int{-1, -2}
			if d.lane == selected {
				if !st.Plain { // reverse video would hide the selected run
					ink = st.Over(st.Selected)
				}
				if s.selection.found && s.selection.row == row {
					cells = s.selection.cells
				}
			}
			name := widget.Spaces(s.layout.label)
			if row == 0 {
				name = s.label(d.lane, d.lane == selected, ink)
			} else if d.lane == selected {
				name = ink.Text.Render(name)
			}
			lines = append(lines, name+d.shape.Draw(row, grid, cells, ink))
		}
	}
	blank := widget.Spaces(s.layout.label) + widget.EmptyLane(view.Cells).Draw(0, grid, [2]int{-1, -2}, st)
	for len(lines) < s.layout.chart {
		lines = append(lines, blank)
	}
	return lines[:s.layout.chart]
}

// labelSigns is the width of what stands before a name: cursor, mark, state and a space.
const labelSigns = 4

// label returns a lane's name after the cursor, its mark and its state.
func (s *Screen) label(l *lane, selected bool, st *themes.Styles) string {
	cursor, mark, ink := " ", " ", st.Text
	if selected {
		cursor, ink = "▸", st.Strong
	}
	if s.list.Marked(l.place) {
		mark = "•"
	}
	sign := st.Text.Render(" ")
	switch {
	case l.cronJob != nil && l.cronJob.ScheduleErr != nil:
		sign = st.Bad.Render("‼")
	case l.suspended():
		sign = st.Warn.Render("⏸")
	case l.severity == severityFailing:
		sign = st.Bad.Render("✗")
	case l.severity == severityRunning:
		sign = st.Running.Render("▶")
	}
	room := max(s.layout.label-labelSigns-1, 0)
	name := l.name
	switch ns := display.Clean(l.place.Namespace); {
	case l.jobs != nil:
		name = fmt.Sprintf("▸ %d other Jobs", len(l.jobs))
		ink = st.Muted
	case s.env.AllNamespaces() && (s.widest.cells <= room || s.widest.alike[l.name] > 1): // for all that fit, or for two of a name
		name = qualified(ns, name, room)
	}
	return widget.Clip(ink.Render(cursor+mark)+sign+ink.Render(" "+widget.Fit(name, room)+" "), s.layout.label)
}

// qualified returns namespace/name in a given width; the namespace is shortened first.
func qualified(namespace, name string, width int) string {
	full := namespace + "/" + name
	if widget.Width(full) <= width {
		return full
	}
	if room := width - widget.Width(name) - 1; room >= 2 {
		return widget.Clip(namespace, room) + "/" + name
	}
	return name
}
