package forecast

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InForecast
	var short []key.Binding
	if len(s.rows) > 0 {
		short = append(short, k.Enter)
	}
	if s.span > 0 {
		short = append(short, own.Shorter)
	}
	if s.span < len(spans)-1 {
		short = append(short, own.Longer)
	}
	if len(s.rows) > 0 {
		short = append(short, own.Findings)
	}
	return append(short, k.Refresh, k.Back)
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Look", "Move"} }

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	shared := []key.Binding{k.Back, k.Refresh, k.Enter, k.Logs, k.Previous, k.Describe, k.YAML, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom}
	return append(shared, keymap.All(k.InForecast)...)
}

// FullHelp returns all bindings, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InForecast
	return [][]key.Binding{
		{k.Enter, own.Shorter, own.Longer, own.Findings, k.Refresh, k.Logs, k.Describe, k.YAML, k.Back},
		k.Moves(),
	}
}
