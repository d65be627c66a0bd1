package clock

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrStopped is the error of a jump that [Clock.StopJump] or a later jump has ended before its instant.
var ErrStopped = errors.New("the jump was stopped")

// PastError reports that a jump would lead to an instant in the past.
type PastError struct{ Now, To time.Time }

func (e *PastError) Error() string {
	return fmt.Sprintf("%s is in the past: it is %s, and time does not run backwards", e.To.Format(time.RFC3339), e.Now.Format(time.RFC3339))
}

// JumpingError reports that a step was refused because of a jump in progress.
type JumpingError struct{ To time.Time }

func (e *JumpingError) Error() string {
	return fmt.Sprintf("a jump to %s is under way", e.To.Format(time.RFC3339))
}

// jump is a jump in progress.
type jump struct {
	from, to time.Time
	cancel   context.CancelCauseFunc
}

// Jump moves the clock to an instant as [Clock.RunUntil] does. Meanwhile [Clock.Jumping] reports it. Jump fails with [ErrStopped] if
// a later jump replaces it, and with a [PastError] if the instant is in the past. Speed and pause stay as they are.
func (c *Clock) Jump(ctx context.Context, to time.Time) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	j := &jump{to: to, cancel: cancel}
	if err := c.beginJump(j); err != nil {
		return err
	}
	defer c.endJump(j)
	return c.RunUntil(ctx, to)
}

func (c *Clock) beginJump(j *jump) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	if j.to.Before(c.now) {
		return &PastError{Now: c.now, To: j.to}
	}
	if c.jump != nil {
		c.jump.cancel(ErrStopped)
	}
	j.from = c.now
	c.jump = j
	return nil
}

func (c *Clock) endJump(j *jump) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jump == j {
		c.jump = nil
	}
}

// StopJump ends the jump in progress, if there is one. The clock stays at the instant that it has reached.
func (c *Clock) StopJump() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jump != nil {
		c.jump.cancel(ErrStopped)
		c.jump = nil // a step may follow before the jump has noticed
	}
}

// checkNotJumping fails with a [JumpingError] while there is a jump.
func (c *Clock) checkNotJumping() error {
	if _, to, ok := c.Jumping(); ok {
		return &JumpingError{To: to}
	}
	return nil
}

// Jumping returns where the jump in progress began and where it leads. ok is false if there is none.
func (c *Clock) Jumping() (from, to time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jump == nil {
		return from, to, false
	}
	return c.jump.from, c.jump.to, true
}
