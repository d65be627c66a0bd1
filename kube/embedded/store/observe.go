package store

import "slices"

type observer struct{ call func(old, updated *Item) }

// Observe calls handle for every stored object, and then inside every write to the table, in the order of the writes. old is nil for
// an addition, updated for a removal. handle must be quick and must not use the store. stop ends it.
func (t *Table) Observe(handle func(old, updated *Item)) (stop func()) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	for _, item := range t.listLocked("") {
		handle(nil, item)
	}
	o := &observer{call: handle}
	t.observers = append(t.observers, o)
	return func() {
		t.store.mu.Lock()
		defer t.store.mu.Unlock()
		t.observers = slices.DeleteFunc(slices.Clone(t.observers), func(other *observer) bool { return other == o })
	}
}
