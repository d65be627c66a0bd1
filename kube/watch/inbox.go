package watch

import (
	"fmt"
	"sync"

	"k8s.io/client-go/tools/cache"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// Inbox collects a feed's changes until somebody looks. It is the reflector's store, so nothing is held twice: the newest
// object of each key replaces the one before it, which bounds what waits.
type Inbox[T workload.Object] struct {
	keep   func(T) bool // nil keeps all
	trim   func(T)
	notify func()
	listed func() // all there is has come

	mu      sync.Mutex
	pending workload.Changes[T]
}

func NewInbox[T workload.Object](h *Health, name string, trim func(T), keep func(T) bool) *Inbox[T] {
	return &Inbox[T]{keep: keep, trim: trim, notify: h.notify, listed: func() { h.listed(name) }}
}

// Take hands over what has collected.
func (b *Inbox[T]) Take() workload.Changes[T] {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.pending
	b.pending = workload.Changes[T]{}
	return taken
}

// Transformer drops what is not shown before the reflector holds it.
func (b *Inbox[T]) Transformer() cache.TransformFunc {
	return func(obj any) (any, error) {
		if o, ok := obj.(T); ok {
			o.SetManagedFields(nil)
			b.trim(o)
		}
		return obj, nil
	}
}

func (b *Inbox[T]) Add(obj any) error { return b.put(obj) }

func (b *Inbox[T]) Update(obj any) error { return b.put(obj) }

func (b *Inbox[T]) Resync() error { return nil }

func (b *Inbox[T]) put(obj any) error {
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
	delete(b.pending.Gone, key)
	b.notify()
	return nil
}

// Delete takes an object or, when its end was missed, the tombstone that stands for it.
func (b *Inbox[T]) Delete(obj any) error {
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
	if b.pending.Gone == nil {
		b.pending.Gone = map[kube.Key]T{}
	}
	b.pending.Gone[key] = last
	b.notify()
	return nil
}

// Replace brings all objects there are, after the first list or a relist: what was missed meanwhile shows by its absence.
func (b *Inbox[T]) Replace(list []any, _ string) error {
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
