package main

import (
	"sync/atomic"
	"time"

	"github.com/kronoscope/kronoscope/kube"
)

// pastClock is the clock of a plane that first plays what came before its start: until that ends, it says so.
type pastClock struct {
	kube.ClockControl
	way   *kube.ClockJump
	ended atomic.Bool
}

// pastOf is the clock, to which the time from now until start is past.
func pastOf(clock kube.ClockControl, start time.Time) *pastClock {
	return &pastClock{ClockControl: clock, way: &kube.ClockJump{From: clock.State().Now, To: start}}
}

// State is called from the event loop while the past is played.
func (p *pastClock) State() kube.ClockState {
	state := p.ClockControl.State()
	if !p.ended.Load() {
		state.Past = p.way
	}
	return state
}

func (p *pastClock) end() { p.ended.Store(true) }
