package clock_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// run starts f as a task and returns a channel that gets its result.
func run(c *clock.Clock, f func(*clock.Task) error) (*clock.Task, <-chan error) {
	task := c.NewTask(context.Background())
	result := make(chan error, 1)
	go func() {
		defer task.Done()
		result <- f(task)
	}()
	return task, result
}

func TestATaskSleepsOnTheClock(t *testing.T) {
	c := clock.NewManual(start)
	var woke time.Duration
	_, done := run(c, func(task *clock.Task) error {
		if err := task.Sleep(90 * time.Minute); err != nil {
			return err
		}
		woke = c.Since(start)
		return task.Sleep(time.Minute)
	})
	if err := c.RunUntil(t.Context(), after(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || woke != 90*time.Minute {
		t.Errorf("woke after %v (%v), want 1h30m", woke, err)
	}
}

func TestTwoTasksMeetAtTheSameInstant(t *testing.T) {
	c := clock.NewManual(start)
	meet := make(chan time.Duration, 2)
	sleeper := func(steps int, d time.Duration) func(*clock.Task) error {
		return func(task *clock.Task) error {
			for range steps {
				if err := task.Sleep(d); err != nil {
					return err
				}
			}
			meet <- c.Since(start)
			return nil
		}
	}
	run(c, sleeper(60, time.Second))
	run(c, sleeper(2, 30*time.Second))
	if err := c.RunUntil(t.Context(), after(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if a, b := <-meet, <-meet; a != time.Minute || b != time.Minute {
		t.Errorf("the tasks ended after %v and %v, want 1m0s each", a, b)
	}
}

func TestInterruptWakesAndTheTaskMaySleepAgain(t *testing.T) {
	c := clock.NewManual(start)
	task, done := run(c, func(task *clock.Task) error {
		if err := task.Park(); !errors.Is(err, clock.ErrInterrupted) {
			return err
		}
		return task.Sleep(5 * time.Second)
	})
	c.AfterFunc(10*time.Second, task.Interrupt)
	if err := c.RunUntil(t.Context(), after(14*time.Second)); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-done:
		t.Fatalf("the task ended too early: %v", err)
	default:
	}
	if err := c.RunUntil(t.Context(), after(15*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestCancelEndsSleepsNowAndLater(t *testing.T) {
	c := clock.NewManual(start)
	killed := errors.New("killed")
	var second error
	task, done := run(c, func(task *clock.Task) error {
		first := task.Sleep(time.Hour)
		second = task.Sleep(time.Hour)
		return first
	})
	c.AfterFunc(time.Second, func() { task.Cancel(killed) })
	if err := c.RunUntil(t.Context(), after(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	if first := <-done; !errors.Is(first, killed) || !errors.Is(second, killed) {
		t.Errorf("sleeps of a killed task returned %v and %v", first, second)
	}
}

// stuck starts a task that computes until it is let go, and begins to move the clock an hour on.
func stuck(c *clock.Clock, then func(*clock.Task) error) (letGo func(), done, moved <-chan error) {
	held, ran := make(chan struct{}), make(chan error, 1)
	_, done = run(c, func(task *clock.Task) error {
		<-held
		return then(task)
	})
	go func() { ran <- c.RunUntil(context.Background(), after(time.Hour)) }()
	return func() { close(held) }, done, ran
}

func TestATaskThatNeverSleepsCannotStopTime(t *testing.T) {
	wall := newWall()
	c := clock.New(start, wall)
	letGo, done, moved := stuck(c, func(*clock.Task) error { return nil })
	for range clock.GraceTicks {
		if got := c.Since(start); got != 0 {
			t.Errorf("the clock has gone on to %v within the grace", got)
		}
		wall.passOnceArmed(clock.GraceTick)
	}
	if err := <-moved; err != nil || c.Since(start) != time.Hour {
		t.Errorf("after the grace the clock goes on to %v (%v), want an hour", c.Since(start), err)
	}
	letGo()
	<-done
}

func TestTheGraceBeginsAnewWithEveryWake(t *testing.T) {
	wall := newWall()
	c := clock.New(start, wall)
	again := make(chan struct{})
	letGo, done, moved := stuck(c, func(task *clock.Task) error {
		if err := task.Sleep(time.Minute); err != nil {
			return err
		}
		again <- struct{}{}
		<-again
		return task.Sleep(time.Minute)
	})
	for range clock.GraceTicks - 1 {
		wall.passOnceArmed(clock.GraceTick)
	}
	letGo()
	<-again
	for range clock.GraceTicks - 1 {
		wall.passOnceArmed(clock.GraceTick)
	}
	if got := c.Since(start); got != time.Minute {
		t.Errorf("the clock has gone on to %v while the task computes again", got)
	}
	again <- struct{}{}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := <-moved; err != nil {
		t.Error(err)
	}
}

// TestAStallOfTheMachineIsNotTheGrace: while a process gets no processor, its tasks do not compute.
func TestAStallOfTheMachineIsNotTheGrace(t *testing.T) {
	wall := newWall()
	c := clock.New(start, wall)
	var woke time.Duration
	letGo, done, moved := stuck(c, func(task *clock.Task) error {
		err := task.Sleep(time.Minute)
		woke = c.Since(start)
		return err
	})
	wall.passOnceArmed(time.Hour)
	if !wall.isArmed() {
		t.Fatal("the clock no longer waits for the task")
	}
	letGo()
	if err := <-done; err != nil || woke != time.Minute {
		t.Errorf("the task woke after %v (%v), want 1m0s", woke, err)
	}
	if err := <-moved; err != nil {
		t.Error(err)
	}
}
