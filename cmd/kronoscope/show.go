package main

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/go-logr/logr"
	"k8s.io/klog/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui"
)

// stopPatience bounds how long leaving waits for streams and watches to end.
const stopPatience = 500 * time.Millisecond

// show runs the terminal program on a cluster until the user leaves. again, if any, begins the demo again at another time.
func show(ctx context.Context, f *flags, first stage, again func(context.Context, time.Time) (stage, error)) error {
	stopWatchdog := startWatchdog()
	defer stopWatchdog()
	connected := &connections{options: f.cluster, open: map[*kube.Cluster]func(){}}
	source := connected.add(first)
	defer waitAtMost(stopPatience, connected.stop)
	err := tui.Run(ctx, tui.Options{
		Cluster: first.cluster, Inventory: source, Theme: f.theme, NoColor: noColor(),
		Contexts: connected.contexts(first.cluster), Restart: connected.restart(again),
		Greeting: first.greeting, Notices: first.notices,
	})
	if err == nil || errors.Is(err, tea.ErrInterrupted) {
		return err
	}
	return withCode(exitFailed, err)
}

// firstLook is a source that tells when the program has taken in the first snapshot that is complete: it then asks for the next.
type firstLook struct {
	tui.Source
	opened func()
	live   bool
}

func (l *firstLook) Wait(ctx context.Context) (*workload.Snapshot, error) {
	if l.live && l.opened != nil {
		l.opened()
		l.opened = nil
	}
	snapshot, err := l.Source.Wait(ctx)
	l.live = l.live || err == nil && snapshot.Link.State == workload.LinkLive
	return snapshot, err
}

// waitAtMost lets stop run, and goes on without it when it takes long: the process ends anyway.
func waitAtMost(patience time.Duration, stop func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		stop()
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// quiet keeps client-go from writing over the screen; what matters of it comes back as errors.
func quiet() {
	klog.SetLogger(logr.Discard())
	klog.SetOutput(io.Discard)
}
