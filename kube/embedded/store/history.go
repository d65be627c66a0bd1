package store

import (
	"context"
	"sync/atomic"
)

// Change is one write: Old is nil for an addition, New for a removal.
type Change struct {
	Revision uint64
	Old, New *Item
}

func (c Change) key() string {
	if c.New != nil {
		return c.New.key
	}
	return c.Old.key
}

// history is a linked list of changes. Each reader holds the entry that it read last, and so keeps alive only what it still has to
// read. history itself keeps the latest few for readers to come.
type history struct {
	oldest  *entry // the entry before the first that is retained; nobody reads it
	latest  *entry
	length  int
	limit   int
	written *atomic.Uint64
}

type entry struct {
	Change
	seq   uint64
	next  *entry        // set before ready is closed
	ready chan struct{} // closed when there is a next one
}

func newHistory(limit int, revision uint64) history {
	first := &entry{Change: Change{Revision: revision}, ready: make(chan struct{})}
	return history{oldest: first, latest: first, limit: limit, written: new(atomic.Uint64)}
}

// add appends a change. Changes after the durable revision are retained beyond the limit, because readers have not seen them yet.
func (h *history) add(c Change, durable uint64) {
	e := &entry{Change: c, seq: h.latest.seq + 1, ready: make(chan struct{})}
	h.written.Store(e.seq)
	h.latest.next = e
	close(h.latest.ready)
	h.latest = e
	h.length++
	for h.length > h.limit && h.oldest.next.Revision <= durable {
		h.oldest = h.oldest.next
		// The entry stays as a marker without its change. It is replaced, not modified, because a slow reader may hold it.
		h.oldest = &entry{
			Change: Change{Revision: h.oldest.Revision}, seq: h.oldest.seq, next: h.oldest.next, ready: h.oldest.ready,
		}
		h.length--
	}
}

// after returns the last entry at or before a revision.
func (h *history) after(revision uint64) (*entry, error) {
	if revision < h.oldest.Revision {
		return nil, &ExpiredError{Requested: revision, Oldest: h.oldest.Revision}
	}
	e := h.oldest
	if revision >= h.latest.Revision {
		return h.latest, nil
	}
	for e.next != nil && e.next.Revision <= revision {
		e = e.next
	}
	return e, nil
}

// durable returns the last entry at or before the durable revision. History always reaches back to it.
func (h *history) durable(revision uint64) *entry {
	if e, err := h.after(revision); err == nil {
		return e
	}
	return h.oldest
}

// stateAt returns the item under a key at the durable revision, given the present one.
func (h *history) stateAt(key string, present *Item, durable uint64) *Item {
	for e := h.durable(durable).next; e != nil; e = e.next {
		if e.key() == key {
			return e.Old
		}
	}
	return present
}

// undone returns the items that were stored at an entry under the keys that have changed since; nil if there was none.
func (e *entry) undone() map[string]*Item {
	states := map[string]*Item{}
	for e = e.next; e != nil; e = e.next {
		key := e.key()
		if _, seen := states[key]; !seen {
			states[key] = e.Old
		}
	}
	return states
}

// Cursor reads the changes of a table one after another. It must not be used concurrently.
type Cursor struct {
	journal *Journal
	last    *entry
	lag     uint64
	written *atomic.Uint64
}

// Cursor returns a cursor over the changes after a revision. It fails with an [ExpiredError] if history does not reach back to it.
func (t *Table) Cursor(revision uint64) (*Cursor, error) {
	t.store.mu.RLock()
	defer t.store.mu.RUnlock()
	e, err := t.history.after(revision)
	if err != nil {
		return nil, err
	}
	return t.cursor(e), nil
}

// ListAndCursor returns [Table.ListDurable] and a cursor over the changes after it.
func (t *Table) ListAndCursor(namespace string) ([]*Item, uint64, *Cursor) {
	items, durable, last := t.listDurable(namespace)
	return items, durable, t.cursor(last)
}

func (t *Table) cursor(e *entry) *Cursor {
	return &Cursor{journal: t.store.opts.Journal, last: e, lag: uint64(t.store.opts.Lag), written: t.history.written}
}

// Next waits for the next change and until it is durable. It fails with ctx's cause, with an [ExpiredError] if the reader has fallen
// too far behind, or with an [UnsavedError] if the journal has ended without the change.
func (c *Cursor) Next(ctx context.Context) (Change, error) {
	select {
	case <-c.last.ready:
	default:
		select {
		case <-c.last.ready:
		case <-ctx.Done():
			return Change{}, context.Cause(ctx)
		}
	}
	if ctx.Err() != nil {
		return Change{}, context.Cause(ctx)
	}
	if behind := c.written.Load() - c.last.seq; behind > c.lag {
		return Change{}, &ExpiredError{Requested: c.last.Revision, Oldest: c.last.Revision + 1}
	}
	if c.journal != nil {
		if err := c.journal.wait(ctx, c.last.next.Revision, true); err != nil {
			return Change{}, err
		}
	}
	c.last = c.last.next
	return c.last.Change, nil
}

// Pending reports whether [Cursor.Next] would return at once.
func (c *Cursor) Pending() bool {
	select {
	case <-c.last.ready:
		return c.journal == nil || c.last.next.Revision <= c.journal.Durable()
	default:
		return false
	}
}
