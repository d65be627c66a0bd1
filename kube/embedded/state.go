package embedded

import (
	"fmt"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// StartError reports that a plane was to start before the instant of its state: time would run backwards.
type StartError struct{ Start, Last time.Time }

func (e *StartError) Error() string {
	const layout = "2006-01-02 15:04:05 -07:00"
	return fmt.Sprintf("a start at %s is before %s, where the clock of the state stands: its time cannot run backwards",
		e.Start.Format(layout), e.Last.In(e.Start.Location()).Format(layout))
}

// firstInstant returns the first instant of a plane. If the state's clock showed the machine's time, the plane's does so again;
// otherwise it continues where the state's stood. It never goes back, even if the machine's time has.
func (o *Options) firstInstant() (store.Instant, error) {
	now := o.Wall.Now()
	var last store.Instant
	if o.State != nil {
		last = o.State.Last().Instant
	}
	switch {
	case o.Start.Before(last.At) && !o.Start.IsZero():
		return store.Instant{}, &StartError{o.Start, last.At}
	case !o.Start.IsZero():
		return store.Instant{At: o.Start}, nil
	case last.At.IsZero():
		return store.Instant{At: now, Machine: true}, nil
	case last.Machine && now.After(last.At):
		return store.Instant{At: now, Machine: true}, nil
	}
	return last, nil
}

// instantReader reads the clock for the journal. The clock counts as showing the machine's time until it runs at another speed, is
// paused, or gets ahead; it may fall behind while there is much to do.
type instantReader struct {
	clock   *clock.Clock
	wall    clock.Wall
	lead    time.Duration // how far the clock may be ahead
	machine bool
}

func newInstantReader(c *clock.Clock, wall clock.Wall, start store.Instant) *instantReader {
	return &instantReader{clock: c, wall: wall, machine: start.Machine, lead: max(start.At.Sub(wall.Now()), 0) + time.Second}
}

// read returns the present instant. It must not be called concurrently.
func (t *instantReader) read() store.Instant {
	now := t.clock.Now()
	if t.clock.Speed() != 1 || t.clock.Paused() || now.Sub(t.wall.Now()) > t.lead {
		t.machine = false
	}
	return store.Instant{At: now, Machine: t.machine}
}
