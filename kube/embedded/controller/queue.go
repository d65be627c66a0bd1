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
	line  *Line
	owned bool // the line is the queue's own

	mu       sync.Mutex
	idle     *sync.Cond
	early    []K               // due before the start
	dirty    map[K]struct{}    // due, or asked for again while it is being synced
	syncing  K                 // what is being synced now,
	busy     bool              // if anything is
	waiting  map[K]waitingItem // for a later instant
	failures map[K]int
	errors   int
	started  bool
	stopped  bool

	// OnError, when set before Start, is told of every sync that failed.
	OnError func(key K, err error)
}

type waitingItem struct {
	at    time.Time
	timer *clock.Timer
}

// NewQueue returns a queue that calls sync; an error puts the key back with the delay that retry gives. Keys added before
// [Queue.Start] wait for it, and keep time from passing meanwhile. The work is done on a line, which the caller starts and
// stops; without one the queue has its own.
func NewQueue[K comparable](clk *clock.Clock, line *Line, retry Retry, syncKey func(K) error) *Queue[K] {
	q := &Queue[K]{
		clock: clk, retry: retry, sync: syncKey, line: line,
		dirty:    map[K]struct{}{},
		waiting:  map[K]waitingItem{},
		failures: map[K]int{},
	}
	if line == nil {
		q.line, q.owned = NewLine(), true
	}
	q.idle = sync.NewCond(&q.mu)
	return q
}

// Start lets the queue work until [Queue.Stop].
func (q *Queue[K]) Start() {
	if q.owned {
		q.line.Start()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.started = true
	for _, key := range q.early {
		q.submitLocked(key)
	}
	q.early = nil
}

// Stop forgets all keys and waits until the sync at work, if any, is done.
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
		q.line.Stop()
	}
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
		return // moved forward or stopped while the timer fired
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
		return // the sync at work, which holds the clock, is followed by another one
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

// submitLocked hands a key, and with it the hold on the clock, to the line.
func (q *Queue[K]) submitLocked(key K) {
	if !q.line.add(func() { q.work(key) }) {
		delete(q.dirty, key)
		q.clock.Release()
	}
}

func (q *Queue[K]) work(key K) {
	defer q.clock.Release()
	if !q.begin(key) {
		return
	}
	err := q.sync(key)
	if err != nil && q.OnError != nil {
		q.OnError(key, err)
	}
	q.finish(key, err)
}

func (q *Queue[K]) begin(key K) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped {
		return false
	}
	delete(q.dirty, key)
	q.syncing, q.busy = key, true
	return true
}

// finish arranges what follows a sync.
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
