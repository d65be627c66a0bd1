package clock

import "time"

// The grace is how long, in real time, a task may compute before the clock goes on without it: a task that never sleeps, or that
// waits for something the clock cannot see, must not stop time for all others. It is two seconds, counted in ticks of the wall: a
// stall of the machine, in which the task cannot compute either, costs it one tick however long it lasts.
const (
	graceTick  = 100 * time.Millisecond
	graceTicks = 20
)

// lapseLaterLocked arranges that tasks stop holding the clock once they have computed for their grace.
func (c *Clock) lapseLaterLocked() {
	if c.ticking || len(c.tasks) == 0 {
		return
	}
	c.ticking = true
	c.wall.AfterFunc(graceTick, c.tick)
}

// tick takes one tick of the grace from every task that computes.
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
	c.lapseLaterLocked()
}
