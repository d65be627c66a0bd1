package tuitest

import (
	"context"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube"
)

// Clock is a plane's clock that stands still. Its fields may be set before it is used.
type Clock struct {
	Changes []string // what a step says
	Err     error    // what every change fails with

	mu    sync.Mutex
	state kube.ClockState
	steps int
	stops int

	stoppedPaused bool
}

// NewClock stands at [Now] and claims to run at a speed.
func NewClock(speed float64) *Clock { return &Clock{state: kube.ClockState{Now: Now, Speed: speed}} }

func (c *Clock) change(f func()) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Err == nil {
		f()
	}
	return c.Err
}

// State is what was set.
func (c *Clock) State() kube.ClockState { c.mu.Lock(); defer c.mu.Unlock(); return c.state }

// Set moves it.
func (c *Clock) Set(t time.Time) { _ = c.change(func() { c.state.Now = t }) }

// SetJump has it claim that it is on its way; nil that it is not.
func (c *Clock) SetJump(j *kube.ClockJump) { _ = c.change(func() { c.state.Jump = j }) }

// SetPast has it claim that it plays what came before its start; nil that it has done so.
func (c *Clock) SetPast(way *kube.ClockJump) { _ = c.change(func() { c.state.Past = way }) }

// SetSpeed sets it.
func (c *Clock) SetSpeed(_ context.Context, s float64) error {
	return c.change(func() { c.state.Speed = s })
}

// SetPaused sets it.
func (c *Clock) SetPaused(_ context.Context, p bool) error {
	return c.change(func() { c.state.Paused = p })
}

// Step counts.
func (c *Clock) Step(context.Context) ([]string, error) {
	return c.Changes, c.change(func() { c.steps++ })
}

// Jump is there at once.
func (c *Clock) Jump(_ context.Context, to time.Time) error {
	return c.change(func() { c.state.Now = to })
}

// StopJump counts, and ends what [Clock.SetJump] claimed.
func (c *Clock) StopJump(context.Context) error {
	return c.change(func() { c.stops++; c.state.Jump, c.stoppedPaused = nil, c.state.Paused })
}

// Steps is how often it was stepped.
func (c *Clock) Steps() int { c.mu.Lock(); defer c.mu.Unlock(); return c.steps }

// StoppedPaused reports whether it was paused when a jump was last stopped, so that it has not run on.
func (c *Clock) StoppedPaused() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.stoppedPaused }

// Stops is how often a jump was stopped.
func (c *Clock) Stops() int { c.mu.Lock(); defer c.mu.Unlock(); return c.stops }
