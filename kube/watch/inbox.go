package watch

import (
	"fmt"
	"sync"

	"k8s.io/client-go/tools/cache"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// inbox collects a feed's changes until they are taken. It is itself the reflector's store, so no object is held twice. The newest
// object of each key replaces the one before it, so the inbox never holds more than there are objects.
type inbox[T workload.Object] struct {
	keep   func(T) bool // reports whether to keep an object; nil keeps all
	trim   func(T)
	notify func()
	listed func() // called when all objects have arrived

	mu      sync.Mutex
	pending workload.Changes[T]
}

func newInbox[T workload.Object](h *health, name string, trim func(T), keep func(T) bool) *inbox[T] {
	return &inbox[T]{keep: keep, trim: trim, notify: h.notify, listed: func() { h.endInitialList(name) }}
}

// take returns the changes since the last call.
func (b *inbox[T]) take() workload.Changes[T] {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.pending
	b.pending = workload.Changes[T]{}
	return taken
}

// Transformer returns the function that trims each object before the reflector stores it.
func (b *inbox[T]) Transformer() cache.TransformFunc {
	return func(obj any) (any, error) {
		if o, ok := obj.(T); ok {
			o.SetManagedFields(nil)
			b.trim(o)
		}
		return obj, nil
	}
}

// Add stores a new object.
func (b *inbox[T]) Add(obj any) error { return b.put(obj) }

// Update stores a changed object.
func (b *inbox[T]) Update(obj any) error { return b.put(obj) }

// Resync does nothing: there is no cache to compare with.
func (b *inbox[T]) Resync() error { return nil }

func (b *inbox[T]) put(obj any) error {
	o, ok := obj.(T)
	if !ok {
		return fmt.Errorf("watching: got a %T", obj)
	}
	if b.keep != nil && !b.keep(o) {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	key := kube.KeyOf(o)
	if b.pending.Objects == nil {
		b.pending.Objects = map[kube.Key]T{}
	}
	b.pending.Objects[key] = o
	delete(b.pending.Deleted, key)
	b.notify()
	return nil
}

// Delete stores the deletion of an object. When the deletion itself was missed, obj is a tombstone that only has the key.
func (b *inbox[T]) Delete(obj any) error {
	var key kube.Key
	var last T
	switch o := obj.(type) {
	case T:
		key, last = kube.KeyOf(o), o
	case cache.DeletedFinalStateUnknown:
		namespace, name, err := cache.SplitMetaNamespaceKey(o.Key)
		if err != nil {
			return fmt.Errorf("watching: deletion of %q: %w", o.Key, err)
		}
		key = kube.Key{Namespace: namespace, Name: name}
	default:
		return fmt.Errorf("watching: deletion of a %T", obj)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.pending.Objects, key)
	if b.pending.Deleted == nil {
		b.pending.Deleted = map[kube.Key]T{}
	}
	b.pending.Deleted[key] = last
	b.notify()
	return nil
}

// Replace stores all objects, after the first list or a relist. Objects that are not among them have been deleted in the meantime.
func (b *inbox[T]) Replace(list []any, _ string) error {
	objects := make(map[kube.Key]T, len(list))
	for _, obj := range list {
		o, ok := obj.(T)
		if !ok {
			return fmt.Errorf("listing: got a %T", obj)
		}
		if b.keep == nil || b.keep(o) {
			objects[kube.KeyOf(o)] = o
		}
	}
	b.mu.Lock()
	b.pending = workload.Changes[T]{Full: true, Objects: objects}
	b.mu.Unlock()
	b.listed()
	return nil
}
