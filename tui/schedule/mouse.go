package schedule

import tea "charm.land/bubbletea/v2"

// handleClick focuses the field under the mouse, or takes the suggestion there.
func (s *Screen) handleClick(msg tea.MouseClickMsg) tea.Cmd {
	list := s.layout.listAt()
	switch {
	case msg.Y == 0:
		s.turnTo(expression)
	case msg.Y == formLines-1:
		s.turnTo(zone)
	case list.contains(msg.X, msg.Y) && msg.Y > list.y:
		if s.takeSuggestion(s.firstShown(list.h-1) + msg.Y - list.y - 1) {
			return s.ask()
		}
	}
	return nil
}

// handleWheel turns the months, or moves through the list when the mouse is over it.
func (s *Screen) handleWheel(msg tea.MouseWheelMsg) tea.Cmd {
	by := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
	if s.layout.listAt().contains(msg.X, msg.Y) {
		s.moveList(by)
		return nil
	}
	return s.turnMonth(by)
}

func (r rect) contains(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }
