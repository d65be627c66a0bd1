// Package demo runs the demo: an embedded control plane with sample workloads or the user's manifests on it, shown in the
// terminal. It knows nothing of kubeconfigs.
package demo

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/cmd/session"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// sparseGC is the GC percentage during the start, which makes much garbage on a small heap.
const sparseGC = 400

// demo is what the demo command shows. It can start again at another time, each time on a new plane.
type demo struct {
	flags     *flags.Shared
	documents []manifest.Document // none: the sample workloads
	notice    string
	usualGC   int // the setting for when the start is over
	fail      context.CancelCauseFunc

	mu     sync.Mutex
	latest *instance
}

// run shows the demo until the user leaves.
func (d *demo) run(ctx context.Context, start, until time.Time, pace flags.Pace) error {
	ctx, d.fail = context.WithCancelCause(ctx)
	defer d.fail(nil)
	first, err := d.begin(ctx, start, until, pace)
	if err != nil {
		return err
	}
	err = session.Show(ctx, d.flags, first.target(), d.restart)
	if cause := context.Cause(ctx); cause != nil && err == nil && !errors.Is(cause, context.Canceled) {
		err = exitcode.With(exitcode.Failed, cause)
	}
	return err
}

// restart starts the demo again at another time, with the clock at its present pace.
func (d *demo) restart(ctx context.Context, at time.Time) (session.Target, error) {
	d.mu.Lock()
	clock := d.latest.cluster.Clock.State()
	d.mu.Unlock()
	r, err := d.begin(ctx, at, time.Time{}, flags.Pace{Speed: clock.Speed, Paused: clock.Paused})
	if err != nil {
		return session.Target{}, err
	}
	return r.target(), nil
}

// begin makes a plane with everything that is there at its start. It is played once the screen shows it.
func (d *demo) begin(ctx context.Context, start, until time.Time, pace flags.Pace) (*instance, error) {
	set := d.sampleInstance
	if d.documents != nil {
		set = d.manifestInstance
	}
	r, err := set(ctx, start)
	if err != nil {
		return nil, err
	}
	r.plane.Clock().SetSpeed(pace.Speed)
	r.plane.Clock().SetPaused(pace.Paused)
	r.until, r.cluster.Notice = until, d.notice
	r.playOnceOpened(ctx, func(err error) { d.fail(err) }, d.usualGC)
	d.mu.Lock()
	d.latest = r
	d.mu.Unlock()
	return r, nil
}

// manifestInstance makes an instance with the user's manifests. All are created before the clock runs and the screen opens: if one is
// refused, nothing is shown.
func (d *demo) manifestInstance(ctx context.Context, start time.Time) (*instance, error) {
	plane, cluster, err := localplane.New(d.flags, start, 1)
	if err != nil {
		return nil, err
	}
	problems, err := localplane.Apply(ctx, d.flags, cluster, d.documents)
	switch {
	case err != nil:
		return nil, err
	case len(problems) > 0:
		return nil, exitcode.Problems(problems)
	}
	return &instance{plane: plane, cluster: cluster, play: func(context.Context, *embedded.Plane) error { return nil }}, nil
}
