// Package async runs work off the event loop of a Bubble Tea model and keeps track of which answer still counts. Work receives values and
// a context and touches no model; an answer that is no longer waited for is dropped.
package async

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// Answer is the message that brings what a run of a [Task] came to. Hand it to [Task.Take] of every task it may belong to.
type Answer[T any] struct {
	run   *run
	Value T
}

// run identifies one run of one task.
type run struct{ cancel context.CancelFunc }

// Task is work of one kind, of which one run at a time counts. The zero value is ready to use. A task belongs to a model and is changed
// only on the event loop.
type Task[T any] struct {
	running   *run // nil when no answer is waited for
	postponed bool
}

// Start returns the command that does the work, and cancels the run before. A run that is cancelled, or whose ctx ends, sends no answer.
func (t *Task[T]) Start(ctx context.Context, work func(context.Context) T) tea.Cmd {
	t.Cancel()
	ctx, cancel := context.WithCancel(ctx)
	started := &run{cancel}
	t.running = started
	return func() tea.Msg {
		value := work(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return Answer[T]{started, value}
	}
}

// Take reports whether an answer is the one that is waited for, and returns what it brings. The task waits for nothing afterwards.
func (t *Task[T]) Take(a Answer[T]) (value T, ok bool) {
	if a.run == nil || a.run != t.running {
		return value, false
	}
	t.running.cancel() // frees its context
	t.running = nil
	return a.Value, true
}

// Busy reports whether an answer is waited for.
func (t *Task[T]) Busy() bool { return t.running != nil }

// Postpone reports whether an answer is waited for, and if so remembers that the work is to be done again after it: for work that would
// never end if each change started it afresh. [Task.Postponed] tells when the answer has been taken.
func (t *Task[T]) Postpone() bool {
	t.postponed = t.Busy()
	return t.postponed
}

// Postponed reports whether work was put off since the last start.
func (t *Task[T]) Postponed() bool { return t.postponed }

// Cancel gives up the run that is under way, if any, and what was put off.
func (t *Task[T]) Cancel() {
	if t.running != nil {
		t.running.cancel()
		t.running = nil
	}
	t.postponed = false
}
