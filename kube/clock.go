package kube

import (
	"context"
	"errors"
	"time"
)

// ClockState is what a plane's clock says at one moment.
type ClockState struct {
	Now    time.Time
	Speed  float64 // how many seconds pass in one; 0 skips every gap between events
	Paused bool
	// Jump is where the clock is on its way to as fast as the work allows; nil when it is not.
	Jump *ClockJump
	// Past is what is played before the plane's time begins, as fast as the work allows; nil once that is done. Speed and pause hold
	// from its end on.
	Past *ClockJump
}

// ClockJump is a way through time, from an instant to another.
type ClockJump struct{ From, To time.Time }

// Done is how much of the way lies behind at an instant, from 0 to 1.
func (j ClockJump) Done(now time.Time) float64 {
	way := j.To.Sub(j.From)
	if way <= 0 {
		return 1
	}
	return min(max(float64(now.Sub(j.From))/float64(way), 0), 1)
}

// ErrJumpStopped says that a jump ended before its instant, on request or because another took its place.
var ErrJumpStopped = errors.New("the jump was stopped")

// ErrJumping says that there is no step while the clock jumps.
var ErrJumping = errors.New("the clock jumps")

// ClockControl turns the clock of an embedded plane. Only State waits for nothing.
type ClockControl interface {
	State() ClockState
	SetSpeed(ctx context.Context, speed float64) error
	SetPaused(ctx context.Context, paused bool) error
	// Step moves to the next instant at which something is due, and says what changed there, such as "job/pi created"; nothing when
	// no Job or pod did. During a jump, whoever began it, that is [ErrJumping].
	Step(ctx context.Context) (changes []string, err error)
	// Jump moves to an instant, which is not past, and returns when it is reached. It ends where the clock is when ctx does, and
	// with [ErrJumpStopped] when it is stopped.
	Jump(ctx context.Context, to time.Time) error
	// StopJump ends the jump under way, if there is one, whoever began it.
	StopJump(ctx context.Context) error
}
