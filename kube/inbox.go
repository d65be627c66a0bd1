package kube

import (
	"fmt"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"
)

// object is an API object with metadata.
type object interface {
	runtime.Object
	metav1.Object
}

// batch is what happened to the objects of one feed since the last look: the latest object of each key, and those that
// are gone. When full it is everything there is, and what it does not name is gone too.
type batch[T object] struct {
	full    bool
	objects map[Key]T
	gone    map[Key]T // as it was last; nil when its end was missed
}

// inbox collects a feed's changes until somebody looks. It is the reflector's store, so nothing is held twice: the newest
// object of each key replaces the one before it, which bounds what waits.
type inbox[T object] struct {
	keep   func(T) bool // nil keeps all
	trim   func(T)
	notify func()
	listed func() // all there is has come

	mu      sync.Mutex
	pending batch[T]
}

func newInbox[T object](h *health, name string, trim func(T), keep func(T) bool) *inbox[T] {
	return &inbox[T]{keep: keep, trim: trim, notify: h.notify, listed: func() { h.listed(name) }}
}

// take hands over what has collected.
func (b *inbox[T]) take() batch[T] {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.pending
	b.pending = batch[T]{}
	return taken
}

// Transformer drops what is not shown before the reflector holds it.
func (b *inbox[T]) Transformer() cache.TransformFunc {
	return func(obj any) (any, error) {
		if o, ok := obj.(T); ok {
			o.SetManagedFields(nil)
			b.trim(o)
		}
		return obj, nil
	}
}

func (b *inbox[T]) Add(obj any) error { return b.put(obj) }

func (b *inbox[T]) Update(obj any) error { return b.put(obj) }

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
	key := keyOf(o)
	if b.pending.objects == nil {
		b.pending.objects = map[Key]T{}
	}
	b.pending.objects[key] = o
	delete(b.pending.gone, key)
	b.notify()
	return nil
}

// Delete takes an object or, when its end was missed, the tombstone that stands for it.
func (b *inbox[T]) Delete(obj any) error {
	var key Key
	var last T
	switch o := obj.(type) {
	case T:
		key, last = keyOf(o), o
	case cache.DeletedFinalStateUnknown:
		namespace, name, err := cache.SplitMetaNamespaceKey(o.Key)
		if err != nil {
			return fmt.Errorf("watching: deletion of %q: %w", o.Key, err)
		}
		key = Key{namespace, name}
	default:
		return fmt.Errorf("watching: deletion of a %T", obj)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.pending.objects, key)
	if b.pending.gone == nil {
		b.pending.gone = map[Key]T{}
	}
	b.pending.gone[key] = last
	b.notify()
	return nil
}

// Replace brings all objects there are, after the first list or a relist: what was missed meanwhile shows by its absence.
func (b *inbox[T]) Replace(list []any, _ string) error {
	objects := make(map[Key]T, len(list))
	for _, obj := range list {
		o, ok := obj.(T)
		if !ok {
			return fmt.Errorf("listing: got a %T", obj)
		}
		if b.keep == nil || b.keep(o) {
			objects[keyOf(o)] = o
		}
	}
	b.mu.Lock()
	b.pending = batch[T]{full: true, objects: objects}
	b.mu.Unlock()
	b.listed()
	return nil
}

func keyOf(o metav1.Object) Key { return Key{o.GetNamespace(), o.GetName()} }
