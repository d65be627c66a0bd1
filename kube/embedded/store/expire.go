package store

import (
	"container/heap"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// sweepEvery is the precision of expiry. It is coarse, so that the clock need not stop at every object's last second.
const sweepEvery = time.Minute

// expiryQueue orders the objects that will expire. An object that was written again is in it twice; the earlier entry is dropped
// when it comes up.
type expiryQueue struct {
	entries expiryHeap
	timer   *clock.Timer // set for the first entry; nil if there is none
	armed   time.Time
}

func (q *expiryQueue) push(e expiryEntry) { heap.Push(&q.entries, e) }

type expiryEntry struct {
	at    time.Time
	table *Table
	name  types.NamespacedName
}

// expireLocked schedules the removal of an object and returns its instant.
func (s *Store) expireLocked(t *Table, name types.NamespacedName, ttl time.Duration) time.Time {
	at := s.clock.Now().Add(ttl)
	if whole := at.Truncate(sweepEvery); whole.Before(at) {
		at = whole.Add(sweepEvery)
	}
	if stored, ok := t.byName[name]; ok && stored.Expires.Equal(at) {
		return at
	}
	s.expiry.push(expiryEntry{at, t, name})
	s.armLocked()
	return at
}

func (s *Store) armLocked() {
	q := &s.expiry
	if len(q.entries) == 0 {
		return
	}
	first := q.entries[0].at
	if q.timer != nil && !first.Before(q.armed) {
		return
	}
	if q.timer != nil {
		q.timer.Stop()
	}
	q.armed = first
	q.timer = s.clock.At(first, s.sweep)
}

// sweep removes the objects that have expired.
func (s *Store) sweep() {
	now := s.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.expiry
	q.timer = nil
	for len(q.entries) > 0 && !q.entries[0].at.After(now) {
		e := heap.Pop(&q.entries).(expiryEntry)
		item, ok := e.table.byName[e.name]
		if ok && !item.Expires.IsZero() && !item.Expires.After(now) {
			e.table.deleteLocked(e.name, item)
		}
	}
	s.armLocked()
}

type expiryHeap []expiryEntry

func (h expiryHeap) Len() int           { return len(h) }
func (h expiryHeap) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h expiryHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *expiryHeap) Push(x any)        { *h = append(*h, x.(expiryEntry)) }

func (h *expiryHeap) Pop() any {
	old := *h
	e := old[len(old)-1]
	old[len(old)-1] = expiryEntry{}
	*h = old[:len(old)-1]
	return e
}
