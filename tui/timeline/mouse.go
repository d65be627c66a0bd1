package timeline

import tea "charm.land/bubbletea/v2"

// handleClick selects the lane, and the run drawn there, if any.
func (s *Screen) handleClick(msg tea.MouseClickMsg) tea.Cmd {
	line := msg.Y - s.layout.head - s.layout.axis
	if line < 0 || line >= s.layout.chart {
		return nil
	}
	for _, d := range s.placed {
		row := line - d.line
		if row < 0 || row >= d.shape.Rows() {
			continue
		}
		s.list.Select(d.lane.place)
		s.selection.run = identity{}
		if at := d.shape.SpanAt(msg.X-s.layout.label, row); at >= 0 {
			s.choose(d.lane, &d.items, at)
		}
		return s.settle(nil)
	}
	return nil
}

// handleWheel scrolls the lanes. Sideways, or with shift, it moves in time; with ctrl it zooms at the pointer.
func (s *Screen) handleWheel(msg tea.MouseWheelMsg) tea.Cmd {
	by := map[tea.MouseButton]int{
		tea.MouseWheelUp: -1, tea.MouseWheelLeft: -1, tea.MouseWheelDown: 1, tea.MouseWheelRight: 1,
	}[msg.Button]
	sideways := msg.Button == tea.MouseWheelLeft || msg.Button == tea.MouseWheelRight
	switch {
	case by == 0:
		return nil
	case msg.Mod.Contains(tea.ModCtrl):
		s.window.scale(by, s.window.view.At(msg.X-s.layout.label), s.env.Now)
	case sideways || msg.Mod.Contains(tea.ModShift):
		s.window.pan(by*int(s.window.zoom().tick/s.window.zoom().cell), s.env.Now)
	default:
		s.scroll(3 * by)
	}
	return s.settle(nil)
}

// scroll scrolls by lanes; the selection moves only when it would leave the view.
func (s *Screen) scroll(by int) {
	shown := s.list.Shown()
	if len(s.placed) == 0 {
		return
	}
	s.first = min(max(s.first+by, 0), max(len(shown)-len(s.placed), 0))
	at := s.selectedPlace()
	if to := min(max(at, s.first), min(s.first+len(s.placed), len(shown))-1); to != at {
		s.selection.run = identity{}
		s.list.Select(shown[to].place)
	}
}
