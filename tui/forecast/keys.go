package forecast

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// keys are the screen's own.
type keys struct {
	shared                    *screen.Keys
	Shorter, Longer, Findings key.Binding
}

func newKeys(shared *screen.Keys) keys {
	return keys{
		shared:   shared,
		Shorter:  key.NewBinding(key.WithKeys("["), key.WithHelp("[", "shorter span")),
		Longer:   key.NewBinding(key.WithKeys("]"), key.WithHelp("]", "longer span")),
		Findings: key.NewBinding(key.WithKeys("v"), key.WithHelp("v", "all findings")),
	}
}

// ShortHelp are the keys of the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.keys
	var short []key.Binding
	if len(s.rows) > 0 {
		short = append(short, k.shared.Enter)
	}
	if s.span > 0 {
		short = append(short, k.Shorter)
	}
	if s.span < len(spans)-1 {
		short = append(short, k.Longer)
	}
	if len(s.rows) > 0 {
		short = append(short, k.Findings)
	}
	return append(short, k.shared.Refresh, k.shared.Back)
}

// HelpTitles name the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Look", "Move"} }

// FullHelp are all keys, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.keys
	return [][]key.Binding{
		{k.shared.Enter, k.Shorter, k.Longer, k.Findings, k.shared.Refresh, k.shared.Logs, k.shared.Describe, k.shared.YAML, k.shared.Back},
		k.shared.Moves(),
	}
}
