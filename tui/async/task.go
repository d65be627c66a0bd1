// Package async runs work off the event loop of a Bubble Tea model and keeps track of which answer still counts. Work receives values and
// a context and never touches a model; an answer that nobody waits for is dropped.
package async

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// Answer is the message with the result of a run of a [Task]. Hand it to [Task.Take] of every task it may belong to.
type Answer[T any] struct {
	run   *run
	Value T
}

// run identifies one run of one task.
type run struct{ cancel context.CancelFunc }

// Task is work of one kind. Only the latest run counts. The zero value is ready to use. A task belongs to a model and is changed only on
// the event loop.
type Task[T any] struct {
	running   *run // nil when no answer is awaited
	postponed bool
}

// Start returns the command that does the work, and cancels the previous run. A run that is cancelled, or whose ctx ends, sends no answer.
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

// Take reports whether an answer is the awaited one, and returns its value. After that the task awaits nothing.
func (t *Task[T]) Take(a Answer[T]) (value T, ok bool) {
	if a.run == nil || a.run != t.running {
		return value, false
	}
	t.running.cancel() // releases its context
	t.running = nil
	return a.Value, true
}

// Busy reports whether an answer is awaited.
func (t *Task[T]) Busy() bool { return t.running != nil }

// Postpone reports whether an answer is awaited, and if so remembers to do the work again after it. It is for work that would never end if
// each change restarted it. See [Task.Postponed].
func (t *Task[T]) Postpone() bool {
	t.postponed = t.Busy()
	return t.postponed
}

// Postponed reports whether work was postponed since the last start.
func (t *Task[T]) Postponed() bool { return t.postponed }

// Cancel drops the run under way, if any, and the postponed work.
func (t *Task[T]) Cancel() {
	if t.running != nil {
		t.running.cancel()
		t.running = nil
	}
	t.postponed = false
}
