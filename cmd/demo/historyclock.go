package demo

import (
	"sync/atomic"
	"time"

	"github.com/kronoscope/kronoscope/kube"
)

// historyClock is the clock of a plane that first plays the time before its start. Until that has ended, its state says so.
type historyClock struct {
	kube.ClockControl
	way   *kube.ClockJump
	ended atomic.Bool
}

// newHistoryClock wraps a clock for which the time from now to start is past.
func newHistoryClock(clock kube.ClockControl, start time.Time) *historyClock {
	return &historyClock{ClockControl: clock, way: &kube.ClockJump{From: clock.State().Now, To: start}}
}

// State may be called while the past is played.
func (h *historyClock) State() kube.ClockState {
	state := h.ClockControl.State()
	if !h.ended.Load() {
		state.Past = h.way
	}
	return state
}

func (h *historyClock) end() { h.ended.Store(true) }
