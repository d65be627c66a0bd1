package store

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// maxPending and maxBlobs bound the changes that wait for the disk, and the bytes of blobs among them. They slow a plane down to the
// speed of its disk.
const (
	maxPending = 16 << 10
	maxBlobs   = 64 << 20
)

// errClosed is the error of changes after the journal was closed.
var errClosed = errors.New("the state is closed")

// ErrHung is the error of a disk that does not answer.
var ErrHung = errors.New("the disk does not answer, and the latest changes may be lost")

// UnsavedError reports that a change cannot be saved. It may have been made in memory, and become durable later.
type UnsavedError struct{ Err error }

func (e *UnsavedError) Error() string {
	return fmt.Sprintf("the change cannot be saved, so changes are refused until the disk accepts them again: %v", e.Err)
}
func (e *UnsavedError) Unwrap() error { return e.Err }

// BusyError reports that a change was not made because its context ended while it waited for the disk.
type BusyError struct{ Err error } // the context's cause

func (e *BusyError) Error() string {
	return fmt.Sprintf("nothing was changed, because the disk is busy: %v", e.Err)
}
func (e *BusyError) Unwrap() error { return e.Err }

// Journal makes the changes of a store durable. Changes are queued in the order of their revisions and committed in batches. Each
// batch holds all changes that came while the one before was being written, so that many writers share one wait for the disk.
//
// The store runs ahead of its disk. A server that answers to the outside waits for the revision that its response depends on, or
// reads at the durable revision. After a batch has failed, all changes are refused, but each attempt makes the journal try again.
// A disk that hangs can be given up: see [Journal.Abandon].
type Journal struct {
	disk   Disk
	now    func() Instant
	notify func(error)

	durable atomic.Uint64 // the revision up to which everything is on the disk

	mu        sync.Mutex
	changed   *sync.Cond     // a change was queued, a batch has ended, the journal was closed, or a waiter's context has ended
	ended     chan struct{}  // closed when the next batch ends
	pending   []pending      // in order
	writing   int            // how many of them, from the first, are in the batch being written: they must not change
	waiting   map[string]int // index in pending of each blob that is not being written, by name
	blobs     int            // bytes of all blobs in pending
	started   int            // batches started so far
	done      int            // batches that have ended, successfully or not
	failed    error          // of the latest batch
	wanted    bool           // a batch is wanted even without changes: to try the disk again, or to save the instant
	running   bool
	closed    bool
	finished  chan struct{} // closed when nothing will be written any more
	abandoned chan struct{} // closed by Abandon

	notifying sync.Mutex // held while failed changes and is reported, so that reports come in order
}

// pending is a change to a key: of an object, or of a blob.
type pending struct {
	revision uint64 // zero for blobs
	space    string
	key      string
	item     *Item  // of objects; nil when removed
	blob     []byte // of blobs; nil when removed
}

// NewJournal returns a journal that writes to a disk from [Store.Restore] until [Journal.Close]. Each batch also saves the instant
// that now returns. notify is called with an error when the disk starts to fail, and with nil when it works again; it may be nil.
func NewJournal(disk Disk, now func() Instant, notify func(error)) *Journal {
	if notify == nil {
		notify = func(error) {}
	}
	j := &Journal{
		disk: disk, now: now, notify: notify, waiting: map[string]int{}, ended: make(chan struct{}), finished: make(chan struct{}),
		abandoned: make(chan struct{}),
	}
	j.changed = sync.NewCond(&j.mu)
	j.durable.Store(max(disk.Last().Revision, firstRevision))
	return j
}

// start writes an empty batch, so that a disk that fails is noticed at once, and then writes changes as they come.
func (j *Journal) start() error {
	if err := j.disk.Commit(Batch{Mark: Mark{j.Durable(), j.now()}}); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.running = true
	go j.run()
	return nil
}

// add queues a change.
func (j *Journal) add(p pending) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.addLocked(p)
	j.changed.Broadcast()
}

// addLocked queues a change. A blob replaces one of the same name that waits: everything that waits becomes durable at once.
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
