// Package clock is the time of the embedded control plane: one clock for every timer, back-off, schedule and simulated
// sleep. It runs from 1× to 3600× and faster, pauses, steps to the next event and jumps to an instant.
//
// Time never passes while work is pending. Controllers hold the clock while a key is queued, simulated containers while
// they compute; when everybody waits for a later instant, the clock moves there. So a plane that cannot keep up with
// its speed gets slower, never wrong, and a run in virtual time gives the same results as one in real time.
//
// It never decides what happens at an instant: it only calls the functions that were registered for it.
package clock

import (
	"context"
	"math"
	"sync"
	"time"
)

// MaxSpeed is the fastest rate: every gap between two events is skipped.
const MaxSpeed = 0

// TopRate is the greatest speed that people can ask for as a number: a year passes in half a minute.
const TopRate = 1e6

// maxLag is how far, in real time, the clock tries to catch up after an overload before it accepts the delay.
const maxLag = time.Second

// Clock is the plane's time, and calls functions at instants of it. The zero value is not usable: see [New] and [NewManual].
type Clock struct {
	wall Wall

	// firing is held by whoever moves the clock: the driver of [Clock.Run], or a caller of [Clock.RunUntil].
	firing sync.Mutex

	mu      sync.Mutex
	changed *sync.Cond // holds, timers, speed or pause changed
	now     time.Time  // the instant reached; never goes back
	timers  timerHeap
	seq     uint64
	holds   int
	tasks   map[*Task]struct{} // tasks that compute at the moment
	ticking bool               // a wall timer is set for the next tick of the grace period

	real    bool // it always shows the wall's time
	speed   float64
	paused  bool
	running bool
	jump    *jump // in progress, or nil
	// While running, virtual time is anchorNow + (wall − anchorWall) · speed, cut at the next timer.
	anchorNow  time.Time
	anchorWall time.Time
	drive      chan struct{} // wakes the driver
}

// New returns a clock that stands at start until [Clock.Run] drives it, at speed 1.
func New(start time.Time, wall Wall) *Clock {
	c := &Clock{
		wall: wall, now: start, speed: 1,
		tasks: map[*Task]struct{}{},
		drive: make(chan struct{}, 1),
	}
	c.changed = sync.NewCond(&c.mu)
	return c
}

// NewManual returns a clock that moves only when [Clock.RunUntil] or [Clock.Step] is called: for tests and for plays in
// virtual time.
func NewManual(start time.Time) *Clock { return New(start, System()) }

// NewReal returns a clock that shows the machine's time and never waits for work: for a kubelet that serves a real API server,
// whose time nobody holds. [Clock.Run] fires its timers.
func NewReal() *Clock {
	c := New(time.Now(), System())
	c.real = true
	return c
}

// Now is the plane's time. It stands still while work is pending.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	return c.now
}

// Since is the time passed since t.
func (c *Clock) Since(t time.Time) time.Duration { return c.Now().Sub(t) }

// Hold keeps time from passing until the matching [Clock.Release]. Whoever queues work for later on another goroutine holds
// the clock until that work is done.
func (c *Clock) Hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	c.holds++
}

// Release ends one [Clock.Hold].
func (c *Clock) Release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.releaseLocked()
}

// Go runs f on its own goroutine and holds the clock until it returns. f must not wait for a later instant; work that
// sleeps is a [Task].
func (c *Clock) Go(f func()) {
	c.Hold()
	go func() {
		defer c.Release()
		f()
	}()
}

// Speed is the rate at which time passes; [MaxSpeed] skips every gap.
func (c *Clock) Speed() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.speed
}

// SetSpeed changes the rate at which time passes: 60 is a minute a second, [MaxSpeed] skips every gap.
func (c *Clock) SetSpeed(speed float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	c.speed = max(speed, 0)
	c.anchorLocked()
	c.notifyLocked()
}

// Paused reports whether the clock was paused.
func (c *Clock) Paused() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.paused
}

// SetPaused stops time, or lets it pass again.
func (c *Clock) SetPaused(paused bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	c.paused = paused
	c.anchorLocked()
	c.notifyLocked()
}

// Next is the instant of the earliest timer, and whether there is one.
func (c *Clock) Next() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timers) == 0 {
		return time.Time{}, false
	}
	return c.timers[0].at, true
}

// Step first finishes what is due now and the work in progress. Then it moves to the next instant at which something is due, does
// what is due there, and waits until the work that follows is done. It returns the instant reached, which is the same if nothing is
// due. During a jump it fails with a [JumpingError].
func (c *Clock) Step(ctx context.Context) (time.Time, error) {
	if err := c.checkNotJumping(); err != nil {
		return c.Now(), err
	}
	if err := c.RunUntil(ctx, c.Now()); err != nil {
		return c.Now(), err
	}
	if err := c.checkNotJumping(); err != nil {
		return c.Now(), err
	}
	at, ok := c.Next()
	if !ok {
		return c.Now(), nil
	}
	err := c.RunUntil(ctx, at)
	return c.Now(), err
}

func (c *Clock) releaseLocked() {
	if c.holds == 0 {
		panic("clock: Release without Hold")
	}
	c.holds--
	if c.holds == 0 {
		// The anchor stays, and Now catches up: the time that the work took passes once.
		c.notifyLocked()
	}
}

func (c *Clock) busyLocked() bool { return c.holds > 0 || len(c.tasks) > 0 }

// advanceLocked lets the time that has passed on the wall pass here, up to the next timer.
func (c *Clock) advanceLocked() {
	if c.real {
		c.now = c.wall.Now()
		return
	}
	if !c.running || c.paused || c.busyLocked() || c.speed == MaxSpeed {
		return
	}
	c.moveToLocked(c.targetLocked())
}

func (c *Clock) targetLocked() time.Time {
	if c.real {
		return c.wall.Now()
	}
	return c.anchorNow.Add(scaled(c.wall.Now().Sub(c.anchorWall), c.speed))
}

// scaled returns d times by, or the longest duration: an overflow would turn time back.
func scaled(d time.Duration, by float64) time.Duration {
	product := float64(d) * by
	switch {
	case product >= math.MaxInt64:
		return math.MaxInt64
	case product <= math.MinInt64:
		return math.MinInt64
	}
	return time.Duration(product)
}

func (c *Clock) moveToLocked(t time.Time) {
	if len(c.timers) > 0 && c.timers[0].at.Before(t) {
		t = c.timers[0].at
	}
	if t.After(c.now) {
		c.now = t
	}
}

func (c *Clock) anchorLocked() {
	c.anchorNow, c.anchorWall = c.now, c.wall.Now()
}

func (c *Clock) notifyLocked() {
	c.changed.Broadcast()
	select {
	case c.drive <- struct{}{}:
	default:
	}
}
