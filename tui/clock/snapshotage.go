package clock

import "time"

// Settle is how long it may take until an event that is due has happened and is in a snapshot: longer than a controller and a watch need
// on a busy machine.
const Settle = 5 * time.Second

// readings holds recent readings of the clock, oldest first; the first is the time one settle interval ago, or at the start.
type readings []reading

type reading struct{ wall, now time.Time }

// add adds a reading, unless the last one is as good, and drops those no longer needed.
func (r readings) add(wall, now time.Time) readings {
	if n := len(r); n > 0 && now.Before(r[n-1].now) {
		r = nil // it is another clock
	}
	if n := len(r); n == 0 || wall.Sub(r[n-1].wall) >= Settle/50 {
		r = append(r, reading{wall, now})
	}
	for len(r) > 1 && wall.Sub(r[1].wall) >= Settle {
		r = r[1:]
	}
	return r
}

// MeasureSnapshotAge computes how far the snapshot may be behind the clock, for the environment. A snapshot holds the state one settle
// interval ago, and it holds all Jobs created before its newest one. Both are needed: without new Jobs, the newest one says little, and a
// fast clock moves far in one settle interval. While the connection is lost nothing new is known.
func (c *Control) MeasureSnapshotAge(wall time.Time, lost bool) {
	if !lost {
		c.readings = c.readings.add(wall, c.env.Now)
	}
	known := c.env.Snapshot.NewestJobCreated.Add(-Settle)
	if len(c.readings) > 0 && c.readings[0].now.After(known) {
		known = c.readings[0].now
	}
	c.env.SnapshotAge = max(c.env.Now.Sub(known), 0)
}
