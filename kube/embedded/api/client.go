package api

import (
	"context"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/admission"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// Client reaches the objects without HTTP: reads come from the store, writes go through the registries that serve HTTP.
func (s *Server) Client() resource.Client { return directClient{s} }

type directClient struct{ server *Server }

func (c directClient) Jobs() resource.Interface[*batchv1.Job] {
	return handleOf[*batchv1.Job](c.server, batchv1.Resource("jobs"))
}

func (c directClient) CronJobs() resource.Interface[*batchv1.CronJob] {
	return handleOf[*batchv1.CronJob](c.server, batchv1.Resource("cronjobs"))
}

// Pods has, beside the methods of all kinds, an Update that sets spec.nodeName of a pod without a node: as
// pods/binding, it assigns the pod and writes nothing else.
func (c directClient) Pods() resource.Interface[*corev1.Pod] {
	return podHandle{handleOf[*corev1.Pod](c.server, corev1.Resource("pods"))}
}

func (c directClient) Events() resource.Interface[*corev1.Event] {
	return handleOf[*corev1.Event](c.server, corev1.Resource("events"))
}

// Namespaces has an Update that also writes spec.finalizers, as namespaces/finalize does: a Terminating namespace goes
// with its last finalizer.
func (c directClient) Namespaces() resource.Interface[*corev1.Namespace] {
	return namespaceHandle{handleOf[*corev1.Namespace](c.server, corev1.Resource("namespaces"))}
}

func (c directClient) Nodes() resource.Interface[*corev1.Node] {
	return handleOf[*corev1.Node](c.server, corev1.Resource("nodes"))
}

func (c directClient) ConfigMaps() resource.Interface[*corev1.ConfigMap] {
	return handleOf[*corev1.ConfigMap](c.server, corev1.Resource("configmaps"))
}

func (c directClient) Secrets() resource.Interface[*corev1.Secret] {
	return handleOf[*corev1.Secret](c.server, corev1.Resource("secrets"))
}

func (c directClient) ServiceAccounts() resource.Interface[*corev1.ServiceAccount] {
	return handleOf[*corev1.ServiceAccount](c.server, corev1.Resource("serviceaccounts"))
}

func (c directClient) PersistentVolumeClaims() resource.Interface[*corev1.PersistentVolumeClaim] {
	return handleOf[*corev1.PersistentVolumeClaim](c.server, corev1.Resource("persistentvolumeclaims"))
}

func (c directClient) ResourceQuotas() resource.Interface[*corev1.ResourceQuota] {
	return handleOf[*corev1.ResourceQuota](c.server, corev1.Resource("resourcequotas"))
}

func (c directClient) LimitRanges() resource.Interface[*corev1.LimitRange] {
	return handleOf[*corev1.LimitRange](c.server, corev1.Resource("limitranges"))
}

// handle is direct access to one kind.
type handle[T resource.Object] struct {
	server *Server
	kind   *registryOf
}

func (h handle[T]) context(namespace string) context.Context {
	return genericapirequest.WithNamespace(h.kind.direct, namespace)
}

func (h handle[T]) Get(namespace, name string) (T, error) {
	if item := h.kind.table.Get(namespace, name); item != nil {
		return item.Object.(T), nil
	}
	var none T
	return none, h.kind.notFound(name)
}

func (h handle[T]) List(namespace string) []T {
	items, _ := h.kind.table.List(namespace)
	return objectsOf[T](items)
}

func (h handle[T]) OwnedBy(namespace string, uid types.UID) []T {
	return objectsOf[T](h.kind.table.OwnedBy(namespace, uid))
}

func objectsOf[T resource.Object](items []*store.Item) []T {
	objects := make([]T, len(items))
	for i := range items {
		objects[i] = items[i].Object.(T)
	}
	return objects
}

func (h handle[T]) Create(obj T) (T, error) {
	var none T
	copied := obj.DeepCopyObject()
	h.server.scheme.Default(copied)
	namespace := obj.GetNamespace()
	ctx := h.context(namespace)
	at := h.kind.attributes(copied, namespace, obj.GetName(), admission.Create, &createOptions)
	admit := admitter{h.server}
	if err := admit.Admit(ctx, at, nil); err != nil {
		return none, err
	}
	created, err := h.kind.main.Create(ctx, copied, admit.validator(at), &metav1.CreateOptions{})
	if err != nil {
		return none, err
	}
	return created.(T), nil
}

var createOptions metav1.CreateOptions // shared by all: nobody writes to it

func (h handle[T]) Update(obj T) (T, error) { return h.update(h.kind.main, obj) }

func (h handle[T]) UpdateStatus(obj T) (T, error) {
	if h.kind.status == nil {
		var none T
		return none, fmt.Errorf("updating the status of %s %s: the kind has none", h.kind.Kind, obj.GetName())
	}
	return h.update(h.kind.status, obj)
}

func (h handle[T]) update(r *registry.Store, obj T) (T, error) {
	if stored, done := h.kind.quickly(r, obj); done {
		return stored.(T), nil
	}
	ctx := h.context(obj.GetNamespace())
	info := updatedTo[T]{obj, h.server.scheme}
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
	at := h.kind.attributes(nil, namespace, name, admission.Delete, &opts)
	if err := (admitter{h.server}).Admit(ctx, at, nil); err != nil {
		return err
	}
	_, _, err := h.kind.deleter().Delete(ctx, name, rest.ValidateAllObjectFunc, opts.DeepCopy())
	return err
}

func (h handle[T]) OnChange(call func(old, updated T)) (stop func()) {
	return h.kind.table.Observe(func(old, updated *store.Item) {
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
