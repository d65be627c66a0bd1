package logs

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InLogs
	return []key.Binding{
		own.Follow, own.Wrap, own.Stamps, k.Search, own.Failed, k.Previous, own.Save, own.Full, own.Mark, own.Tail, own.Head,
	}
}

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	shared := []key.Binding{
		k.Back, k.Previous, k.Search, k.NextMatch, k.PreviousMatch, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Left, k.Right,
	}
	return append(shared, keymap.All(k.InLogs)...)
}

// FullHelp returns all bindings, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InLogs
	return [][]key.Binding{
		{k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Left, k.Right},
		{own.Tail, own.Head, own.Last1, own.Last5, own.Last15, own.Last30, own.Last60},
		{own.Follow, own.Wrap, own.Stamps, own.JSON, own.Full, own.Failed, own.Mark},
		{k.Search, k.NextMatch, k.PreviousMatch, k.Previous, own.Save, k.Back},
	}
}
