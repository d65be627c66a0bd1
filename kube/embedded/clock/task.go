package clock

import (
	"context"
	"errors"
	"time"
)

// ErrInterrupted is the error of a sleep that [Task.Interrupt] has ended.
var ErrInterrupted = errors.New("sleep interrupted")

// Task is work that computes and sleeps in turns, such as a simulated container. While it computes, time stands still
// (within a grace period); while it sleeps, time passes. A task may have several goroutines.
type Task struct {
	clock    *Clock
	ctx      context.Context
	cancel   context.CancelCauseFunc
	detach   func() bool
	sleepers map[*sleeper]struct{}
	ticks    int // ticks of its grace period since it last slept
	done     bool
}

type sleeper struct {
	timer *Timer // nil: sleeps until interrupted
	wake  chan error
}

// NewTask starts a task; the caller computes on its behalf until it sleeps. [Task.Done] ends it.
func (c *Clock) NewTask(parent context.Context) *Task {
	ctx, cancel := context.WithCancelCause(parent)
	t := &Task{clock: c, ctx: ctx, cancel: cancel, sleepers: map[*sleeper]struct{}{}}
	c.mu.Lock()
	c.advanceLocked()
	c.tasks[t] = struct{}{}
	c.mu.Unlock()
	t.detach = context.AfterFunc(parent, func() { t.Cancel(context.Cause(parent)) })
	return t
}

// Context ends when the task is cancelled.
func (t *Task) Context() context.Context { return t.ctx }

// Sleep waits until d has passed on the clock. It returns [ErrInterrupted] if interrupted, or the cause if the task is
// cancelled.
func (t *Task) Sleep(d time.Duration) error {
	if d <= 0 {
		return context.Cause(t.ctx)
	}
	return t.sleep(func(wake func()) *Timer { return t.clock.addTimerLocked(t.clock.now.Add(d), wake) })
}

// Park sleeps until the task is interrupted or cancelled.
func (t *Task) Park() error { return t.sleep(func(func()) *Timer { return nil }) }

func (t *Task) sleep(arm func(wake func()) *Timer) error {
	c := t.clock
	s := &sleeper{wake: make(chan error, 1)}
	c.mu.Lock()
	if t.ctx.Err() != nil {
		c.mu.Unlock()
		return context.Cause(t.ctx)
	}
	s.timer = arm(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		t.wakeLocked(s, nil)
	})
	t.sleepers[s] = struct{}{}
	delete(c.tasks, t)
	c.notifyLocked()
	c.mu.Unlock()
	return <-s.wake
}

// Interrupt ends all sleeps of the task, as a signal does.
func (t *Task) Interrupt() {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	t.wakeAllLocked(ErrInterrupted)
}

// Cancel ends all sleeps of the task and its context with a cause.
func (t *Task) Cancel(cause error) {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	t.cancel(cause)
	t.wakeAllLocked(context.Cause(t.ctx))
}

// Done ends the task: it no longer keeps time from passing.
func (t *Task) Done() {
	t.detach()
	t.cancel(context.Canceled)
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	t.wakeAllLocked(context.Canceled)
	t.done = true
	delete(c.tasks, t)
	c.notifyLocked()
}

func (t *Task) wakeAllLocked(err error) {
	for s := range t.sleepers {
		t.wakeLocked(s, err)
	}
}

// wakeLocked lets the task hold the clock before it runs again, so that no time passes in between.
func (t *Task) wakeLocked(s *sleeper, err error) {
	if _, asleep := t.sleepers[s]; !asleep {
		return
	}
	delete(t.sleepers, s)
	if s.timer != nil && s.timer.index >= 0 {
		t.clock.removeTimerLocked(s.timer)
	}
	if !t.done {
		t.clock.advanceLocked()
		t.ticks = 0
		t.clock.tasks[t] = struct{}{}
		t.clock.changed.Broadcast()
	}
	s.wake <- err
}
