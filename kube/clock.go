package kube

import (
	"context"
	"errors"
	"time"
)

// ClockState is the state of a plane's clock at one moment.
type ClockState struct {
	Now    time.Time // the plane's time
	Speed  float64   // seconds of the plane's time in a second; 0 skips every gap between events
	Paused bool
	// Jump is the jump under way: the clock runs to its end as fast as the work allows. Nil when there is none.
	Jump *ClockJump
	// Past is the history that is played before the plane's time begins, as fast as the work allows. Nil once that is done. Speed and
	// Paused apply from its end.
	Past *ClockJump
}

// ClockJump is a jump from one instant to a later one.
type ClockJump struct{ From, To time.Time }

// Done returns the share of the jump that is done when the clock is at now, from 0 to 1.
func (j ClockJump) Done(now time.Time) float64 {
	way := j.To.Sub(j.From)
	if way <= 0 {
		return 1
	}
	return min(max(float64(now.Sub(j.From))/float64(way), 0), 1)
}

// ErrJumpStopped means that a jump ended early: it was stopped, or another jump replaced it.
var ErrJumpStopped = errors.New("the jump was stopped")

// ErrJumping means that the clock cannot step because it is jumping.
var ErrJumping = errors.New("the clock jumps")

// ClockControl controls the clock of an embedded plane. State returns at once; the others may wait for the plane.
type ClockControl interface {
	// State returns the clock's state. For a served plane it is estimated from the last answer.
	State() ClockState
	// SetSpeed sets how many seconds of the plane's time pass in one; 0 skips every gap between events.
	SetSpeed(ctx context.Context, speed float64) error
	// SetPaused stops the clock, or lets it run again.
	SetPaused(ctx context.Context, paused bool) error
	// Step moves to the next instant at which something is due. It returns what happened to Jobs and pods there, such as
	// "job/pi created"; perhaps nothing. During a jump, whoever started it, the error is [ErrJumping].
	Step(ctx context.Context) (changes []string, err error)
	// Jump moves to an instant that is not in the past, and returns when the clock is there. When ctx ends, the clock stays where it
	// is. When the jump is stopped, the error is [ErrJumpStopped].
	Jump(ctx context.Context, to time.Time) error
	// StopJump stops the jump under way, whoever started it. Without one it does nothing.
	StopJump(ctx context.Context) error
}
