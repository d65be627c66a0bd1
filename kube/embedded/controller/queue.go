package controller

import (
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// Retry is how long a key that failed waits before it is synced again: First after the first failure, twice as long after
// each further one, at most Cap.
type Retry struct{ First, Cap time.Duration }

// The delays of upstream's controllers.
var (
	JobRetry     = Retry{First: time.Second, Cap: time.Minute}
	DefaultRetry = Retry{First: 5 * time.Millisecond, Cap: 1000 * time.Second}
)

// Delay is the wait before the retry that follows the given number of failures in a row, counted from 1.
func (r Retry) Delay(failures int) time.Duration {
	d := r.First
	for i := 1; i < failures && d < r.Cap; i++ {
		d *= 2
	}
	return min(d, r.Cap)
}

// Queue syncs keys one at a time, each at most once per instant that asked for it. From the moment a key is due until it
// has been synced the queue holds the clock, so that time never passes over queued work.
//
// A key has at most one entry that waits for a later instant, beside the one that is due: adding it for an earlier instant
// moves the entry forward, adding it for a later one changes nothing.
type Queue[K comparable] struct {
	clock *clock.Clock
	retry Retry
	sync  func(K) error

	mu       sync.Mutex
	wake     *sync.Cond
	due      []K               // in order of arrival
	dirty    map[K]struct{}    // due, or asked for again while it is being synced
	syncing  K                 // what the worker does now,
	busy     bool              // if it does anything
	waiting  map[K]waitingItem // for a later instant
	failures map[K]int
	errors   int
	running  bool
	stopped  chan struct{}

	// OnError, when set before Start, is told of every sync that failed.
	OnError func(key K, err error)
}

type waitingItem struct {
	at    time.Time
	timer *clock.Timer
}

// NewQueue returns a queue whose worker calls sync; an error puts the key back with the delay that retry gives.
// Keys added before [Queue.Start] wait for it, and keep time from passing meanwhile.
func NewQueue[K comparable](clk *clock.Clock, retry Retry, syncKey func(K) error) *Queue[K] {
	q := &Queue[K]{
		clock: clk, retry: retry, sync: syncKey,
		dirty:    map[K]struct{}{},
		waiting:  map[K]waitingItem{},
		failures: map[K]int{},
		running:  true,
		stopped:  make(chan struct{}),
	}
	q.wake = sync.NewCond(&q.mu)
	return q
}

// Start runs the worker until [Queue.Stop].
func (q *Queue[K]) Start() { go q.work() }

// Stop forgets all keys and waits until the sync at work, if any, is done.
func (q *Queue[K]) Stop() {
	q.mu.Lock()
	q.running = false
	for _, item := range q.waiting {
		item.timer.Stop()
	}
	clear(q.waiting)
	for range q.due {
		q.clock.Release()
	}
	q.due = nil
	clear(q.dirty)
	q.wake.Broadcast()
	q.mu.Unlock()
	<-q.stopped
}

// Add asks for a sync now. During a sync of the same key it asks for another one after it.
func (q *Queue[K]) Add(key K) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.addLocked(key)
}

// AddAfter asks for a sync once d has passed.
func (q *Queue[K]) AddAfter(key K, d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if d <= 0 {
		q.addLocked(key)
		return
	}
	q.addAfterLocked(key, d)
}

// Len is how many keys are due or wait.
func (q *Queue[K]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.dirty) + len(q.waiting)
}

// Errors is how many syncs failed so far.
func (q *Queue[K]) Errors() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.errors
}

func (q *Queue[K]) addAfterLocked(key K, d time.Duration) {
	if !q.running {
		return
	}
	at := q.clock.Now().Add(d)
	if item, found := q.waiting[key]; found {
		if !at.Before(item.at) {
			return
		}
		item.timer.Stop()
	}
	timer := q.clock.At(at, func() { q.fire(key, at) })
	q.waiting[key] = waitingItem{at: at, timer: timer}
}

func (q *Queue[K]) fire(key K, at time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	item, found := q.waiting[key]
	if !found || !item.at.Equal(at) {
		return // moved forward or stopped while the timer fired
	}
	delete(q.waiting, key)
	q.addLocked(key)
}

func (q *Queue[K]) addLocked(key K) {
	if !q.running {
		return
	}
	if _, found := q.dirty[key]; found {
		return
	}
	q.dirty[key] = struct{}{}
	if q.busy && q.syncing == key {
		return // the worker, which holds the clock, takes it up again
	}
	q.pushLocked(key)
}

func (q *Queue[K]) pushLocked(key K) {
	q.clock.Hold()
	q.due = append(q.due, key)
	q.wake.Signal()
}

func (q *Queue[K]) work() {
	defer close(q.stopped)
	for {
		key, ok := q.take()
		if !ok {
			return
		}
		err := q.sync(key)
		if err != nil && q.OnError != nil {
			q.OnError(key, err)
		}
		q.finish(key, err)
	}
}

func (q *Queue[K]) take() (key K, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.due) == 0 {
		if !q.running {
			return key, false
		}
		q.due = nil // what was queued once must not stay in memory
		q.wake.Wait()
	}
	key = q.due[0]
	q.due = q.due[1:]
	delete(q.dirty, key)
	q.syncing, q.busy = key, true
	return key, true
}

// finish arranges what follows a sync, then lets go of the clock.
func (q *Queue[K]) finish(key K, err error) {
	defer q.clock.Release()
	q.mu.Lock()
	defer q.mu.Unlock()
	if err == nil {
		delete(q.failures, key)
	} else {
		q.errors++
		q.failures[key]++
		q.addAfterLocked(key, q.retry.Delay(q.failures[key]))
	}
	q.busy = false
	if _, again := q.dirty[key]; again {
		q.pushLocked(key)
	}
}
