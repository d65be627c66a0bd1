package main

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// sparseGC lets the start, which makes much garbage on a small heap, go by with few collections.
const sparseGC = 400

// demo is what the demo command shows. It can begin again at another time, each time on a plane of its own.
type demo struct {
	flags     *flags
	documents []manifest.Document // none: the sample workloads
	notice    string
	usualGC   int // the setting for when the start is over
	fail      context.CancelCauseFunc

	mu     sync.Mutex
	latest *rehearsal
}

// rehearsal is a plane of the demo with what is played on it.
type rehearsal struct {
	plane   *embedded.Plane
	cluster *kube.Cluster
	until   time.Time // to jump to at once; zero for none
	// play brings the plane to its start and lets its clock go on from there. It returns early when ctx ends.
	play func(ctx context.Context, plane *embedded.Plane) error

	opened chan struct{}
	leave  context.CancelFunc
	ended  chan bool // says once whether the plane's parts were started
}

// run shows the demo until the user leaves.
func (d *demo) run(ctx context.Context, start, until time.Time, pace pace) error {
	ctx, d.fail = context.WithCancelCause(ctx)
	defer d.fail(nil)
	first, err := d.begin(ctx, start, until, pace)
	if err != nil {
		return err
	}
	err = show(ctx, d.flags, first.stage(), d.again)
	if cause := context.Cause(ctx); cause != nil && err == nil && !errors.Is(cause, context.Canceled) {
		err = withCode(exitFailed, cause)
	}
	return err
}

// again begins the demo at another time, with the clock at the pace it has now.
func (d *demo) again(ctx context.Context, at time.Time) (stage, error) {
	d.mu.Lock()
	clock := d.latest.cluster.Clock.State()
	d.mu.Unlock()
	r, err := d.begin(ctx, at, time.Time{}, pace{speed: clock.Speed, paused: clock.Paused})
	if err != nil {
		return stage{}, err
	}
	return r.stage(), nil
}

// begin makes a plane with everything on it that is there at its start. What it plays begins once the screen shows that.
func (d *demo) begin(ctx context.Context, start, until time.Time, pace pace) (*rehearsal, error) {
	set := d.scene
	if d.documents != nil {
		set = d.manifests
	}
	r, err := set(ctx, start)
	if err != nil {
		return nil, err
	}
	r.plane.Clock().SetSpeed(pace.speed)
	r.plane.Clock().SetPaused(pace.paused)
	r.until, r.cluster.Notice = until, d.notice
	r.prepare(ctx, func(err error) { d.fail(err) }, d.usualGC)
	d.mu.Lock()
	d.latest = r
	d.mu.Unlock()
	return r, nil
}

// prepare plays the rehearsal once it is opened.
func (r *rehearsal) prepare(ctx context.Context, fail func(error), usualGC int) {
	ctx, r.leave = context.WithCancel(ctx)
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

func (r *rehearsal) run(ctx context.Context) error {
	r.plane.StartParts()
	if err := r.play(ctx, r.plane); err != nil {
		return err
	}
	if err := jumpTo(ctx, r.plane, r.until); err != nil {
		return err
	}
	r.plane.StartClock()
	return nil
}

// jumpTo brings a plane to an instant, unless it is zero, or to where the user stops it.
func jumpTo(ctx context.Context, plane *embedded.Plane, to time.Time) error {
	if to.IsZero() {
		return nil
	}
	err := planeClock{plane.Control()}.Jump(ctx, to)
	if errors.Is(err, kube.ErrJumpStopped) {
		return nil
	}
	return err
}

// stage is the rehearsal as it is shown.
func (r *rehearsal) stage() stage {
	return stage{cluster: r.cluster, opened: func() { close(r.opened) }, stop: r.stop}
}

func (r *rehearsal) stop() {
	r.leave()
	if <-r.ended {
		r.plane.Stop()
	}
}

// manifests plays a user's manifests. All are created before time starts to pass and the screen opens, so one that is refused
// leaves nothing behind.
func (d *demo) manifests(ctx context.Context, start time.Time) (*rehearsal, error) {
	plane, cluster, err := newPlane(d.flags, start, 1)
	if err != nil {
		return nil, err
	}
	problems, err := fill(ctx, d.flags, cluster, d.documents)
	switch {
	case err != nil:
		return nil, err
	case len(problems) > 0:
		return nil, complaint(problems)
	}
	return &rehearsal{plane: plane, cluster: cluster, play: func(context.Context, *embedded.Plane) error { return nil }}, nil
}
