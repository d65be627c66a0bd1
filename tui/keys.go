package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/clock"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// handleKey hands a key to whom it belongs: ctrl-c, which leaves whatever is under way, comes first, then the dialog on top,
// then a screen that takes text, a jump under way, the offer of a notice, a screen that binds the key, the root, and the screen again.
func (r *Root) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	if msg.Code == tea.KeyEscape && msg.Mod == tea.ModAlt { // two that came in one read
		esc := tea.KeyPressMsg{Code: tea.KeyEscape}
		return tea.Batch(r.handleKey(esc), r.env.Answer(r.handle), r.handleKey(esc))
	}
	offer := r.notices.HandleKey()
	switch {
	case key.Matches(msg, r.env.Keys.Interrupt):
		r.interrupted = true
		return r.quit(true)
	case r.layout.tooSmall:
		if key.Matches(msg, r.env.Keys.Quit) {
			return r.quit(true)
		}
		return nil
	case len(r.dialogs) > 0:
		return r.toDialog(msg)
	case key.Matches(msg, r.env.Keys.HelpAnywhere):
		r.openHelp()
		return nil
	case r.current().Typing():
		return r.current().Update(msg)
	case r.clock.Jump != nil && key.Matches(msg, r.env.Keys.Back):
		return r.clock.StopJump()
	case !offer.IsZero() && key.Matches(msg, r.env.Keys.Enter):
		return r.handleShow(screen.ShowMsg{Ref: offer, As: screen.Details})
	case r.owns(msg):
		return r.current().Update(msg)
	}
	if cmd, taken := r.shortcut(msg); taken {
		return cmd
	}
	return r.current().Update(msg)
}

// owns reports whether a key is bound by the screen in view, so that it is not the root's: digits, for one, are times in logs.
func (r *Root) owns(msg tea.KeyPressMsg) bool {
	if key.Matches(msg, r.env.Keys.Quit, r.env.Keys.Help, r.env.Keys.Palette) {
		return false
	}
	return key.Matches(msg, r.current().Keys()...)
}

// shortcut are the keys that mean the same everywhere.
func (r *Root) shortcut(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	k := r.env.Keys
	switch {
	case key.Matches(msg, k.Quit):
		return r.quit(false), true
	case key.Matches(msg, k.Help):
		r.openHelp()
	case key.Matches(msg, k.Palette):
		r.openPalette()
	case key.Matches(msg, k.Forecast):
		return r.handleForecast(screen.ForecastMsg{}), true
	case key.Matches(msg, k.Messages):
		return r.showMessages(), true
	case key.Matches(msg, k.NextTab):
		return r.selectTab((r.active + 1) % len(r.tabs)), true
	case key.Matches(msg, k.PreviousTab):
		return r.selectTab((r.active + len(r.tabs) - 1) % len(r.tabs)), true
	case key.Matches(msg, k.Faster):
		return r.clock.HandleTurn(clock.TurnMsg{Turn: clock.Faster}), true
	case key.Matches(msg, k.Slower):
		return r.clock.HandleTurn(clock.TurnMsg{Turn: clock.Slower}), true
	case key.Matches(msg, k.Pause):
		return r.clock.HandleTurn(clock.TurnMsg{Turn: clock.Pause}), true
	case key.Matches(msg, k.Step):
		return r.clock.HandleTurn(clock.TurnMsg{Turn: clock.Step}), true
	case key.Matches(msg, k.Jump):
		r.handleAskJump(askJumpMsg{})
	default:
		for i := range r.tabs {
			if key.Matches(msg, k.Tabs[i]) {
				return r.selectTab(i), true
			}
		}
		return nil, false
	}
	return nil, true
}

func (r *Root) handlePaste(msg tea.PasteMsg) tea.Cmd {
	if len(r.dialogs) > 0 {
		return r.toDialog(msg)
	}
	return r.current().Update(msg)
}
