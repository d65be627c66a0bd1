package store

import (
	"cmp"
	"sync"
	"time"
)

// Close writes the changes that still wait, and ends the journal. It returns why they could not be written: [ErrHung] if the journal
// was abandoned. The disk of a store that could not be restored is left as it is.
func (j *Journal) Close() error {
	j.mu.Lock()
	running := j.running
	j.closed = true
	j.changed.Broadcast()
	j.mu.Unlock()
	if !running {
		return nil
	}
	select {
	case <-j.finished:
	case <-j.abandoned:
		select {
		case <-j.finished:
		default:
			return ErrHung
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.failed
}

// Finished is closed when a journal that was closed has stopped using its disk. An abandoned one may still be writing.
func (j *Journal) Finished() <-chan struct{} { return j.finished }

// Abandon closes the journal without waiting for its disk. Whoever waits for the disk gets an [UnsavedError] with [ErrHung]. If the
// disk answers after all, the journal still writes what waits, in order, and ends.
func (j *Journal) Abandon() {
	j.notifying.Lock()
	defer j.notifying.Unlock()
	if !j.abandonQuietly() {
		return
	}
	j.notify(ErrHung)
}

// abandonQuietly does what Abandon does, and reports whether the disk counts as failed only since then.
func (j *Journal) abandonQuietly() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	select {
	case <-j.finished:
		return false
	case <-j.abandoned:
		return false
	default:
	}
	first := j.failed == nil
	j.failed = cmp.Or(j.failed, ErrHung)
	j.closed = true
	close(j.abandoned)
	j.changed.Broadcast()
	return first
}

// AbandonWhenHung abandons the journal once the disk has taken longer than patience, and at most twice as long, for one batch. after
// calls a function after a time outside the plane. stop ends the supervision.
func (j *Journal) AbandonWhenHung(patience time.Duration, after func(time.Duration, func()) (cancel func() bool)) (stop func()) {
	s := &supervision{journal: j, patience: patience, after: after}
	s.check()
	return s.stop
}

// supervision looks at a journal's disk from time to time.
type supervision struct {
	journal  *Journal
	patience time.Duration
	after    func(time.Duration, func()) (cancel func() bool)

	mu      sync.Mutex
	seen    int // the batch that was being written at the last check
	stopped bool
	cancel  func() bool
}

func (s *supervision) check() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	batch := s.journal.batchUnderWay()
	if batch != 0 && batch == s.seen {
		s.journal.Abandon()
		return
	}
	s.seen = batch
	s.cancel = s.after(s.patience, s.check)
}

func (s *supervision) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	if s.cancel != nil {
		s.cancel()
	}
}

// batchUnderWay is the number of the batch being written, counted from 1, or zero.
func (j *Journal) batchUnderWay() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.started == j.done {
		return 0
	}
	return j.started
}
