package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// maxPending is how many changes may wait for the disk.
const maxPending = 16 << 10

// hung is a store whose disk takes no change until it is released, with as many changes as may wait for it.
func hung(t *testing.T, notify func(error)) (*memory, *kept) {
	t.Helper()
	d := newMemory()
	d.gate = make(chan struct{})
	k := mustOpen(t, d, store.Options{}, notify)
	for i := range maxPending {
		create(t, k.table, object("ns", fmt.Sprint(i)))
	}
	return d, k
}

func TestAWriteThatWaitsForTheDiskEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, k := hung(t, nil)
		before := k.Revision()
		item := k.table.Get("ns", "0")
		ctx, cancel := context.WithCancel(t.Context())
		results := make(chan error, 3)
		go func() { _, err := k.table.Create(ctx, object("ns", "new"), 0); results <- err }()
		go func() { _, err := k.table.Replace(ctx, item, object("ns", "0"), 0); results <- err }()
		go func() { _, err := k.table.Delete(ctx, item); results <- err }()
		synctest.Wait()
		if len(results) > 0 {
			t.Fatalf("a write did not wait for the disk: %v", <-results)
		}
		cancel()
		for range 3 {
			var busy *store.BusyError
			if err := <-results; !errors.As(err, &busy) || !errors.Is(err, context.Canceled) {
				t.Errorf("a write whose context ends gives %v, want that the disk is busy", err)
			}
		}
		if k.Revision() != before || k.table.Get("ns", "new") != nil || k.table.Get("ns", "0") != item {
			t.Error("a write that was given up has changed something")
		}
		d.release()
		after := create(t, k.table, object("ns", "after"))
		if err := k.WaitDurable(t.Context()); err != nil || after.Revision != before+1 {
			t.Errorf("once the disk works, the next change is revision %d after %d, %v", after.Revision, before, err)
		}
	})
}

func TestAWriteThatWaitsIsMadeOnceThereIsRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, k := hung(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		result := make(chan error, 1)
		go func() { _, err := k.table.Create(ctx, object("ns", "new"), 0); result <- err }()
		synctest.Wait()
		d.release()
		if err := <-result; err != nil || k.table.Get("ns", "new") == nil {
			t.Errorf("the write gives %v", err)
		}
	})
}

func TestAFollowUpDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, k := hung(t, nil)
		if _, err := k.table.Create(store.FollowUp(t.Context()), object("ns", "follow-up"), 0); err != nil {
			t.Errorf("on a busy disk it gives %v", err)
		}
		d.release()
		if err := k.WaitDurable(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.fail(true)
		if err := k.journal.SaveInstant(t.Context()); err == nil {
			t.Fatal("the disk takes the instant")
		}
		var unsaved *store.UnsavedError
		if _, err := k.table.Create(store.FollowUp(t.Context()), object("ns", "refused"), 0); !errors.As(err, &unsaved) {
			t.Errorf("on a failing disk it gives %v, want a refusal", err)
		}
	})
}

func TestATryOfAFailingDiskThatHangsEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newMemory()
		d.gate = make(chan struct{}, 1)
		k := mustOpen(t, d, store.Options{}, nil)
		d.fail(true)
		d.gate <- struct{}{}
		create(t, k.table, object("ns", "unsaved"))
		if err := k.WaitDurable(t.Context()); !errors.Is(err, errFull) {
			t.Fatalf("the disk says %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error, 1)
		go func() { _, err := k.table.Create(ctx, object("ns", "new"), 0); result <- err }()
		synctest.Wait() // the next try hangs
		cancel()
		var busy *store.BusyError
		if err := <-result; !errors.As(err, &busy) || k.table.Get("ns", "new") != nil {
			t.Errorf("the write gives %v, want that the disk is busy", err)
		}
		d.fail(false)
		d.release()
		create(t, k.table, object("ns", "after"))
		if err := k.WaitDurable(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestNobodyWaitsForAnAbandonedJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var notified []error
		d, k := hung(t, func(err error) { notified = append(notified, err) })
		_, _, cursor := k.table.ListAndCursor("")
		forever := context.Background()
		waits := map[string]func() error{
			"a create":        func() error { _, err := k.table.Create(forever, object("ns", "new"), 0); return err },
			"a wait":          func() error { return k.WaitDurable(forever) },
			"a saved instant": func() error { return k.journal.SaveInstant(forever) },
			"a watch":         func() error { _, err := cursor.Next(forever); return err },
		}
		results := make(chan string, len(waits))
		for name, wait := range waits {
			go func() {
				if err := wait(); !errors.Is(err, store.ErrHung) {
					t.Errorf("%s gives %v, want that the disk hangs", name, err)
				}
				results <- name
			}()
		}
		synctest.Wait()
		if len(results) > 0 {
			t.Errorf("%s did not wait", <-results)
		}
		k.journal.Abandon()
		synctest.Wait()
		if n := len(results); n != len(waits) {
			t.Errorf("%d of %d have returned", n, len(waits))
		}
		if err := k.journal.Close(); !errors.Is(err, store.ErrHung) {
			t.Errorf("the end gives %v", err)
		}
		if len(notified) != 1 || !errors.Is(notified[0], store.ErrHung) {
			t.Errorf("the user is notified of %v", notified)
		}
		if k.journal.Keep("blob", []byte("x")) {
			t.Error("a blob is kept")
		}

		// The disk works after all.
		d.release()
		<-k.journal.Finished()
		again := mustOpen(t, d.crashed(), store.Options{}, nil)
		if n := again.table.Len(); n != maxPending || again.Revision() != k.Revision() {
			t.Errorf("%d objects were saved at revision %d, want %d at %d", n, again.Revision(), maxPending, k.Revision())
		}
		if len(notified) != 2 || notified[1] != nil {
			t.Errorf("the user is notified of %v, want at last that all is well", notified)
		}
	})
}

func TestOnlyAHungDiskIsAbandoned(t *testing.T) {
	after := func(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }
	const patience = 10 * time.Second
	synctest.Test(t, func(t *testing.T) {
		var notified []error
		d := newMemory()
		d.gate = make(chan struct{})
		k := mustOpen(t, d, store.Options{}, func(err error) { notified = append(notified, err) })
		stop := k.journal.AbandonWhenHung(patience, after)
		for i := range 10 { // a slow disk
			create(t, k.table, object("ns", fmt.Sprint(i)))
			time.Sleep(patience - time.Second)
			d.gate <- struct{}{}
			synctest.Wait()
		}
		time.Sleep(5 * patience) // an idle one
		if len(notified) > 0 {
			t.Fatalf("a disk that is slow or idle is abandoned: %v", notified)
		}
		create(t, k.table, object("ns", "hangs"))
		begin := time.Now()
		var unsaved *store.UnsavedError
		if err := k.WaitDurable(t.Context()); !errors.As(err, &unsaved) || !errors.Is(err, store.ErrHung) {
			t.Errorf("waiting for a hung disk gives %v", err)
		}
		if took := time.Since(begin); took < patience || took > 2*patience {
			t.Errorf("it is abandoned after %v", took)
		}
		stop()
	})
	synctest.Test(t, func(t *testing.T) {
		var notified []error
		d := newMemory()
		d.gate = make(chan struct{})
		k := mustOpen(t, d, store.Options{}, func(err error) { notified = append(notified, err) })
		k.journal.AbandonWhenHung(patience, after)()
		create(t, k.table, object("ns", "hangs"))
		time.Sleep(5 * patience)
		if slices.ContainsFunc(notified, func(err error) bool { return err != nil }) {
			t.Errorf("it is abandoned though nobody supervises it: %v", notified)
		}
	})
}
