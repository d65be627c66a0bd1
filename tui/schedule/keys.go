package schedule

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// bindings are the keys of this screen alone: all others are text.
type bindings struct {
	nextField, apply, reset, previousMonth, nextMonth, down, up key.Binding
}

func newBindings() bindings {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return bindings{
		nextField: bind("tab", "other field", "tab", "shift+tab"),
		apply:     bind("enter", "apply", "enter", "ctrl+s"),
		reset:     bind("ctrl-r", "as it was", "ctrl+r"),
		down:      bind("↓", "presets, zones", "down"), up: bind("↑", "back", "up"),
		previousMonth: bind("pgup", "month before", "pgup"), nextMonth: bind("pgdn", "month after", "pgdown"),
	}
}

func (s *Screen) pressed(msg tea.KeyPressMsg) tea.Cmd {
	k, b := s.env.Keys, &s.bound
	s.applyNext = false
	switch {
	case key.Matches(msg, k.Back):
		s.leave()
	case msg.Code == tea.KeyEnter && s.list.open():
		if s.takeSuggestion(s.list.cursor) {
			return s.ask()
		}
	case key.Matches(msg, b.apply):
		s.apply()
	case key.Matches(msg, b.nextField):
		s.turnTo(s.focus + 1)
		return s.ask()
	case key.Matches(msg, b.down):
		s.moveList(1)
	case key.Matches(msg, b.up):
		s.moveList(-1)
	case key.Matches(msg, b.previousMonth):
		return s.turnMonth(-1)
	case key.Matches(msg, b.nextMonth):
		return s.turnMonth(1)
	case key.Matches(msg, b.reset):
		if s.compares() {
			s.reset()
			return s.ask()
		}
	default:
		return s.edited(msg)
	}
	return nil
}

// furthestMonth bounds how far from the present the month in view is.
const furthestMonth = 1200

func (s *Screen) turnMonth(by int) tea.Cmd {
	s.months = min(max(s.months+by, -furthestMonth), furthestMonth)
	return s.ask()
}

// leave closes the list, else the screen; what is written and not applied is not lost without a question.
func (s *Screen) leave() {
	switch {
	case s.list.open():
		s.list.close()
		return
	case s.alone || !s.dirty() || s.gone || s.applying:
		s.env.Ask(screen.BackMsg{})
		return
	}
	s.env.Ask(screen.ConfirmMsg{
		Title: "Leave without applying?", Yes: "leave", Then: screen.BackMsg{},
		Lines: []string{"What is written is not applied: " + timingWords(s.timing()) + "."},
	})
}

// ShortHelp are the keys of the footer.
func (s *Screen) ShortHelp() []key.Binding {
	b := &s.bound
	down := b.down
	down.SetHelp("↓", []string{"presets", "zones"}[s.focus])
	short := []key.Binding{b.nextField, down, screen.Merge("pgup/pgdn", "month", b.previousMonth, b.nextMonth)}
	apply := b.apply
	switch {
	case s.list.open():
		apply.SetHelp("enter", "take it")
	case s.alone:
		apply.SetHelp("enter", "done")
	case s.env.Cluster.ReadOnly:
		return append(short, b.reset, s.env.Keys.Back)
	}
	short = append([]key.Binding{apply}, short...)
	if s.compares() {
		short = append(short, b.reset)
	}
	return append(short, s.env.Keys.Back)
}

// HelpTitles name the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Schedule"} }

// FullHelp are all keys.
func (s *Screen) FullHelp() [][]key.Binding {
	b := &s.bound
	all := []key.Binding{b.nextField, b.down, b.up, b.previousMonth, b.nextMonth, b.reset, s.env.Keys.Back}
	if !s.env.Cluster.ReadOnly {
		all = append([]key.Binding{screen.Merge("enter ctrl-s", b.apply.Help().Desc, b.apply)}, all...)
	}
	return [][]key.Binding{all}
}
