package clock_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC)

func after(d time.Duration) time.Time { return start.Add(d) }

func TestTimersFireInOrderOfInstantThenOfArming(t *testing.T) {
	c := clock.NewManual(start)
	var fired []string
	add := func(d time.Duration, name string) {
		c.AfterFunc(d, func() { fired = append(fired, fmt.Sprintf("%s@%s", name, c.Since(start))) })
	}
	add(2*time.Second, "c")
	add(time.Second, "a")
	add(time.Second, "b")
	add(time.Minute, "later")

	if err := c.RunUntil(t.Context(), after(10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a@1s", "b@1s", "c@2s"}; !slices.Equal(fired, want) {
		t.Errorf("fired %v, want %v", fired, want)
	}
	if got := c.Now(); !got.Equal(after(10 * time.Second)) {
		t.Errorf("the clock stands at %v, want 10 s after the start", got)
	}
}

func TestAStoppedTimerNeverFires(t *testing.T) {
	c := clock.NewManual(start)
	timer := c.AfterFunc(time.Second, func() { t.Error("a stopped timer fired") })
	if !timer.Stop() {
		t.Error("the first Stop says that it came too late")
	}
	if timer.Stop() {
		t.Error("the second Stop says that it prevented the call")
	}
	if err := c.RunUntil(t.Context(), after(time.Minute)); err != nil {
		t.Fatal(err)
	}
}

func TestTimeStandsStillWhileWorkIsPending(t *testing.T) {
	c := clock.NewManual(start)
	var worked, late atomic.Bool
	c.AfterFunc(time.Second, func() {
		c.Go(func() {
			if c.Since(start) != time.Second {
				t.Error("time passed while work was pending")
			}
			worked.Store(true)
		})
	})
	c.AfterFunc(time.Second+time.Nanosecond, func() { late.Store(!worked.Load()) })
	if err := c.RunUntil(t.Context(), after(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if !worked.Load() || late.Load() {
		t.Error("the clock went on before the work of the first instant was done")
	}
}

func TestRunUntilGivesUpWithItsContext(t *testing.T) {
	c := clock.NewManual(start)
	c.Hold()
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cancel(cause)
	if err := c.RunUntil(ctx, after(time.Second)); !errors.Is(err, cause) {
		t.Errorf("RunUntil with work pending returned %v, want %v", err, cause)
	}
	c.Release()
}

func TestStepGoesToTheNextInstantAndNoFurther(t *testing.T) {
	c := clock.NewManual(start)
	c.SetPaused(true)
	fired := 0
	c.AfterFunc(time.Hour, func() { fired++ })
	c.AfterFunc(2*time.Hour, func() { fired++ })
	at, err := c.Step(t.Context())
	if err != nil || !at.Equal(after(time.Hour)) || fired != 1 {
		t.Errorf("step reached %v with %d fired (%v), want one hour and 1", at, fired, err)
	}
}

func TestReleaseWithoutHoldPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an unmatched Release went unnoticed")
		}
	}()
	clock.NewManual(start).Release()
}
