package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/textview"
)

// show opens a view of an object. This is the one place that knows which screen shows what.
func (r *Root) show(msg screen.ShowMsg) tea.Cmd {
	ref, actions := msg.Ref, r.opts.Actions
	switch msg.As {
	case screen.Describe:
		return r.push(textview.New(r.env, ref.Key.Name+" description", func(ctx context.Context) (string, error) {
			return actions.Describe(ctx, ref.Kind, ref.Key)
		}))
	case screen.YAML:
		return r.push(textview.New(r.env, ref.Key.Name+" YAML", func(ctx context.Context) (string, error) {
			return actions.YAML(ctx, ref.Kind, ref.Key)
		}))
	}
	return r.notify(screen.ToastMsg{Level: screen.Warn, Text: "nothing shows " + ref.String() + " yet"})
}
