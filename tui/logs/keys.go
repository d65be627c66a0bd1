package logs

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// Keys are the bindings of the log beside those that it shares with other screens. They are k9s's.
type Keys struct {
	shared *screen.Keys

	Tail, Head                                           key.Binding
	Last1, Last5, Last15, Last30, Last60                 key.Binding
	Follow, Wrap, Stamps, Full, Mark, Save, Failed, JSON key.Binding
}

func defaultKeys(shared *screen.Keys) Keys {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return Keys{
		shared: shared,
		Tail:   bind("0", "tail", "0"), Head: bind("1", "head", "1"),
		Last1: bind("2", "last 1m", "2"), Last5: bind("3", "last 5m", "3"), Last15: bind("4", "last 15m", "4"),
		Last30: bind("5", "last 30m", "5"), Last60: bind("6", "last 1h", "6"),
		Follow: bind("s", "autoscroll", "s"), Wrap: bind("w", "wrap", "w"), Stamps: bind("t", "timestamps", "t"),
		Full: bind("f", "full screen", "f"),
		Mark: bind("m", "mark", "m"), Save: bind("ctrl-s", "save", "ctrl+s"), Failed: bind("o", "only failed pods", "o"),
		JSON: bind("J", "JSON", "J"),
	}
}

// ShortHelp are the keys of the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.keys
	return []key.Binding{
		k.Follow, k.Wrap, k.Stamps, k.shared.Search, k.Failed, k.shared.Previous, k.Save, k.Full, k.Mark, k.Tail, k.Head,
	}
}

// FullHelp are all keys, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.keys
	return [][]key.Binding{
		{k.shared.Up, k.shared.Down, k.shared.PageUp, k.shared.PageDown, k.shared.Top, k.shared.Bottom, k.shared.Left, k.shared.Right},
		{k.Tail, k.Head, k.Last1, k.Last5, k.Last15, k.Last30, k.Last60},
		{k.Follow, k.Wrap, k.Stamps, k.JSON, k.Full, k.Failed, k.Mark},
		{k.shared.Search, k.shared.NextMatch, k.shared.PreviousMatch, k.shared.Previous, k.Save, k.shared.Back},
	}
}
