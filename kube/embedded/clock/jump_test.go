package clock_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// inJump starts a jump to an instant and returns once it has fired the timer a minute from the start, which then waits for release.
func inJump(t *testing.T, c *clock.Clock, ctx context.Context, to time.Time) (release func(), ended <-chan error) {
	t.Helper()
	reached, held := make(chan struct{}), make(chan struct{})
	c.AfterFunc(time.Minute, func() {
		close(reached)
		<-held
	})
	result := make(chan error, 1)
	go func() { result <- c.Jump(ctx, to) }()
	<-reached
	return func() { close(held) }, result
}

func TestAJumpTellsWhereItGoesUntilItIsThere(t *testing.T) {
	c := clock.NewManual(start)
	c.SetPaused(true)
	c.SetSpeed(60)
	release, ended := inJump(t, c, t.Context(), after(time.Hour))
	if from, to, ok := c.Jumping(); !ok || !from.Equal(start) || !to.Equal(after(time.Hour)) || c.Since(start) != time.Minute {
		t.Errorf("on the way it tells %v to %v (%v), and shows %v", from, to, ok, c.Since(start))
	}
	release()
	if err := <-ended; err != nil || c.Since(start) != time.Hour {
		t.Errorf("it ends with %v after %v, want an hour", err, c.Since(start))
	}
	if _, _, ok := c.Jumping(); ok || !c.Paused() || c.Speed() != 60 {
		t.Errorf("at the end: jumping %v, paused %v, speed %v", ok, c.Paused(), c.Speed())
	}
}

func TestAJumpStopsWhereItIs(t *testing.T) {
	for name, stop := range map[string]func(c *clock.Clock, cancel func()){
		"on request":       func(c *clock.Clock, _ func()) { c.StopJump() },
		"with its context": func(_ *clock.Clock, cancel func()) { cancel() },
		"for the next of it": func(c *clock.Clock, _ func()) {
			go func() { _ = c.Jump(context.Background(), after(time.Minute)) }()
			waitForJump(c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := clock.NewManual(start)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			release, ended := inJump(t, c, ctx, after(time.Hour))
			stop(c, cancel)
			release()
			if err := <-ended; !errors.Is(err, clock.ErrStopped) && !errors.Is(err, context.Canceled) {
				t.Errorf("it ends with %v", err)
			}
			if got := c.Since(start); got != time.Minute {
				t.Errorf("it stops at %v, want a minute", got)
			}
		})
	}
}

// waitForJump returns once the jump under way is the one to the first minute.
func waitForJump(c *clock.Clock) {
	for {
		if _, to, ok := c.Jumping(); ok && to.Equal(after(time.Minute)) {
			return
		}
		runtime.Gosched()
	}
}

func TestThereIsNoStepInAJumpUntilItIsStopped(t *testing.T) {
	c := clock.NewManual(start)
	release, ended := inJump(t, c, t.Context(), after(time.Hour))
	var jumping *clock.JumpingError
	if at, err := c.Step(t.Context()); !errors.As(err, &jumping) || !jumping.To.Equal(after(time.Hour)) || !at.Equal(after(time.Minute)) {
		t.Errorf("a step on the way leads to %v: %v", at, err)
	}
	fired := false
	c.AfterFunc(time.Minute, func() { fired = true })
	c.StopJump()
	release()
	if _, err := c.Step(t.Context()); err != nil || !fired || c.Since(start) != 2*time.Minute {
		t.Errorf("a step after it leads to %v: %v", c.Since(start), err)
	}
	if err := <-ended; !errors.Is(err, clock.ErrStopped) {
		t.Errorf("the jump ends with %v", err)
	}
}

func TestAJumpDoesNotLeadBack(t *testing.T) {
	c := clock.NewManual(start)
	var past *clock.PastError
	if err := c.Jump(t.Context(), after(-time.Second)); !errors.As(err, &past) || !past.Now.Equal(start) {
		t.Errorf("a second back: %v", err)
	}
	if err := c.Jump(t.Context(), start); err != nil {
		t.Errorf("to the present: %v", err)
	}
}

func TestAfterAJumpThatWasStoppedTimeGoesOnFromThere(t *testing.T) {
	c, w := driven(t)
	c.Hold() // work that keeps the jump from its end
	ctx, cancel := context.WithCancel(t.Context())
	reached := make(chan struct{})
	c.AfterFunc(time.Hour, func() { close(reached); c.Hold() })
	ended := make(chan error, 1)
	go func() { ended <- c.Jump(ctx, after(2*time.Hour)) }()
	c.Release()
	<-reached
	cancel()
	<-ended
	fired := make(chan time.Duration, 1)
	c.AfterFunc(10*time.Second, func() { fired <- c.Since(start) })
	c.Release()
	w.passOnceArmed(10 * time.Second)
	if got := <-fired; got != time.Hour+10*time.Second {
		t.Errorf("ten seconds of the wall later it is %v, want 1h0m10s", got)
	}
}
