package calendar

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
)

// handleClick selects the day, hour or minute under the mouse, or a line of the list.
func (s *Screen) handleClick(msg tea.MouseClickMsg) tea.Cmd {
	if s.prompt != nil {
		return nil
	}
	l := s.layout()
	x, y := msg.X, msg.Y-1
	if x < l.gridWidth && y < l.gridHeight {
		return s.handleGridClick(x, y, l)
	}
	if l.beside {
		y -= len(s.paneHead(l))
	} else {
		y -= l.gridHeight + len(s.paneHead(l))
	}
	if s.view == monthView || s.panel != nil || !s.listCurrent() || y < 0 || y >= s.listRows() {
		return nil
	}
	if at := s.list.from(len(s.list.entries), s.listRows()) + y; at < len(s.list.entries) {
		s.list.focused, s.list.cursor = true, at
	}
	return nil
}

func (s *Screen) handleGridClick(x, y int, l layout) tea.Cmd {
	if y >= l.cells() { // the legend
		return nil
	}
	if s.view == monthView {
		if day := s.month.DayAt(x, y, l.gridWidth, l.cells()); day > 0 {
			return s.move(slots.Date{Year: s.day.Year, Month: s.day.Month, Day: day}, s.at)
		}
		return nil
	}
	r, column, ok := s.grid.CellAt(x, y)
	if !ok || r >= len(s.rows) {
		return nil
	}
	if s.view == weekView {
		return s.move(s.day.Monday().AddDays(column), s.rows[r].window.From)
	}
	return s.move(s.day, s.rows[r].window.From+slots.Minute(column*s.bucket()))
}

// handleWheel turns the month over the grid, moves through the hours of a week or a day, and scrolls the list beside them.
func (s *Screen) handleWheel(msg tea.MouseWheelMsg) tea.Cmd {
	by := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
	l := s.layout()
	switch {
	case s.prompt != nil || by == 0:
		return nil
	case msg.X >= l.gridWidth || msg.Y > l.gridHeight:
		s.list.scroll(3 * by)
		return nil
	case s.view == monthView:
		return s.turn(by, false)
	}
	return s.step(0, by)
}
