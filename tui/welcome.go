package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// outsideMsg brings a warning from outside the cluster.
type outsideMsg struct{ text string }

// welcome says at the start how the connection came about, when that is not what the user may expect, and what else is to know.
func (r *Root) welcome() tea.Cmd {
	if notice := r.opts.Cluster.Notice; notice != "" {
		r.env.Ask(screen.ToastMsg{Text: notice})
	}
	for _, text := range r.opts.Greeting {
		r.env.Ask(screen.ToastMsg{Text: text})
	}
	return waitForNotice(r.ctx, r.opts.Notices)
}

// waitForNotice blocks, outside the event loop, until there is a warning to show. Nil when none can come.
func waitForNotice(ctx context.Context, notices <-chan string) tea.Cmd {
	if notices == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case text, ok := <-notices:
			if ok {
				return outsideMsg{text}
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// handleOutside shows a warning, and waits for the next.
func (r *Root) handleOutside(msg outsideMsg) tea.Cmd {
	r.env.Warn(msg.text)
	return waitForNotice(r.ctx, r.opts.Notices)
}
