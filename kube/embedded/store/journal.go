package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// maxPending and maxBlobs bound the changes that wait for the disk, and the bytes of blobs among them: a plane that is faster than
// its disk becomes as slow as it is.
const (
	maxPending = 16 << 10
	maxBlobs   = 64 << 20
)

// errClosed refuses what is written after the end.
var errClosed = errors.New("the state is closed")

// UnsavedError says that a change cannot be kept. Whether it was made is open: the disk may take it later.
type UnsavedError struct{ Err error }

func (e *UnsavedError) Error() string {
	return fmt.Sprintf("the change cannot be saved, so changes are refused until the disk takes them again: %v", e.Err)
}
func (e *UnsavedError) Unwrap() error { return e.Err }

// Journal makes the changes of a store durable. They are queued in the order of their revisions and committed in batches, as many
// as have come while the batch before was written: many writers share one wait for the disk.
//
// The store itself runs ahead. Who answers to the outside waits for the revision that the answer rests on, or reads at the one
// that is durable. When a batch fails, all later changes are refused, and each refusal is one more try to write what waits.
type Journal struct {
	disk Disk
	now  func() Instant
	tell func(error)

	durable atomic.Uint64 // the revision up to which all is on the disk

	mu       sync.Mutex
	moved    *sync.Cond     // a change was queued, a batch has ended, or the end has come
	settled  chan struct{}  // closed when the next batch ends
	pending  []pending      // in order
	writing  int            // how many of them, the first, the batch under way has: they must stay as they are
	waiting  map[string]int // where among the others the newest of a blob is, by name
	blobs    int            // bytes of the blobs among all
	taken    int            // batches begun so far
	batches  int            // batches that have ended, one way or the other
	failed   error          // of the latest batch
	retry    bool           // a batch is wanted in any case: to know whether the disk works again, or to keep the instant
	begun    bool
	closed   bool
	finished chan struct{}
}

// pending is a change to a key: of an object, or of a blob.
type pending struct {
	revision uint64 // zero for blobs
	space    string
	key      string
	item     *Item  // of objects; nil when removed
	blob     []byte // of blobs; nil when removed
}

// NewJournal returns a journal that writes to a disk from [Store.Restore] until [Journal.Close]. Each batch tells the disk what now
// returns. tell is called when the disk begins to fail, and with nil when it works again; it may be nil.
func NewJournal(disk Disk, now func() Instant, tell func(error)) *Journal {
	if tell == nil {
		tell = func(error) {}
	}
	j := &Journal{
		disk: disk, now: now, tell: tell, waiting: map[string]int{}, settled: make(chan struct{}), finished: make(chan struct{}),
	}
	j.moved = sync.NewCond(&j.mu)
	j.durable.Store(max(disk.Last().Revision, firstRevision))
	return j
}

// begin writes an empty batch, so that a disk which takes nothing is known from the start.
func (j *Journal) begin() error {
	if err := j.disk.Commit(Batch{Mark: Mark{j.Durable(), j.now()}}); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.begun = true
	go j.run()
	return nil
}

// Durable is the revision up to which all changes are on the disk.
func (j *Journal) Durable() uint64 { return j.durable.Load() }

// Wait waits until a revision is durable. It fails with an [UnsavedError] while the disk does, or with ctx's cause.
func (j *Journal) Wait(ctx context.Context, revision uint64) error {
	return j.wait(ctx, revision, false)
}

// wait is Wait that may be patient with a failing disk.
func (j *Journal) wait(ctx context.Context, revision uint64, patient bool) error {
	for {
		// The channel is taken first: a batch that ends after that closes it, and one that ended before has been counted.
		j.mu.Lock()
		settled, err := j.settled, j.failed
		j.mu.Unlock()
		if j.Durable() >= revision {
			return nil
		}
		if err != nil && !patient {
			return &UnsavedError{err}
		}
		select {
		case <-settled:
		case <-j.finished:
			if j.Durable() < revision {
				return &UnsavedError{cmp.Or(err, errClosed)}
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Mark makes durable where the clock stands now, though no object has changed. It fails as [Journal.Wait] does.
func (j *Journal) Mark(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	number := j.taken + 1 // one under way may have asked for the time already
	j.retry = true
	j.moved.Broadcast()
	for over := false; j.batches < number; {
		if over {
			return &UnsavedError{errClosed}
		}
		settled := j.settled
		j.mu.Unlock()
		select {
		case <-settled:
		case <-j.finished:
			over = true
		case <-ctx.Done():
		}
		j.mu.Lock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	if j.failed != nil {
		return &UnsavedError{j.failed}
	}
	return nil
}

// admit lets a change begin when there is room for it and the disk works.
func (j *Journal) admit() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for {
		switch {
		case j.closed:
			return &UnsavedError{errClosed}
		case j.failed != nil:
			if err := j.tryAgainLocked(); err != nil {
				return &UnsavedError{err}
			}
		case len(j.pending) >= maxPending:
			j.moved.Wait()
		default:
			return nil
		}
	}
}

// tryAgainLocked waits for the end of one more batch.
func (j *Journal) tryAgainLocked() error {
	j.retry = true
	j.moved.Broadcast()
	for tried := j.batches; j.batches == tried && !j.closed; {
		j.moved.Wait()
	}
	return j.failed
}

// add queues a change.
func (j *Journal) add(p pending) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.addLocked(p)
	j.moved.Broadcast()
}

// addLocked queues a change. A blob takes the place of one of the same name that waits: all that waits becomes durable at once.
func (j *Journal) addLocked(p pending) {
	if p.space == Blobs {
		if at, waits := j.waiting[p.key]; waits {
			j.blobs += len(p.blob) - len(j.pending[at].blob)
			j.pending[at] = p
			return
		}
		j.waiting[p.key] = len(j.pending)
		j.blobs += len(p.blob)
	}
	j.pending = append(j.pending, p)
}

// Close writes what still waits, and ends. It returns why that was not possible. A disk whose store could not be restored is left as
// it is.
func (j *Journal) Close() error {
	j.mu.Lock()
	begun := j.begun
	j.closed = true
	j.moved.Broadcast()
	j.mu.Unlock()
	if !begun {
		return nil
	}
	<-j.finished
	return j.failed
}
