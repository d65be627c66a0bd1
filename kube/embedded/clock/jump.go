package clock

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrStopped says that a jump ended before its instant because of [Clock.StopJump] or of a later jump.
var ErrStopped = errors.New("the jump was stopped")

// PastError says that a jump would have led back.
type PastError struct{ Now, To time.Time }

func (e *PastError) Error() string {
	return fmt.Sprintf("%s is past: it is %s, and time does not run backwards", e.To.Format(time.RFC3339), e.Now.Format(time.RFC3339))
}

// JumpingError says that a step has to wait for a jump.
type JumpingError struct{ To time.Time }

func (e *JumpingError) Error() string {
	return fmt.Sprintf("a jump to %s is under way", e.To.Format(time.RFC3339))
}

// jump is one under way.
type jump struct {
	from, to time.Time
	cancel   context.CancelCauseFunc
}

// Jump moves the clock to an instant as [Clock.RunUntil] does, and tells meanwhile where it goes. A later jump takes its place:
// [ErrStopped]. An instant that is past is a [PastError]. Speed and pause stay as they are.
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

// StopJump ends the jump under way, if there is one, where the clock is.
func (c *Clock) StopJump() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jump != nil {
		c.jump.cancel(ErrStopped)
		c.jump = nil // what comes next need not wait until it has noticed
	}
}

// standsStill is a [JumpingError] while there is a jump.
func (c *Clock) standsStill() error {
	if _, to, ok := c.Jumping(); ok {
		return &JumpingError{To: to}
	}
	return nil
}

// Jumping is where the jump under way began and where it leads; ok is false when there is none.
func (c *Clock) Jumping() (from, to time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.jump == nil {
		return from, to, false
	}
	return c.jump.from, c.jump.to, true
}
