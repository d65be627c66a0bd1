package demo

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/cmd/session"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
)

// instance is one start of the demo: a plane, and what is played on it.
type instance struct {
	plane   *embedded.Plane
	cluster *kube.Cluster
	until   time.Time // to jump to at once; zero for none
	// play brings the plane to its start and lets its clock go on from there. It returns early when ctx ends.
	play func(ctx context.Context, plane *embedded.Plane) error

	opened chan struct{}
	cancel context.CancelFunc
	ended  chan bool // receives once whether the plane's parts were started
}

// playOnceOpened waits in the background until the instance is on the screen, then plays it. fail receives what goes wrong.
func (r *instance) playOnceOpened(ctx context.Context, fail func(error), usualGC int) {
	ctx, r.cancel = context.WithCancel(ctx)
	r.opened, r.ended = make(chan struct{}), make(chan bool, 1)
	go func() {
		select {
		case <-r.opened:
			debug.SetGCPercent(usualGC)
			if err := r.run(ctx); err != nil && ctx.Err() == nil {
				fail(err)
			}
			r.ended <- true
		case <-ctx.Done():
			r.ended <- false
		}
	}()
}

func (r *instance) run(ctx context.Context) error {
	r.plane.StartParts()
	if err := r.play(ctx, r.plane); err != nil {
		return err
	}
	if err := localplane.JumpTo(ctx, r.plane, r.until); err != nil {
		return err
	}
	r.plane.StartClock()
	return nil
}

// target returns the instance for the screens.
func (r *instance) target() session.Target {
	return session.Target{Cluster: r.cluster, Opened: func() { close(r.opened) }, Stop: r.stop}
}

func (r *instance) stop() {
	r.cancel()
	if <-r.ended {
		r.plane.Stop()
	}
}
