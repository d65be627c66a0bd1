package logs

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case openedMsg:
		if msg.owner == s {
			return s.handleOpened(msg)
		}
	case batchMsg:
		if msg.owner == s {
			return s.handleBatch(msg)
		}
	case foundMsg:
		s.handleFound(msg)
	case savedMsg:
		if msg.owner == s {
			s.env.Ask(msg.toast())
		}
	case screen.ChangedMsg:
		if s.markFailed() && s.filter.failedOnly {
			s.refilter(s.filter)
		}
	case tea.MouseWheelMsg:
		s.handleWheel(msg)
	case tea.KeyPressMsg:
		if s.typing {
			return s.handleTyping(msg)
		}
		return s.handleKey(msg)
	default:
		if s.typing {
			var cmd tea.Cmd
			s.input, cmd = s.input.Update(msg)
			return cmd
		}
	}
	return nil
}

func (s *Screen) handleWheel(msg tea.MouseWheelMsg) {
	switch msg.Button {
	case tea.MouseWheelUp:
		s.scroll(-3)
	case tea.MouseWheelDown:
		s.scroll(3)
	}
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	k, own := s.env.Keys, &s.env.Keys.InLogs
	switch {
	case key.Matches(msg, k.Back):
		s.back()
	case key.Matches(msg, k.Previous):
		target := s.target
		target.Previous, target.Since = !target.Previous, 0
		return s.restart(target)
	case key.Matches(msg, own.Save):
		return s.save()
	case key.Matches(msg, k.Search):
		s.typing = true
		s.input.SetValue("")
		return s.input.Focus()
	case key.Matches(msg, k.NextMatch):
		s.step(1)
	case key.Matches(msg, k.PreviousMatch):
		s.step(-1)
	case key.Matches(msg, own.Mark):
		s.append(heldLine{Source: markSource, Time: s.env.Now})
		s.trim()
	case key.Matches(msg, own.Failed):
		s.markFailed()
		s.refilter(filter{!s.filter.failedOnly, s.filter.since})
	case s.handleToggleKey(msg), s.handleScrollKey(msg):
	default:
		cmd, _ := s.handleRangeKey(msg)
		return cmd
	}
	return nil
}

// handleToggleKey handles the keys that change how lines are shown.
func (s *Screen) handleToggleKey(msg tea.KeyPressMsg) bool {
	own := &s.env.Keys.InLogs
	switch {
	case key.Matches(msg, own.Follow):
		s.top, s.follow = s.page(), !s.follow
	case key.Matches(msg, own.Wrap):
		s.wrap, s.left, s.top.row = !s.wrap, 0, 0
	case key.Matches(msg, own.Stamps):
		s.stamps = !s.stamps
	case key.Matches(msg, own.JSON):
		s.json, s.top.row = !s.json, 0
	case key.Matches(msg, own.Full):
		s.full = !s.full
	default:
		return false
	}
	return true
}

// handleScrollKey handles the keys that scroll.
func (s *Screen) handleScrollKey(msg tea.KeyPressMsg) bool {
	k := s.env.Keys
	switch {
	case key.Matches(msg, k.Up):
		s.scroll(-1)
	case key.Matches(msg, k.Down):
		s.scroll(1)
	case key.Matches(msg, k.PageUp):
		s.scroll(-max(s.lines()-1, 1))
	case key.Matches(msg, k.PageDown):
		s.scroll(max(s.lines()-1, 1))
	case key.Matches(msg, k.Top):
		s.follow, s.top = false, s.head()
	case key.Matches(msg, k.Bottom):
		s.follow = true
	case key.Matches(msg, k.Left):
		s.left = max(s.left-max(s.textWidth()/2, 1), 0)
	case key.Matches(msg, k.Right):
		if !s.wrap {
			s.left += max(s.textWidth()/2, 1)
		}
	default:
		return false
	}
	return true
}

// back closes what is open, one thing at a time.
func (s *Screen) back() {
	switch {
	case s.pattern != nil || s.badRe != nil:
		s.clearSearch()
	case s.full:
		s.full = false
	default:
		s.env.Ask(screen.BackMsg{})
	}
}

// restart reads a target from its beginning: the same log again, or that of the containers' previous runs.
func (s *Screen) restart(target Target) tea.Cmd {
	s.target, s.onlyHead = target, false
	s.buffer.clear()
	s.buffer.Dropped = 0
	s.sources, s.places, s.labels = nil, map[Container]int{}, 0
	s.kept, s.found, s.hit = nil, nil, -1
	s.ended, s.err, s.lost = false, nil, 0
	s.top, s.follow = place{seq: s.buffer.first}, true
	return s.start()
}
