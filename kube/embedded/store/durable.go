package store

import "context"

// Durable is the revision up to which no crash can take anything back: the latest in a store without a journal.
func (s *Store) Durable() uint64 {
	if s.opts.Journal == nil {
		return s.Revision()
	}
	return s.opts.Journal.Durable()
}

// Settle waits until all that has been written so far is durable. It fails with an [UnsavedError] while that is impossible, or with
// ctx's cause.
func (s *Store) Settle(ctx context.Context) error {
	if s.opts.Journal == nil {
		return nil
	}
	return s.opts.Journal.Wait(ctx, s.Revision())
}

// admit lets a write begin, before it locks the store.
func (s *Store) admit() error {
	if s.opts.Journal == nil {
		return nil
	}
	return s.opts.Journal.admit()
}

func (s *Store) durableLocked() uint64 {
	if s.opts.Journal == nil {
		return s.revision
	}
	return s.opts.Journal.Durable()
}

// GetDurable is [Table.Get] at the durable revision.
func (t *Table) GetDurable(namespace, name string) *Item {
	t.store.mu.RLock()
	defer t.store.mu.RUnlock()
	item := t.byName[nameIn(namespace, name)]
	durable := t.store.durableLocked()
	if durable >= t.store.revision || item != nil && item.Revision <= durable {
		return item
	}
	return t.history.stateAt(keyOf(nameIn(namespace, name)), item, durable)
}

// ListDurable is [Table.List] at the durable revision.
func (t *Table) ListDurable(namespace string) ([]*Item, uint64) {
	items, durable, _ := t.listDurable(namespace)
	return items, durable
}

// listDurable also returns the last entry of history that is durable.
func (t *Table) listDurable(namespace string) ([]*Item, uint64, *entry) {
	t.store.mu.RLock()
	if durable := t.store.durableLocked(); t.history.latest.Revision <= durable {
		defer t.store.mu.RUnlock()
		return t.listLocked(namespace), durable, t.history.latest
	}
	t.store.mu.RUnlock()
	t.store.mu.Lock() // see ListAt
	defer t.store.mu.Unlock()
	durable := t.store.durableLocked()
	last := t.history.durable(durable)
	return t.listBeforeLocked(namespace, last.undone()), durable, last
}
