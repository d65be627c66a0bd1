package clock

import (
	"container/heap"
	"context"
	"time"
)

// Run drives the clock with the wall's time until ctx ends.
func (c *Clock) Run(ctx context.Context) {
	c.mu.Lock()
	c.running = true
	c.anchorLocked()
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.advanceLocked()
		c.running = false
	}()
	for ctx.Err() == nil {
		wait := c.fireDue(ctx)
		if wait == 0 {
			continue
		}
		c.rest(ctx, wait)
	}
}

// rest waits until wait has passed on the wall, or something changes. A negative wait has no end.
func (c *Clock) rest(ctx context.Context, wait time.Duration) {
	up := make(chan struct{})
	if wait > 0 {
		stop := c.wall.AfterFunc(wait, func() { close(up) })
		defer stop()
	}
	select {
	case <-ctx.Done():
	case <-c.drive:
	case <-up:
	}
}

// fireDue fires the next timer if it is due and no work is pending. Otherwise it returns how long to rest, in real time; −1 means
// until something changes.
func (c *Clock) fireDue(ctx context.Context) time.Duration {
	c.firing.Lock()
	defer c.firing.Unlock()
	c.mu.Lock()
	if !c.real && (c.paused || c.holds > 0) {
		c.mu.Unlock()
		return -1
	}
	if !c.real && len(c.tasks) > 0 {
		c.startTickingLocked()
		c.mu.Unlock()
		return -1
	}
	if len(c.timers) == 0 {
		c.mu.Unlock()
		return -1
	}
	due := c.timers[0].at
	if c.speed != MaxSpeed {
		target := c.targetLocked()
		if early := due.Sub(target); early > 0 {
			wait := scaled(early, 1/c.speed)
			c.mu.Unlock()
			return max(wait, time.Microsecond)
		}
		if late := target.Sub(due); !c.real && late > scaled(maxLag, c.speed) {
			c.anchorNow, c.anchorWall = due, c.wall.Now()
		}
	}
	c.fireLocked()
	return 0
}

// RunUntil moves the clock to an instant as fast as the work allows. It fires all timers up to and at the instant, and waits until
// the work that they cause is done. A paused or manual clock moves only like this.
func (c *Clock) RunUntil(ctx context.Context, t time.Time) error {
	stop := context.AfterFunc(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.changed.Broadcast()
	})
	defer stop()
	c.firing.Lock()
	defer c.firing.Unlock()
	for {
		c.mu.Lock()
		if err := c.waitIdleLocked(ctx); err != nil {
			c.resumeLocked()
			c.mu.Unlock()
			return err
		}
		if len(c.timers) == 0 || c.timers[0].at.After(t) {
			if t.After(c.now) {
				c.now = t
			}
			c.resumeLocked()
			c.mu.Unlock()
			return nil
		}
		c.fireLocked()
	}
}

// resumeLocked counts the wall's time from the instant that was reached. Otherwise the clock would stand still until the wall has
// caught up.
func (c *Clock) resumeLocked() {
	c.anchorLocked()
	c.notifyLocked()
}

// waitIdleLocked waits until no work is pending at the present instant.
func (c *Clock) waitIdleLocked(ctx context.Context) error {
	for c.busyLocked() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if c.holds == 0 {
			c.startTickingLocked()
		}
		c.changed.Wait()
	}
	return context.Cause(ctx)
}

// fireLocked moves to the first timer's instant and calls it, with the clock held and c.mu released.
func (c *Clock) fireLocked() {
	t := heap.Pop(&c.timers).(*Timer)
	if t.at.After(c.now) {
		c.now = t.at
	}
	c.holds++
	c.mu.Unlock()
	defer c.Release()
	t.f()
}

func (c *Clock) removeTimerLocked(t *Timer) {
	heap.Remove(&c.timers, t.index)
	c.notifyLocked()
}
