package demo

import (
	"sync/atomic"
	"time"

	"github.com/kronoscope/kronoscope/kube"
)

// historyClock is the clock of a plane that first plays what came before its start: until that ends, it says so.
type historyClock struct {
	kube.ClockControl
	way   *kube.ClockJump
	ended atomic.Bool
}

// newHistoryClock is the clock, to which the time from now until start is past.
func newHistoryClock(clock kube.ClockControl, start time.Time) *historyClock {
	return &historyClock{ClockControl: clock, way: &kube.ClockJump{From: clock.State().Now, To: start}}
}

// State is called from the event loop while the past is played.
func (p *historyClock) State() kube.ClockState {
	state := p.ClockControl.State()
	if !p.ended.Load() {
		state.Past = p.way
	}
	return state
}

func (p *historyClock) end() { p.ended.Store(true) }
