package schedule

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func (s *Screen) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	k := &s.env.Keys.InSchedule
	s.applyNext = false
	switch {
	case key.Matches(msg, k.Back):
		s.leave()
	case key.Matches(msg, k.Take) && s.list.open():
		if s.takeSuggestion(s.list.cursor) {
			return s.ask()
		}
	case key.Matches(msg, k.Apply):
		s.apply()
	case key.Matches(msg, k.NextField):
		s.turnTo(s.focus + 1)
		return s.ask()
	case key.Matches(msg, k.Down):
		s.moveList(1)
	case key.Matches(msg, k.Up):
		s.moveList(-1)
	case key.Matches(msg, k.PreviousMonth):
		return s.turnMonth(-1)
	case key.Matches(msg, k.NextMonth):
		return s.turnMonth(1)
	case key.Matches(msg, k.Reset):
		if s.compares() {
			s.reset()
			return s.ask()
		}
	default:
		return s.edit(msg)
	}
	return nil
}

// furthestMonth limits how far from the present the month in view may be.
const furthestMonth = 1200

func (s *Screen) turnMonth(by int) tea.Cmd {
	s.months = min(max(s.months+by, -furthestMonth), furthestMonth)
	return s.ask()
}

// leave closes the list, else the screen. An edit that was not applied is never lost without a question.
func (s *Screen) leave() {
	switch {
	case s.list.open():
		s.list.close()
		return
	case s.standalone || !s.dirty() || s.gone || s.applying:
		s.env.Ask(screen.BackMsg{})
		return
	}
	s.env.Ask(screen.ConfirmMsg{
		Title: "Leave without applying?", Yes: "leave", Then: screen.BackMsg{},
		Lines: []string{"What is written is not applied: " + timingWords(s.timing()) + "."},
	})
}

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := &s.env.Keys.InSchedule
	down := keymap.Described(k.Down, []string{"presets", "zones"}[s.focus])
	short := []key.Binding{k.NextField, down, keymap.Merge("pgup/pgdn", "month", k.PreviousMonth, k.NextMonth)}
	apply := k.Apply
	switch {
	case s.list.open():
		apply = k.Take
	case s.standalone:
		apply = keymap.Described(k.Apply, "done")
	case s.env.Cluster.ReadOnly:
		return append(short, k.Reset, k.Back)
	}
	short = append([]key.Binding{apply}, short...)
	if s.compares() {
		short = append(short, k.Reset)
	}
	return append(short, k.Back)
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Schedule"} }

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	return keymap.All(s.env.Keys.InSchedule)
}

// FullHelp returns all bindings.
func (s *Screen) FullHelp() [][]key.Binding {
	k := &s.env.Keys.InSchedule
	all := []key.Binding{k.NextField, k.Down, k.Up, k.PreviousMonth, k.NextMonth, k.Reset, k.Back}
	if !s.env.Cluster.ReadOnly {
		all = append([]key.Binding{keymap.Merge("enter ctrl-s", k.Apply.Help().Desc, k.Apply)}, all...)
	}
	return [][]key.Binding{all}
}
