package calendar

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func (s *Screen) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	k, own := s.env.Keys, &s.env.Keys.InCalendar
	switch {
	case key.Matches(msg, k.Back):
		return s.leave()
	case s.panel != nil && key.Matches(msg, own.Open):
		s.env.Ask(screen.ShowMsg{Ref: s.panel.cronJob, As: screen.Details})
	case key.Matches(msg, k.Forecast):
		s.forecast()
	case key.Matches(msg, own.Month):
		return s.look(monthView)
	case key.Matches(msg, own.Week):
		return s.look(weekView)
	case key.Matches(msg, own.Day):
		return s.look(dayView)
	case key.Matches(msg, own.Zone):
		s.zone = s.zone.next()
		return s.handleTick()
	case key.Matches(msg, own.ChooseZone):
		return s.openPrompt(newZonePrompt())
	case key.Matches(msg, own.Date):
		return s.openPrompt(newDatePrompt())
	case key.Matches(msg, k.Filter):
		return s.openPrompt(newFilterPrompt(s.scope.typed))
	case key.Matches(msg, own.Today):
		return s.move(s.today, s.nowMinute())
	case key.Matches(msg, own.Before):
		return s.turn(-1, false)
	case key.Matches(msg, own.After):
		return s.turn(1, false)
	case key.Matches(msg, own.LongBefore):
		return s.turn(-1, true)
	case key.Matches(msg, own.LongAfter):
		return s.turn(1, true)
	case s.list.focused:
		s.handleListKey(msg)
	case key.Matches(msg, own.Open):
		return s.open()
	case key.Matches(msg, own.NextRun):
		return s.seek(1)
	case key.Matches(msg, own.PreviousRun):
		return s.seek(-1)
	case key.Matches(msg, k.PageDown):
		s.list.scroll(s.listRows())
	case key.Matches(msg, k.PageUp):
		s.list.scroll(-s.listRows())
	default:
		return s.handleMoveKey(msg)
	}
	return nil
}

// turn pages the view back or forward, keeping the time of day: by the month, week or day in view, or by the next longer unit.
func (s *Screen) turn(by int, longer bool) tea.Cmd {
	size := s.view
	if longer {
		size--
	}
	switch size {
	case monthView:
		return s.move(s.day.AddMonths(by), s.at)
	case weekView:
		return s.move(s.day.AddDays(7*by), s.at)
	case dayView:
		return s.move(s.day.AddDays(by), s.at)
	}
	return s.move(s.day.AddMonths(12*by), s.at)
}

// handleMoveKey handles the keys that move the selection one step.
func (s *Screen) handleMoveKey(msg tea.KeyPressMsg) tea.Cmd {
	k, own := s.env.Keys, &s.env.Keys.InCalendar
	switch {
	case key.Matches(msg, own.Left):
		return s.step(-1, 0)
	case key.Matches(msg, own.Right):
		return s.step(1, 0)
	case key.Matches(msg, k.Up):
		return s.step(0, -1)
	case key.Matches(msg, k.Down):
		return s.step(0, 1)
	case key.Matches(msg, k.Top):
		if s.view == monthView {
			return s.move(s.day.First(), s.at)
		}
		return s.move(s.day, 0)
	case key.Matches(msg, k.Bottom):
		if s.view == monthView {
			return s.move(s.day.Last(), s.at)
		}
		return s.move(s.day, slots.MinuteAt(23, false, 59))
	}
	return nil
}

// leave closes what was opened last: a panel, the list, a filter, a closer view; else the screen itself.
func (s *Screen) leave() tea.Cmd {
	switch {
	case s.panel != nil:
		s.panel = nil
		s.refresh()
	case s.list.focused:
		s.list.focused = false
	case s.scope.typed != "":
		s.scope.setFilter("")
		return s.handleChanged()
	case len(s.back) > 0:
		view := s.back[len(s.back)-1]
		s.back = s.back[:len(s.back)-1]
		return s.turnTo(view)
	default:
		s.env.Ask(screen.BackMsg{})
	}
	return nil
}

// look switches to a view by its own key; esc does not lead back from it.
func (s *Screen) look(to view) tea.Cmd {
	s.back = nil
	return s.turnTo(to)
}

// turnTo switches the view and keeps the selected time. From today in a month it goes to the present.
func (s *Screen) turnTo(to view) tea.Cmd {
	if s.view == monthView && to != monthView && s.day == s.today {
		s.at = s.nowMinute()
	}
	s.view, s.panel, s.list.focused = to, nil, false
	return s.ask()
}

// open zooms in: from a month to its day, from a week to the day, from a day to the list of what fires in the selected minutes.
func (s *Screen) open() tea.Cmd {
	if s.view != dayView {
		s.back = append(s.back, s.view)
		return s.turnTo(dayView)
	}
	if !s.listCurrent() {
		return nil
	}
	if len(s.list.entries) == 1 {
		s.openEntry(s.list.entries[0])
		return nil
	}
	s.list.focused = len(s.list.entries) > 0
	return nil
}

func (s *Screen) handleListKey(msg tea.KeyPressMsg) {
	if !s.listCurrent() {
		return
	}
	rows := s.listRows()
	if key.Matches(msg, s.env.Keys.InCalendar.Open) {
		if e, ok := s.list.selected(); ok {
			s.openEntry(e)
			return
		}
		return
	}
	s.list.move(s.env.Keys.MoveOf(msg, rows, len(s.list.entries)), rows)
}
