package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Contexts are the clusters that the user may change to.
type Contexts struct {
	Names []string
	// Connect opens another one and brings its data. It blocks, and is called in a command, several at a time if the user does
	// not wait.
	Connect func(ctx context.Context, name string) (*kube.Cluster, Source, error)
	// Disconnect ends the data of a cluster that is shown no longer, or never was because the user had asked for another one by
	// the time it was there. It does not block; nil for nothing to end.
	Disconnect func(*kube.Cluster)
}

type (
	contextMsg   struct{ name string }
	connectedMsg struct {
		dial    int // of the latest when it was asked for; an answer to an earlier one is dropped
		doing   string
		cluster *kube.Cluster
		source  Source
		Err     error
	}
)

func (r *Root) contextCommands() []dialog.Command {
	var all []dialog.Command
	for _, name := range r.opts.Contexts.Names {
		hint := "context"
		if name == r.opts.Cluster.Context {
			hint = "in use"
		}
		all = append(all, dialog.Command{
			Name: "ctx " + name, Aliases: []string{"context " + name, name}, Hint: hint, Msg: contextMsg{name},
		})
	}
	return all
}

// handleContext changes to another cluster, outside the event loop.
func (r *Root) handleContext(msg contextMsg) tea.Cmd {
	if r.opts.Contexts.Connect == nil {
		return nil
	}
	if msg.name == r.opts.Cluster.Context {
		r.dial++ // the user has thought better of another
		return nil
	}
	connect := r.opts.Contexts.Connect
	return r.dialTo("changing to context "+display.Clean(msg.name), func(ctx context.Context) (*kube.Cluster, Source, error) {
		return connect(ctx, msg.name)
	})
}

// dialTo connects to a cluster in a command; doing says what that is, should it fail.
func (r *Root) dialTo(doing string, dial func(context.Context) (*kube.Cluster, Source, error)) tea.Cmd {
	r.dial++
	r.pending++
	ctx, generation := r.ctx, r.dial
	return func() tea.Msg {
		cluster, source, err := dial(ctx)
		return connectedMsg{generation, doing, cluster, source, err}
	}
}

func (r *Root) disconnect(cluster *kube.Cluster) {
	if end := r.opts.Contexts.Disconnect; end != nil {
		end(cluster)
	}
}

// handleConnected shows the other cluster from its first tab on; screens over the tabs, questions and offers were about the one before.
func (r *Root) handleConnected(msg connectedMsg) tea.Cmd {
	r.pending--
	switch {
	case msg.dial != r.dial:
		if msg.Err == nil {
			r.disconnect(msg.cluster)
		}
		return nil
	case msg.Err != nil:
		return r.notify(screen.ToastMsg{Level: screen.Bad, Text: msg.doing + ": " + msg.Err.Error()})
	}
	r.disconnect(r.opts.Cluster)
	r.dialogs = nil
	r.notices.Clear()
	r.opts.Cluster, r.opts.Inventory = msg.cluster, msg.source
	r.opts.Actions, r.opts.Logs = action.New(msg.cluster), logs.FromCluster(msg.cluster)
	r.env.Cluster, r.env.Snapshot, r.env.Namespace = msg.cluster, &workload.Snapshot{}, ""
	r.link = workload.Link{}
	r.clock.Reset()
	for _, t := range r.tabs {
		t.cut(0)
	}
	r.tabs, r.active = newTabs(r.ctx, r.env), 0
	r.readClocks()
	r.resize(r.layout.width, r.layout.height)
	cmds := []tea.Cmd{r.waitForData(), r.reveal()}
	for _, t := range r.tabs {
		cmds = append(cmds, t.top().Init())
	}
	return tea.Batch(cmds...)
}
