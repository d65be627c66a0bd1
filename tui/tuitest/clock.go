package tuitest

import (
	"context"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube"
)

// Clock is a plane's clock that stands still. Its fields may be set before use.
type Clock struct {
	Changes []string // the result of a step
	Err     error    // the error of every change

	mu    sync.Mutex
	state kube.ClockState
	steps int
	stops int

	stoppedPaused bool
}

// NewClock returns a clock that stands at [Now] and claims to run at a speed.
func NewClock(speed float64) *Clock { return &Clock{state: kube.ClockState{Now: Now, Speed: speed}} }

func (c *Clock) change(f func()) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Err == nil {
		f()
	}
	return c.Err
}

// State returns what was set.
func (c *Clock) State() kube.ClockState { c.mu.Lock(); defer c.mu.Unlock(); return c.state }

// Set sets the time.
func (c *Clock) Set(t time.Time) { _ = c.change(func() { c.state.Now = t }) }

// SetJump makes the clock claim to be jumping; nil ends that.
func (c *Clock) SetJump(j *kube.ClockJump) { _ = c.change(func() { c.state.Jump = j }) }

// SetPast makes the clock claim to play the past before its start; nil ends that.
func (c *Clock) SetPast(way *kube.ClockJump) { _ = c.change(func() { c.state.Past = way }) }

// SetSpeed sets the speed.
func (c *Clock) SetSpeed(_ context.Context, s float64) error {
	return c.change(func() { c.state.Speed = s })
}

// SetPaused pauses or resumes the clock.
func (c *Clock) SetPaused(_ context.Context, p bool) error {
	return c.change(func() { c.state.Paused = p })
}

// Step counts a step.
func (c *Clock) Step(context.Context) ([]string, error) {
	return c.Changes, c.change(func() { c.steps++ })
}

// Jump arrives at once.
func (c *Clock) Jump(_ context.Context, to time.Time) error {
	return c.change(func() { c.state.Now = to })
}

// StopJump counts a stop, and ends what [Clock.SetJump] claimed.
func (c *Clock) StopJump(context.Context) error {
	return c.change(func() { c.stops++; c.state.Jump, c.stoppedPaused = nil, c.state.Paused })
}

// Steps returns the number of steps.
func (c *Clock) Steps() int { c.mu.Lock(); defer c.mu.Unlock(); return c.steps }

// StoppedPaused reports whether the clock was paused when a jump was last stopped, so that it did not run on.
func (c *Clock) StoppedPaused() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.stoppedPaused }

// Stops returns how often a jump was stopped.
func (c *Clock) Stops() int { c.mu.Lock(); defer c.mu.Unlock(); return c.stops }
