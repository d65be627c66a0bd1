package store

import "context"

// Durable is the revision up to which no crash can undo anything. In a store without a journal, that is the latest.
func (s *Store) Durable() uint64 {
	if s.opts.Journal == nil {
		return s.Revision()
	}
	return s.opts.Journal.Durable()
}

// WaitDurable waits until everything written so far is durable. It fails with an [UnsavedError] while the disk fails, or with ctx's
// cause. Either way the changes stay, and may become durable later.
func (s *Store) WaitDurable(ctx context.Context) error {
	if s.opts.Journal == nil {
		return nil
	}
	return s.opts.Journal.Wait(ctx, s.Revision())
}

type followUpKey struct{}

// FollowUp marks writes that complete another one, which has been made already. They do not wait for the disk: if it is busy they
// are made all the same, and if it fails they are refused at once.
func FollowUp(ctx context.Context) context.Context {
	return context.WithValue(ctx, followUpKey{}, true)
}

func isFollowUp(ctx context.Context) bool { return ctx.Value(followUpKey{}) != nil }

// admit lets a write start. It must be called before the store is locked.
func (s *Store) admit(ctx context.Context) error {
	if s.opts.Journal == nil {
		return nil
	}
	return s.opts.Journal.admit(ctx)
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

// listDurable also returns the last durable entry of history.
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
