package clock_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// wall is a time outside the plane that passes when the test says so.
type wall struct {
	mu     sync.Mutex
	armed  *sync.Cond
	now    time.Time
	timers map[int]wallTimer
	next   int
}

type wallTimer struct {
	at time.Time
	f  func()
}

func newWall() *wall {
	w := &wall{now: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), timers: map[int]wallTimer{}}
	w.armed = sync.NewCond(&w.mu)
	return w
}

func (w *wall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *wall) AfterFunc(d time.Duration, f func()) func() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := w.next
	w.next++
	w.timers[id] = wallTimer{w.now.Add(d), f}
	w.armed.Broadcast()
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		_, pending := w.timers[id]
		delete(w.timers, id)
		return pending
	}
}

// passOnceArmed waits until somebody waits for the wall, then lets d pass.
func (w *wall) passOnceArmed(d time.Duration) {
	w.mu.Lock()
	for len(w.timers) == 0 {
		w.armed.Wait()
	}
	w.now = w.now.Add(d)
	var due []func()
	for id, t := range w.timers {
		if !t.at.After(w.now) {
			due = append(due, t.f)
			delete(w.timers, id)
		}
	}
	w.mu.Unlock()
	for _, f := range due {
		f()
	}
}

func (w *wall) isArmed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.timers) > 0
}

// driven returns a clock that runs on a wall of its own until the test ends.
func driven(t *testing.T) (*clock.Clock, *wall) {
	w := newWall()
	c := clock.New(start, w)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); c.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
	return c, w
}

func TestSpeedScalesTheWall(t *testing.T) {
	c, w := driven(t)
	c.SetSpeed(3600)
	fired := make(chan time.Duration, 1)
	c.AfterFunc(time.Hour, func() { fired <- c.Since(start) })
	w.passOnceArmed(time.Second)
	if got := <-fired; got != time.Hour {
		t.Errorf("the timer fired at %v, want exactly 1h0m0s", got)
	}
}

func TestASpeedThatLeadsBeyondAllTime(t *testing.T) {
	c, w := driven(t)
	c.SetSpeed(1e300)
	fired := make(chan time.Duration, 1)
	c.AfterFunc(time.Hour, func() { fired <- c.Since(start) })
	w.passOnceArmed(time.Second)
	if got := <-fired; got != time.Hour {
		t.Errorf("the timer fired at %v, want exactly 1h0m0s", got)
	}
}

func TestASpeedAtWhichNothingEverHappensWaitsQuietly(t *testing.T) {
	c, w := driven(t)
	c.SetSpeed(1e-300)
	c.AfterFunc(time.Hour, func() {})
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.timers) == 0 {
		w.armed.Wait()
	}
	for _, timer := range w.timers {
		if wait := timer.at.Sub(w.now); wait < 1000*time.Hour {
			t.Errorf("the driver looks again after %v", wait)
		}
	}
}

func TestPausedTimeDoesNotPassAndIsNotMadeUpFor(t *testing.T) {
	c, w := driven(t)
	fired := make(chan time.Duration, 1)
	c.AfterFunc(10*time.Second, func() { fired <- c.Since(start) })
	w.passOnceArmed(4 * time.Second)
	c.SetPaused(true)
	if got := c.Since(start); got != 4*time.Second {
		t.Errorf("paused at %v, want 4s", got)
	}
	w.mu.Lock()
	w.now = w.now.Add(time.Hour)
	w.mu.Unlock()
	if got := c.Since(start); got != 4*time.Second {
		t.Errorf("paused time went on to %v", got)
	}
	c.SetPaused(false)
	if got := c.Since(start); got != 4*time.Second {
		t.Errorf("the pause was made up for: %v", got)
	}
	c.SetSpeed(clock.MaxSpeed)
	if got := <-fired; got != 10*time.Second {
		t.Errorf("the timer fired at %v, want 10s", got)
	}
}

func TestMaxSpeedSkipsEveryGap(t *testing.T) {
	c, _ := driven(t)
	c.SetSpeed(clock.MaxSpeed)
	year := make(chan time.Time, 1)
	c.AfterFunc(365*24*time.Hour, func() { year <- c.Now() })
	if got := <-year; !got.Equal(after(365 * 24 * time.Hour)) {
		t.Errorf("fired at %v", got)
	}
}

func TestNowNeverPassesATimerThatIsDue(t *testing.T) {
	c, w := driven(t)
	c.Hold() // keeps the driver from firing
	c.AfterFunc(time.Second, func() {})
	w.mu.Lock()
	w.now = w.now.Add(time.Minute)
	w.mu.Unlock()
	if got := c.Since(start); got > time.Second {
		t.Errorf("the clock shows %v though the timer of 1s has not fired", got)
	}
	c.Release()
}
