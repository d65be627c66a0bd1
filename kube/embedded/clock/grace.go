package clock

import "time"

// The grace period is how long, in real time, a task may compute before the clock goes on without it: a task that never sleeps, or
// that waits for something the clock cannot see, must not stop time for all others. It is two seconds, counted in ticks: a stall of
// the machine, during which the task cannot compute either, costs one tick however long it lasts.
const (
	graceTick  = 100 * time.Millisecond
	graceTicks = 20
)

// startTickingLocked makes tasks stop holding the clock at the end of their grace period.
func (c *Clock) startTickingLocked() {
	if c.ticking || len(c.tasks) == 0 {
		return
	}
	c.ticking = true
	c.wall.AfterFunc(graceTick, c.tick)
}

// tick counts one tick for every task that computes.
func (c *Clock) tick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for t := range c.tasks {
		if t.ticks++; t.ticks == graceTicks {
			delete(c.tasks, t)
			c.notifyLocked()
		}
	}
	c.ticking = false
	c.startTickingLocked()
}
