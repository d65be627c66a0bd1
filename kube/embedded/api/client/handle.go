package client

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/admission"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/generic/registry"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// handle is direct access to one kind.
type handle[T resource.Object] struct {
	client client
	kind   *kinds.Kind
}

// handleOf panics on a resource that the server does not have: only this package names them.
func handleOf[T resource.Object](c client, gr schema.GroupResource) handle[T] {
	k := c.kinds.Kind(gr)
	if k == nil {
		panic("the embedded API server has no " + gr.String())
	}
	return handle[T]{c, k}
}

func (h handle[T]) context(namespace string) context.Context {
	return genericapirequest.WithNamespace(h.kind.InProcess(), namespace)
}

func (h handle[T]) Get(namespace, name string) (T, error) {
	obj, err := h.kind.Get(namespace, name)
	if err != nil {
		var none T
		return none, err
	}
	return obj.(T), nil
}

func (h handle[T]) List(namespace string) []T {
	return kinds.List[T](h.kind, namespace)
}

func (h handle[T]) OwnedBy(namespace string, uid types.UID) []T {
	return kinds.ObjectsOf[T](h.kind.Objects.OwnedBy(namespace, uid))
}

func (h handle[T]) Create(obj T) (T, error) {
	var none T
	copied := obj.DeepCopyObject()
	h.client.kinds.Scheme.Default(copied)
	namespace := obj.GetNamespace()
	ctx := h.context(namespace)
	at := h.kind.Attributes(copied, namespace, obj.GetName(), admission.Create, &createOptions)
	if err := h.client.admission.Admit(ctx, at, nil); err != nil {
		return none, err
	}
	created, err := h.kind.Registry.Create(ctx, copied, h.client.admission.ValidateFunc(at), &metav1.CreateOptions{})
	if err != nil {
		return none, err
	}
	return created.(T), nil
}

var createOptions metav1.CreateOptions // shared: nobody writes to it

func (h handle[T]) Update(obj T) (T, error) { return h.update(h.kind.Registry, obj) }

func (h handle[T]) UpdateStatus(obj T) (T, error) {
	if h.kind.StatusRegistry == nil {
		var none T
		return none, fmt.Errorf("updating the status of %s %s: the kind has none", h.kind.Kind, obj.GetName())
	}
	return h.update(h.kind.StatusRegistry, obj)
}

func (h handle[T]) update(r *registry.Store, obj T) (T, error) {
	if stored, done := fastUpdate(h.kind, r, obj); done {
		return stored.(T), nil
	}
	ctx := h.context(obj.GetNamespace())
	info := updatedTo[T]{obj, h.client.kinds.Scheme}
	updated, _, err := r.Update(ctx, obj.GetName(), info, nil, nil, false, &metav1.UpdateOptions{})
	if err != nil {
		var none T
		return none, err
	}
	return updated.(T), nil
}

// updatedTo is a rest.UpdatedObjectInfo that copies its object once per attempt.
type updatedTo[T resource.Object] struct {
	obj    T
	scheme *runtime.Scheme
}

func (u updatedTo[T]) Preconditions() *metav1.Preconditions {
	uid := u.obj.GetUID()
	if uid == "" {
		return nil
	}
	return &metav1.Preconditions{UID: &uid}
}

func (u updatedTo[T]) UpdatedObject(context.Context, runtime.Object) (runtime.Object, error) {
	copied := u.obj.DeepCopyObject()
	u.scheme.Default(copied)
	return copied, nil
}

func (h handle[T]) Delete(namespace, name string, opts metav1.DeleteOptions) error {
	ctx := h.context(namespace)
	at := h.kind.Attributes(nil, namespace, name, admission.Delete, &opts)
	if err := h.client.admission.Admit(ctx, at, nil); err != nil {
		return err
	}
	return h.kind.Delete(ctx, name, opts.DeepCopy())
}

func (h handle[T]) OnChange(call func(old, updated T)) (stop func()) {
	return h.kind.Objects.Observe(func(old, updated *store.Item) {
		var before, after T
		if old != nil {
			before = old.Object.(T)
		}
		if updated != nil {
			after = updated.Object.(T)
		}
		call(before, after)
	})
}
