package store

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Create stores a new object, which belongs to the store from then on, and gives it its resource version. An object with a ttl is
// removed that long after its last write, rounded up to a whole minute. Create fails with ErrExists, with an [UnsavedError] if the
// disk fails, or with a [BusyError] if ctx ends while it waits for the disk; then nothing has changed.
func (t *Table) Create(ctx context.Context, obj resource.Object, ttl time.Duration) (*Item, error) {
	if err := t.store.admit(ctx); err != nil {
		return nil, err
	}
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	name := nameOf(obj)
	if _, ok := t.byName[name]; ok {
		return nil, ErrExists
	}
	item := t.newItemLocked(name, obj, ttl)
	t.commitLocked(name, nil, item)
	return item, nil
}

// Replace stores obj in place of old, and gives it its resource version. It fails with ErrConflict if another object is stored than
// old, with ErrNotFound if there is none, and with the disk's errors of [Table.Create].
func (t *Table) Replace(ctx context.Context, old *Item, obj resource.Object, ttl time.Duration) (*Item, error) {
	if err := t.store.admit(ctx); err != nil {
		return nil, err
	}
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	name := nameOf(old.Object)
	if err := t.checkLocked(name, old); err != nil {
		return nil, err
	}
	item := t.newItemLocked(name, obj, ttl)
	t.commitLocked(name, old, item)
	return item, nil
}

// Delete removes old, with the errors of [Table.Replace]. It returns the revision of the removal.
func (t *Table) Delete(ctx context.Context, old *Item) (uint64, error) {
	if err := t.store.admit(ctx); err != nil {
		return 0, err
	}
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	name := nameOf(old.Object)
	if err := t.checkLocked(name, old); err != nil {
		return 0, err
	}
	return t.deleteLocked(name, old), nil
}

func (t *Table) deleteLocked(name types.NamespacedName, old *Item) uint64 {
	t.store.revision++
	t.commitLocked(name, old, nil)
	return t.store.revision
}

func (t *Table) checkLocked(name types.NamespacedName, old *Item) error {
	current, ok := t.byName[name]
	switch {
	case !ok:
		return ErrNotFound
	case current != old:
		return ErrConflict
	default:
		return nil
	}
}

func (t *Table) newItemLocked(name types.NamespacedName, obj resource.Object, ttl time.Duration) *Item {
	item := &Item{Object: obj, key: keyOf(name), Revision: t.store.stampLocked(obj)}
	if ttl > 0 {
		item.Expires = t.store.expireLocked(t, name, ttl)
	}
	return item
}

// commitLocked shows a change to readers, to history and to observers, in this order, and queues it for the disk.
func (t *Table) commitLocked(name types.NamespacedName, old, updated *Item) {
	if updated != nil {
		t.byName[name] = updated
		t.ordered.ReplaceOrInsert(updated)
	} else {
		delete(t.byName, name)
		t.ordered.Delete(old)
	}
	t.byOwner.update(old, updated)
	t.history.add(Change{Revision: t.store.revision, Old: old, New: updated}, t.store.durableLocked())
	for _, o := range t.observers {
		o.call(old, updated)
	}
	if j := t.store.opts.Journal; j != nil {
		// Last, so that what observers keep or forget with the change becomes durable before it or with it.
		j.add(pending{revision: t.store.revision, space: Objects, key: t.diskKey(keyOf(name)), item: updated})
	}
}
