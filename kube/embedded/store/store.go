// Package store keeps the objects of the embedded plane in memory, as etcd and the watch cache do for a real one: one
// increasing revision, optimistic concurrency, a bounded history that watches start from, and expiry. With a [Journal], the objects
// survive the process.
//
// A stored object never changes: a write replaces it by another. So readers share objects without copies, and must not change them.
// The package never defaults, validates or decides anything about an object.
package store

import (
	"errors"
	"fmt"
	"strconv"
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Errors of writes and of watches that start in the past.
var (
	ErrExists   = errors.New("object exists already")
	ErrNotFound = errors.New("object not found")
	ErrConflict = errors.New("object has changed")
)

// ExpiredError reports that history no longer reaches back to a revision.
type ExpiredError struct {
	Requested uint64
	Oldest    uint64 // the oldest revision that can still be asked for
}

func (e *ExpiredError) Error() string {
	return fmt.Sprintf("too old resource version: %d (%d)", e.Requested, e.Oldest)
}

// Options configure a store. The zero value means the defaults.
type Options struct {
	// History is how many changes of each resource a watch can start behind; 2,048 when zero.
	History int
	// Lag is how many changes a watch that is open may fall behind before it is ended; 65,536 when zero.
	Lag int
	// Journal makes changes durable; nil keeps all in memory.
	Journal *Journal
}

// firstRevision is the revision of an empty store.
const firstRevision = 1

// Store holds the tables of all resources and their common revision.
type Store struct {
	clock *clock.Clock
	opts  Options

	mu       sync.RWMutex
	revision uint64
	tables   map[schema.GroupResource]*Table
	expiry   expiryQueue
}

// New returns an empty store at revision 1. Its objects expire by the clock c.
func New(c *clock.Clock, opts Options) *Store {
	if opts.History <= 0 {
		opts.History = 2048
	}
	if opts.Lag <= 0 {
		opts.Lag = 65536
	}
	return &Store{clock: c, opts: opts, revision: firstRevision, tables: map[schema.GroupResource]*Table{}}
}

// Revision is the revision of the latest change to any resource.
func (s *Store) Revision() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.revision
}

// Table returns the table of a resource, and makes it on first use.
func (s *Store) Table(gr schema.GroupResource) *Table {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.tables[gr]
	if !ok {
		t = newTable(s, gr)
		s.tables[gr] = t
	}
	return t
}

// stampLocked writes the next revision into obj, which is not shared yet.
func (s *Store) stampLocked(obj resource.Object) uint64 {
	s.revision++
	obj.SetResourceVersion(strconv.FormatUint(s.revision, 10))
	return s.revision
}
