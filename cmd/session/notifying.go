package session

import (
	"context"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui"
)

// notifyingSource calls opened once the program has taken in the first complete snapshot, which is when it asks for the next one.
type notifyingSource struct {
	tui.Source
	opened func()
	live   bool
}

// Wait waits for the next snapshot.
func (l *notifyingSource) Wait(ctx context.Context) (*workload.Snapshot, error) {
	if l.live && l.opened != nil {
		l.opened()
		l.opened = nil
	}
	snapshot, err := l.Source.Wait(ctx)
	l.live = l.live || err == nil && snapshot.Link.State == workload.LinkLive
	return snapshot, err
}
