package session

import (
	"context"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui"
)

// notifyingSource is a source that tells when the program has taken in the first snapshot that is complete: it then asks for the next.
type notifyingSource struct {
	tui.Source
	opened func()
	live   bool
}

func (l *notifyingSource) Wait(ctx context.Context) (*workload.Snapshot, error) {
	if l.live && l.opened != nil {
		l.opened()
		l.opened = nil
	}
	snapshot, err := l.Source.Wait(ctx)
	l.live = l.live || err == nil && snapshot.Link.State == workload.LinkLive
	return snapshot, err
}
