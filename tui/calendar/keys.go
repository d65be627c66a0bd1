package calendar

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/screen"
)

type keys struct {
	shared                                             *screen.Keys
	Left, Right, PreviousMonth, NextMonth, Today, Zone key.Binding
}

func newKeys(shared *screen.Keys) keys {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return keys{
		shared: shared,
		Left:   bind("h/←", "day before", "left", "h"), Right: bind("l/→", "day after", "right", "l"),
		PreviousMonth: bind("[", "month before", "["), NextMonth: bind("]", "month after", "]"),
		Today: bind("t", "today", "t"), Zone: bind("z", "zone", "z"),
	}
}

// ShortHelp are the keys of the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.keys
	if s.inList {
		return []key.Binding{k.shared.Enter, k.shared.Back, k.PreviousMonth, k.NextMonth, k.Zone}
	}
	open := key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "day's runs"))
	return []key.Binding{k.PreviousMonth, k.NextMonth, k.Today, k.Zone, open, k.Left, k.Right}
}

// FullHelp are all keys, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.keys
	return [][]key.Binding{
		{k.Left, k.Right, k.shared.Up, k.shared.Down, k.shared.Top, k.shared.Bottom},
		{k.PreviousMonth, k.NextMonth, k.Today, k.Zone},
		{k.shared.Enter, k.shared.PageUp, k.shared.PageDown, k.shared.Back},
	}
}
