package embedded

import (
	"fmt"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// StartError says that a plane was to start before the instant at which its state stands: times would run backwards.
type StartError struct{ Start, Last time.Time }

func (e *StartError) Error() string {
	const layout = "2006-01-02 15:04:05 -07:00"
	return fmt.Sprintf("a start at %s is before %s, where the clock of the state stands: its time cannot run backwards",
		e.Start.Format(layout), e.Last.In(e.Start.Location()).Format(layout))
}

// begin is the first instant of a plane. One that showed the machine's time shows it again; any other goes on where it stood. It
// never goes back, not even where the machine's time has.
func (o *Options) begin() (store.Instant, error) {
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

// timekeeper tells where the clock stands. The clock shows the machine's time until it has run at another speed, was paused or got
// ahead; that it falls behind while there is much to do does not count.
type timekeeper struct {
	clock   *clock.Clock
	wall    clock.Wall
	lead    time.Duration // by which it may be ahead
	machine bool
}

func newTimekeeper(c *clock.Clock, wall clock.Wall, begin store.Instant) *timekeeper {
	return &timekeeper{clock: c, wall: wall, machine: begin.Machine, lead: max(begin.At.Sub(wall.Now()), 0) + time.Second}
}

// instant is for one goroutine at a time.
func (t *timekeeper) instant() store.Instant {
	now := t.clock.Now()
	if t.clock.Speed() != 1 || t.clock.Paused() || now.Sub(t.wall.Now()) > t.lead {
		t.machine = false
	}
	return store.Instant{At: now, Machine: t.machine}
}
