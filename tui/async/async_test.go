package async

import (
	"context"
	"testing"
)

func value(n int) func(context.Context) int { return func(context.Context) int { return n } }

func TestOnlyTheAnswerToTheLatestRunCounts(t *testing.T) {
	var task Task[int]
	first := task.Start(t.Context(), value(1))()
	second := task.Start(t.Context(), value(2))
	if _, ok := task.Take(first.(Answer[int])); ok {
		t.Error("the answer to the run before is taken")
	}
	if !task.Busy() {
		t.Error("a stale answer ends the wait for the present one")
	}
	msg := second().(Answer[int])
	if got, ok := task.Take(msg); !ok || got != 2 {
		t.Errorf("took %d, %t, want 2", got, ok)
	}
	if _, ok := task.Take(msg); ok || task.Busy() {
		t.Errorf("taken twice: %t, busy %t", ok, task.Busy())
	}
}

func TestTheAnswerToAnotherTaskIsDropped(t *testing.T) {
	var mine, other Task[int]
	cmd := mine.Start(t.Context(), value(1))
	theirs := other.Start(t.Context(), value(2))().(Answer[int])
	if _, ok := mine.Take(theirs); ok {
		t.Error("another task's answer is taken")
	}
	if _, ok := mine.Take(Answer[int]{}); ok {
		t.Error("an answer to nothing is taken")
	}
	if got, ok := mine.Take(cmd().(Answer[int])); !ok || got != 1 {
		t.Errorf("took %d, %t, want 1", got, ok)
	}
}

func TestARunThatIsCancelledSendsNothing(t *testing.T) {
	for name, end := range map[string]func(task *Task[int], leave func()){
		"cancelled":      func(task *Task[int], _ func()) { task.Cancel() },
		"superseded":     func(task *Task[int], _ func()) { task.Start(t.Context(), value(2)) },
		"its ctx ended":  func(_ *Task[int], leave func()) { leave() },
		"while it works": nil,
	} {
		var task Task[int]
		ctx, leave := context.WithCancel(t.Context())
		cmd := task.Start(ctx, func(ctx context.Context) int {
			if end == nil {
				task.Cancel()
			}
			return 1
		})
		if end != nil {
			end(&task, leave)
		}
		if msg := cmd(); msg != nil {
			t.Errorf("%s: it sends %v", name, msg)
		}
		leave()
	}
}

func TestARunSeesThatItIsCancelled(t *testing.T) {
	var task Task[bool]
	var seen bool
	cmd := task.Start(t.Context(), func(ctx context.Context) bool {
		<-ctx.Done()
		seen = true
		return true
	})
	task.Cancel()
	cmd()
	if !seen || task.Busy() {
		t.Errorf("the context ended: %t, busy %t", seen, task.Busy())
	}
}

func TestAnAnswerThatIsUnderWayWhenItIsGivenUpIsDropped(t *testing.T) {
	var task Task[int]
	msg := task.Start(t.Context(), value(1))().(Answer[int])
	task.Cancel()
	if _, ok := task.Take(msg); ok {
		t.Error("it is taken")
	}
}

func TestWorkIsPostponedWhileARunIsUnderWay(t *testing.T) {
	var task Task[int]
	if task.Postpone() || task.Postponed() {
		t.Error("postponed although nothing is under way")
	}
	msg := task.Start(t.Context(), value(1))().(Answer[int])
	for range 2 {
		if !task.Postpone() {
			t.Error("not postponed")
		}
	}
	task.Take(msg)
	if !task.Postponed() {
		t.Error("what was postponed is forgotten")
	}
	task.Start(t.Context(), value(2))
	if task.Postponed() {
		t.Error("it is begun and still counts as postponed")
	}
}

// day is a question about a day, for some version of the cluster.
type day struct{ date, version int }

func (d day) Alike(other day) bool { return d.date == other.date }

func TestAQuestionIsAskedOnce(t *testing.T) {
	var q Query[day, int]
	ask := func(d day, n int) func() Answer[int] {
		cmd := q.Ask(t.Context(), d, value(n))
		if cmd == nil {
			return nil
		}
		return func() Answer[int] { a, _ := cmd().(Answer[int]); return a }
	}
	first := ask(day{1, 1}, 10)
	if first == nil {
		t.Fatal("the first question is not asked")
	}
	if ask(day{1, 1}, 11) != nil {
		t.Error("the same question is asked twice")
	}
	if ask(day{1, 2}, 12) != nil {
		t.Error("one like it does not wait for its answer")
	}
	if got, ok := q.Take(first()); !ok || got != 10 || q.Question() != (day{1, 1}) {
		t.Errorf("took %d, %t for %v", got, ok, q.Question())
	}
	if ask(day{1, 1}, 13) != nil {
		t.Error("an answered question is asked again")
	}
	again := ask(day{1, 2}, 14)
	if again == nil {
		t.Fatal("one like it is not asked once the first is answered")
	}
	other := ask(day{2, 2}, 20)
	if other == nil {
		t.Fatal("another day waits")
	}
	if _, ok := q.Take(again()); ok {
		t.Error("the answer to the question before is taken")
	}
	if got, ok := q.Take(other()); !ok || got != 20 {
		t.Errorf("took %d, %t, want 20", got, ok)
	}
	q.Forget()
	if q.Busy() || ask(day{2, 2}, 21) == nil {
		t.Error("a question that is forgotten cannot be asked again")
	}
}
