package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// greet tells at the start how the connection came about, when that is not what the user may expect.
func (r *Root) greet() tea.Cmd {
	if r.opts.Cluster.Notice == "" {
		return nil
	}
	return screen.Ask(screen.ToastMsg{Text: r.opts.Cluster.Notice})
}
