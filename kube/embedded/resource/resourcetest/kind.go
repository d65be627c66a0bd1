package resourcetest

import (
	"cmp"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// kind holds the objects of one kind.
type kind[T resource.Object] struct {
	client   *Client
	resource schema.GroupResource
	rules    rules[T]
	objects  map[types.NamespacedName]T
	handlers []*handler[T]
}

type handler[T resource.Object] struct{ handle func(old, updated T) }

func newKind[T resource.Object](c *Client, resource schema.GroupResource, r rules[T]) *kind[T] {
	return &kind[T]{client: c, resource: resource, rules: r, objects: map[types.NamespacedName]T{}}
}

func keyOf(obj resource.Object) types.NamespacedName {
	return types.NamespacedName{Namespace: obj.GetNamespace(), Name: obj.GetName()}
}

// Get implements [resource.Interface].
func (k *kind[T]) Get(namespace, name string) (T, error) {
	k.client.mu.Lock()
	defer k.client.mu.Unlock()
	return k.getLocked(namespace, name)
}

func (k *kind[T]) getLocked(namespace, name string) (T, error) {
	obj, found := k.objects[types.NamespacedName{Namespace: namespace, Name: name}]
	if !found {
		return obj, apierrors.NewNotFound(k.resource, name)
	}
	return obj, nil
}

// List implements [resource.Interface].
func (k *kind[T]) List(namespace string) []T {
	return k.selected(func(obj T) bool { return namespace == "" || obj.GetNamespace() == namespace })
}

// OwnedBy implements [resource.Interface].
func (k *kind[T]) OwnedBy(namespace string, uid types.UID) []T {
	return k.selected(func(obj T) bool {
		return obj.GetNamespace() == namespace && slices.ContainsFunc(obj.GetOwnerReferences(),
			func(ref metav1.OwnerReference) bool { return ref.UID == uid })
	})
}

func (k *kind[T]) selected(want func(T) bool) []T {
	k.client.mu.Lock()
	defer k.client.mu.Unlock()
	var out []T
	for _, obj := range k.objects {
		if want(obj) {
			out = append(out, obj)
		}
	}
	slices.SortFunc(out, func(a, b T) int {
		return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(a.GetName(), b.GetName()))
	})
	return out
}

// OnChange implements [resource.Interface].
func (k *kind[T]) OnChange(handle func(old, updated T)) (stop func()) {
	k.client.mu.Lock()
	defer k.client.mu.Unlock()
	h := &handler[T]{handle}
	k.handlers = append(k.handlers, h)
	var none T
	for _, obj := range k.objects {
		handle(none, obj)
	}
	return func() {
		k.client.mu.Lock()
		defer k.client.mu.Unlock()
		k.handlers = slices.DeleteFunc(slices.Clone(k.handlers), func(other *handler[T]) bool { return other == h })
	}
}

func (k *kind[T]) notifyLocked(old, updated T) {
	for _, h := range k.handlers {
		h.handle(old, updated)
	}
}
