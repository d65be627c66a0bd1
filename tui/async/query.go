package async

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// Question holds everything that an answer depends on.
type Question[Q any] interface {
	comparable
	// Alike reports whether two questions differ only by what time and cluster changes bring.
	Alike(other Q) bool
}

// Query is a [Task] that answers questions. It never asks the same question twice. A question like the one under way waits for its answer:
// otherwise changes in a busy cluster could keep a long count from ever ending.
type Query[Q Question[Q], T any] struct {
	task     Task[T]
	question Q
	asked    bool // reports whether there is a question
}

// Ask returns the command that answers a question, and cancels the previous one; nil when there is nothing to ask now.
func (q *Query[Q, T]) Ask(ctx context.Context, question Q, answer func(context.Context) T) tea.Cmd {
	if q.asked && question == q.question || q.Busy() && question.Alike(q.question) {
		return nil
	}
	q.question, q.asked = question, true
	return q.task.Start(ctx, answer)
}

// Take reports whether an answer is to the present question, and returns its value.
func (q *Query[Q, T]) Take(a Answer[T]) (value T, ok bool) { return q.task.Take(a) }

// Question returns the present question, open or answered; the zero value when none was asked.
func (q *Query[Q, T]) Question() Q { return q.question }

// Busy reports whether the present question is being answered.
func (q *Query[Q, T]) Busy() bool { return q.task.Busy() }

// Forget drops the present question, so that the same one can be asked again.
func (q *Query[Q, T]) Forget() {
	q.task.Cancel()
	*q = Query[Q, T]{}
}
