package tui

import (
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// settle is how long it may take until what is due in the cluster has happened and is in a snapshot: longer than a controller and a
// watch need on a busy machine.
const settle = 5 * time.Second

// readings are what the plane's clock said lately, oldest first: the first one is what it said a settle ago, or at the start.
type readings []reading

type reading struct{ wall, now time.Time }

// add takes a reading, unless the last one is as good, and forgets those that are no longer needed.
func (r readings) add(wall, now time.Time) readings {
	if n := len(r); n > 0 && now.Before(r[n-1].now) {
		r = nil // it is another clock
	}
	if n := len(r); n == 0 || wall.Sub(r[n-1].wall) >= settle/50 {
		r = append(r, reading{wall, now})
	}
	for len(r) > 1 && wall.Sub(r[1].wall) >= settle {
		r = r[1:]
	}
	return r
}

// measureLag finds how far the snapshot may be behind the clock. It holds what was so a settle ago; and of Jobs it holds all that were
// made before its newest one. Both are needed: where nothing is made any more, the newest Job says little, and a clock that runs
// fast gets far in a settle. While the connection is lost nothing new is known.
func (r *Root) measureLag() {
	if r.link.State != workload.LinkLost {
		r.readings = r.readings.add(r.wall, r.env.Now)
	}
	told := r.env.Snapshot.NewestJobCreated.Add(-settle)
	if len(r.readings) > 0 && r.readings[0].now.After(told) {
		told = r.readings[0].now
	}
	r.env.Lag = max(r.env.Now.Sub(told), 0)
}
