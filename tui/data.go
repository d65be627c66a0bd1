package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// dataMsg answers the wait of its generation.
type dataMsg struct {
	gen      int
	snapshot *workload.Snapshot
	err      error
}

// rearmMsg says that it is time to wait again after a failure.
type rearmMsg struct{ gen int }

// retryAfter is how long to let a failed source rest.
const retryAfter = time.Second

// waitForData blocks, outside the event loop, until there is news. One wait is under way at a time: the answer starts the next.
func (r *Root) waitForData() tea.Cmd {
	r.gen++
	return waitForData(r.ctx, r.opts.Inventory, r.gen)
}

func waitForData(ctx context.Context, source Source, gen int) tea.Cmd {
	return func() tea.Msg {
		snapshot, err := source.Wait(ctx)
		return dataMsg{gen: gen, snapshot: snapshot, err: err}
	}
}

func (r *Root) handleData(msg dataMsg) tea.Cmd {
	switch {
	case msg.gen != r.gen:
		return nil
	case errors.Is(msg.err, context.Canceled), errors.Is(msg.err, watch.ErrStopped):
		return nil
	case msg.err != nil:
		return tea.Batch(
			r.notify(screen.ToastMsg{Level: screen.Bad, Text: "reading the cluster: " + msg.err.Error()}),
			r.timers.after(retryAfter, rearmMsg{r.gen}),
		)
	case msg.snapshot == nil:
		return r.waitForData()
	}
	notice := r.noteLink(msg.snapshot.Link)
	r.env.Snapshot = msg.snapshot
	r.measureLag()
	r.countTabs()
	return tea.Batch(notice, r.waitForData(), r.reveal())
}

func (r *Root) handleRearm(msg rearmMsg) tea.Cmd {
	if msg.gen != r.gen {
		return nil
	}
	return r.waitForData()
}

// noteLink says when the connection is back, and what a live one cannot show; that it is lost stands in the header.
func (r *Root) noteLink(link workload.Link) tea.Cmd {
	before := r.link
	r.link = link
	switch {
	case link.State == workload.LinkLive && before.State == workload.LinkLost:
		return r.notify(screen.ToastMsg{Level: screen.Good, Text: "connected again"})
	case link.State == workload.LinkLive && link.Err != nil && (before.Err == nil || before.Err.Error() != link.Err.Error()):
		return r.notify(screen.ToastMsg{Level: screen.Warn, Text: link.Err.Error()})
	}
	return nil
}
