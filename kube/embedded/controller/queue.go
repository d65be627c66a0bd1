package controller

import (
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// Retry is how long a failed key waits before it is synced again: First after the first failure, twice as long after each further
// one, and Cap at most.
type Retry struct{ First, Cap time.Duration }

// The delays of upstream's controllers.
var (
	JobRetry     = Retry{First: time.Second, Cap: time.Minute}
	DefaultRetry = Retry{First: 5 * time.Millisecond, Cap: 1000 * time.Second}
)

// Delay returns the wait after a number of failures in a row, counted from 1.
func (r Retry) Delay(failures int) time.Duration {
	d := r.First
	for i := 1; i < failures && d < r.Cap; i++ {
		d *= 2
	}
	return min(d, r.Cap)
}

// Queue syncs keys one at a time. It holds the clock from the moment a key is due until the key has been synced, so that time never
// passes over queued work.
//
// Besides being due, a key can wait for one later instant: adding it for an earlier instant moves that forward, adding it for a later
// one changes nothing.
type Queue[K comparable] struct {
	clock  *clock.Clock
	retry  Retry
	sync   func(K) error
	worker *SerialWorker
	owned  bool // the worker is the queue's own

	mu       sync.Mutex
	idle     *sync.Cond
	early    []K               // due before the start
	dirty    map[K]struct{}    // due, or added again during its sync
	syncing  K                 // being synced now,
	busy     bool              // if anything is
	waiting  map[K]waitingItem // for a later instant
	failures map[K]int
	errors   int
	started  bool
	stopped  bool

	// OnError, if set before Start, is called for every sync that failed.
	OnError func(key K, err error)
}

type waitingItem struct {
	at    time.Time
	timer *clock.Timer
}

// NewQueue returns a queue that calls syncKey. After an error the key is added again with the delay of retry. Keys added before
// [Queue.Start] wait for it and hold the clock meanwhile. Syncs run on a worker that the caller starts and stops; if it is nil, the
// queue has its own.
func NewQueue[K comparable](clk *clock.Clock, worker *SerialWorker, retry Retry, syncKey func(K) error) *Queue[K] {
	q := &Queue[K]{
		clock: clk, retry: retry, sync: syncKey, worker: worker,
		dirty:    map[K]struct{}{},
		waiting:  map[K]waitingItem{},
		failures: map[K]int{},
	}
	if worker == nil {
		q.worker, q.owned = NewSerialWorker(), true
	}
	q.idle = sync.NewCond(&q.mu)
	return q
}

// Start starts syncing until [Queue.Stop].
func (q *Queue[K]) Start() {
	if q.owned {
		q.worker.Start()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.started = true
	for _, key := range q.early {
		q.submitLocked(key)
	}
	q.early = nil
}

// Stop drops all keys and waits for a running sync.
func (q *Queue[K]) Stop() {
	q.mu.Lock()
	q.stopped = true
	for _, item := range q.waiting {
		item.timer.Stop()
	}
	clear(q.waiting)
	for range q.early {
		q.clock.Release()
	}
	q.early = nil
	clear(q.dirty)
	for q.busy {
		q.idle.Wait()
	}
	q.mu.Unlock()
	if q.owned {
		q.worker.Stop()
	}
}

// Add makes a key due now. During a sync of the same key, another sync follows.
func (q *Queue[K]) Add(key K) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.addLocked(key)
}

// AddAfter makes a key due once d has passed.
func (q *Queue[K]) AddAfter(key K, d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if d <= 0 {
		q.addLocked(key)
		return
	}
	q.addAfterLocked(key, d)
}

// Len is the number of keys that are due or wait.
func (q *Queue[K]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.dirty) + len(q.waiting)
}

// Errors is the number of syncs that have failed so far.
func (q *Queue[K]) Errors() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.errors
}

func (q *Queue[K]) addAfterLocked(key K, d time.Duration) {
	if q.stopped {
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
		return // moved forward, or the queue stopped, while the timer fired
	}
	delete(q.waiting, key)
	q.addLocked(key)
}

func (q *Queue[K]) addLocked(key K) {
	if q.stopped {
		return
	}
	if _, found := q.dirty[key]; found {
		return
	}
	q.dirty[key] = struct{}{}
	if q.busy && q.syncing == key {
		return // another sync follows the running one, which holds the clock
	}
	q.pushLocked(key)
}

func (q *Queue[K]) pushLocked(key K) {
	q.clock.Hold()
	if q.started {
		q.submitLocked(key)
	} else {
		q.early = append(q.early, key)
	}
}

// submitLocked passes a key, and with it the hold on the clock, to the worker.
func (q *Queue[K]) submitLocked(key K) {
	if !q.worker.add(func() { q.work(key) }) {
		delete(q.dirty, key)
		q.clock.Release()
	}
}

func (q *Queue[K]) work(key K) {
	defer q.clock.Release()
	if !q.take(key) {
		return
	}
	err := q.sync(key)
	if err != nil && q.OnError != nil {
		q.OnError(key, err)
	}
	q.finish(key, err)
}

func (q *Queue[K]) take(key K) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped {
		return false
	}
	delete(q.dirty, key)
	q.syncing, q.busy = key, true
	return true
}

// finish decides what follows a sync: nothing, another sync, or a retry.
func (q *Queue[K]) finish(key K, err error) {
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
	q.idle.Broadcast()
	if _, again := q.dirty[key]; again {
		q.pushLocked(key)
	}
}
