package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// mustOpen is a kept store that is closed at the end, whatever its disk says then.
func mustOpen(t *testing.T, d *memory, o store.Options, tell func(error)) *kept {
	t.Helper()
	k, err := openKept(d, o, tell)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.release()
		_ = k.journal.Close()
	})
	return k
}

func withData(o *corev1.ConfigMap, value string) *corev1.ConfigMap {
	o.Data = map[string]string{"value": value}
	return o
}

func TestNobodySeesWhatIsNotDurable(t *testing.T) {
	d := newMemory()
	d.gate = make(chan struct{})
	k := mustOpen(t, d, store.Options{History: 1}, nil)
	ctx := t.Context()

	first := create(t, k.table, withData(object("ns", "a"), "1"))
	if k.table.Get("ns", "a") == nil || k.table.GetDurable("ns", "a") != nil {
		t.Error("a new object should be there for the plane, and for nobody else")
	}
	if items, revision := k.table.ListDurable(""); len(items) != 0 || revision != 1 {
		t.Errorf("a list shows %d objects at revision %d, want none at 1", len(items), revision)
	}
	_, _, cursor := k.table.ListAndCursor("")
	if cursor.Pending() {
		t.Error("a watch has an event that is not durable")
	}
	d.gate <- struct{}{}
	if err := k.WaitDurable(ctx); err != nil {
		t.Fatal(err)
	}
	if change, err := cursor.Next(ctx); err != nil || change.New != first {
		t.Errorf("the watch sees %v, %v; want the object", change, err)
	}

	// Many changes in one batch, more than history would keep: the state before them is still what is seen.
	item := first
	for i := range 5 {
		item = must(k.table.Replace(t.Context(), item, withData(object("ns", "a"), fmt.Sprint(i)), 0))(t)
	}
	if _, err := k.table.Delete(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	create(t, k.table, object("ns", "b"))
	if got := k.table.GetDurable("ns", "a"); got != first {
		t.Errorf("reading gives %v, want the object as it was saved", got)
	}
	if items, revision := k.table.ListDurable("ns"); len(items) != 1 || items[0] != first || revision != first.Revision {
		t.Errorf("a list shows %v at %d, want the object as it was saved at %d", keys(items), revision, first.Revision)
	}
	d.release()
	if err := k.WaitDurable(ctx); err != nil {
		t.Fatal(err)
	}
	if items, _ := k.table.ListDurable("ns"); len(items) != 1 || items[0].Key() != "ns/b" {
		t.Errorf("once saved, a list shows %v, want b", keys(items))
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestOneWaitServesManyWriters(t *testing.T) {
	d := newMemory()
	d.gate = make(chan struct{}, 2)
	k := mustOpen(t, d, store.Options{}, nil)
	item := create(t, k.table, object("ns", "first"))
	for i := range 50 {
		create(t, k.table, object("ns", fmt.Sprint(i)))
		item = must(k.table.Replace(t.Context(), item, withData(object("ns", "first"), fmt.Sprint(i)), 0))(t)
	}
	d.gate <- struct{}{}
	d.gate <- struct{}{}
	if err := k.WaitDurable(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	records := 0
	for _, b := range d.batches {
		records += len(b)
	}
	// The empty one of the start; what was there when the first was taken, if not all; the rest; each key once in each.
	if len(d.batches) > 3 || records > 52 {
		t.Errorf("%d batches with %d records, want 3 with 52 at most", len(d.batches), records)
	}
}

func TestAFullDiskRefusesWritesUntilThereIsRoom(t *testing.T) {
	d := newMemory()
	told := make(chan error, 10)
	k := mustOpen(t, d, store.Options{}, func(err error) { told <- err })
	before := create(t, k.table, object("ns", "before"))
	ctx := t.Context()
	if err := k.WaitDurable(ctx); err != nil {
		t.Fatal(err)
	}
	d.fail(true)
	var unsaved *store.UnsavedError
	create(t, k.table, object("ns", "lost")) // it is known only later that the disk is full
	if err := k.WaitDurable(ctx); !errors.As(err, &unsaved) || !errors.Is(err, errFull) {
		t.Errorf("waiting for the change gives %v, want why it is not saved", err)
	}
	if err := <-told; !errors.Is(err, errFull) {
		t.Errorf("the user is told %v", err)
	}
	if _, err := k.table.Create(t.Context(), object("ns", "more"), 0); !errors.As(err, &unsaved) {
		t.Errorf("a create gives %v, want a refusal", err)
	}
	if _, err := k.table.Replace(t.Context(), before, object("ns", "before"), 0); !errors.As(err, &unsaved) {
		t.Errorf("a replace gives %v, want a refusal", err)
	}
	if _, err := k.table.Delete(t.Context(), before); !errors.As(err, &unsaved) {
		t.Errorf("a delete gives %v, want a refusal", err)
	}
	if items, _ := k.table.ListDurable(""); len(items) != 1 || items[0] != before {
		t.Errorf("a list shows %v, want what is saved", keys(items))
	}
	d.fail(false)
	create(t, k.table, object("ns", "after"))
	if err := k.WaitDurable(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-told; err != nil {
		t.Errorf("the user is told %v, want that all is well", err)
	}
	if items, _ := k.table.ListDurable(""); len(items) != 3 {
		t.Errorf("a list shows %v, want before, lost and after", keys(items))
	}
}

func TestAMarkIsOfTheTimeAtWhichItWasAskedFor(t *testing.T) {
	d := newMemory()
	d.gate = make(chan struct{})
	k := mustOpen(t, d, store.Options{}, nil)
	create(t, k.table, object("ns", "a"))
	d.gate <- struct{}{} // the batch has its time by now, and is over at some time
	if err := k.clock.RunUntil(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := k.journal.SaveInstant(t.Context()); err != nil {
		t.Fatal(err)
	}
	if at := d.crashed().last.At; !at.Equal(start.Add(time.Hour)) {
		t.Errorf("the clock is kept at %v, want where it stood when that was asked for", at)
	}
	var unsaved *store.UnsavedError
	d.fail(true)
	if err := k.journal.SaveInstant(t.Context()); !errors.As(err, &unsaved) || !errors.Is(err, errFull) {
		t.Errorf("on a full disk it gives %v", err)
	}
	d.fail(false)
	if err := k.journal.SaveInstant(t.Context()); err != nil {
		t.Errorf("once there is room it gives %v", err)
	}
	if err := k.journal.Close(); err != nil {
		t.Fatal(err)
	}
	if err := k.journal.SaveInstant(t.Context()); !errors.As(err, &unsaved) {
		t.Errorf("after the end it gives %v, want a refusal", err)
	}
}

func TestADiskThatTakesNothingIsToldAtTheStart(t *testing.T) {
	d := newMemory()
	d.failing = true
	if _, err := openKept(d, store.Options{}, nil); !errors.Is(err, errFull) {
		t.Errorf("opening gives %v", err)
	}
}

func TestTheEndWritesWhatWaits(t *testing.T) {
	d := newMemory()
	k := mustOpen(t, d, store.Options{}, nil)
	item := create(t, k.table, object("ns", "a"))
	k.journal.Keep("log", []byte("text"))
	if err := k.clock.RunUntil(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := k.journal.Close(); err != nil {
		t.Fatal(err)
	}
	var unsaved *store.UnsavedError
	if _, err := k.table.Delete(t.Context(), item); !errors.As(err, &unsaved) {
		t.Errorf("a delete after the end gives %v, want a refusal", err)
	}
	again := mustOpen(t, d.crashed(), store.Options{}, nil)
	if again.table.Get("ns", "a") == nil {
		t.Error("the object is lost")
	}
	if text, err := again.journal.Find("log"); string(text) != "text" || err != nil {
		t.Errorf("what was kept is %q, %v", text, err)
	}
	if at := d.last.At; !at.Equal(start.Add(time.Hour)) {
		t.Errorf("the clock is kept at %v, want where it stood at the end", at)
	}
}

func TestExpiryAndHistoryAfterARestart(t *testing.T) {
	d := newMemory()
	k := mustOpen(t, d, store.Options{}, nil)
	must(k.table.Create(t.Context(), object("ns", "event"), time.Hour))(t)
	last := create(t, k.table, object("ns", "stays"))
	if err := k.journal.Close(); err != nil {
		t.Fatal(err)
	}
	again := mustOpen(t, d.crashed(), store.Options{}, nil)
	var expired *store.ExpiredError
	if _, err := again.table.Cursor(last.Revision - 1); !errors.As(err, &expired) {
		t.Errorf("a watch from before the restart gives %v, want that it is too old", err)
	}
	if _, err := again.table.Cursor(last.Revision); err != nil {
		t.Errorf("a watch from where it stopped gives %v", err)
	}
	if _, err := again.table.ListAt("", last.Revision-1); !errors.As(err, &expired) {
		t.Errorf("a list at a revision from before the restart gives %v, want that it is too old", err)
	}
	if err := again.clock.RunUntil(t.Context(), start.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if items, _ := again.table.List(""); len(items) != 1 || items[0].Key() != "ns/stays" {
		t.Errorf("after the event's hour there are %v, want the other", keys(items))
	}
	if next := create(t, again.table, object("ns", "new")); next.Revision <= last.Revision+1 {
		t.Errorf("the next revision is %d, after %d and an expiry", next.Revision, last.Revision)
	}
}

func TestEveryWriterHearsThatItsChangeIsDurable(t *testing.T) {
	k := mustOpen(t, newMemory(), store.Options{}, nil)
	var work sync.WaitGroup
	for writer := range 8 {
		work.Go(func() {
			for i := range 500 {
				item, err := k.table.Create(t.Context(), object("ns", fmt.Sprint(writer, "-", i)), 0)
				if err == nil {
					err = k.journal.Wait(t.Context(), item.Revision)
				}
				if err != nil || k.Durable() < item.Revision {
					t.Errorf("%v at %d", err, k.Durable())
					return
				}
			}
		})
	}
	work.Wait()
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	d := newMemory()
	d.gate = make(chan struct{})
	k := mustOpen(t, d, store.Options{}, nil)
	create(t, k.table, object("ns", "a"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := k.WaitDurable(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
}
