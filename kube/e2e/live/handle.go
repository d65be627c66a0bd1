package live

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// api is what the typed clients of client-go have in common.
type api[T resource.Object] interface {
	Get(ctx context.Context, name string, opts metav1.GetOptions) (T, error)
	Create(ctx context.Context, obj T, opts metav1.CreateOptions) (T, error)
	Update(ctx context.Context, obj T, opts metav1.UpdateOptions) (T, error)
	Delete(ctx context.Context, name string, opts metav1.DeleteOptions) error
}

// statusWriter is a client of a kind with a status subresource.
type statusWriter[T resource.Object] interface {
	UpdateStatus(ctx context.Context, obj T, opts metav1.UpdateOptions) (T, error)
}

// handle is access to the objects of one kind.
type handle[T resource.Object] struct {
	ctx      context.Context //nolint:containedctx // resource.Interface has none; the handle lives as long as its informers
	informer cache.SharedIndexInformer
	api      func(namespace string) api[T]
}

func newHandle[T resource.Object](ctx context.Context, informer cache.SharedIndexInformer, in func(string) api[T]) *handle[T] {
	return &handle[T]{ctx: ctx, informer: informer, api: in}
}

func (h *handle[T]) Get(namespace, name string) (T, error) {
	return h.api(namespace).Get(h.ctx, name, metav1.GetOptions{})
}

func (h *handle[T]) List(namespace string) []T {
	var found []T
	for _, item := range h.informer.GetStore().List() {
		if obj, ok := item.(T); ok && (namespace == "" || obj.GetNamespace() == namespace) {
			found = append(found, obj)
		}
	}
	slices.SortFunc(found, func(a, b T) int {
		return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(a.GetName(), b.GetName()))
	})
	return found
}

func (h *handle[T]) OwnedBy(namespace string, uid types.UID) []T {
	return slices.DeleteFunc(h.List(namespace), func(obj T) bool {
		return !slices.ContainsFunc(obj.GetOwnerReferences(), func(ref metav1.OwnerReference) bool { return ref.UID == uid })
	})
}

func (h *handle[T]) Create(obj T) (T, error) {
	return h.api(obj.GetNamespace()).Create(h.ctx, obj, metav1.CreateOptions{})
}

func (h *handle[T]) Update(obj T) (T, error) {
	if pod, ok := any(obj).(*corev1.Pod); ok && pod.Spec.NodeName != "" {
		if err := h.bind(pod); err != nil {
			var none T
			return none, err
		}
	}
	return h.api(obj.GetNamespace()).Update(h.ctx, obj, metav1.UpdateOptions{})
}

// bind assigns a pod to a node if it has none: a real API server takes that from its binding subresource alone.
func (h *handle[T]) bind(pod *corev1.Pod) error {
	client, ok := h.api(pod.Namespace).(interface {
		Bind(ctx context.Context, binding *corev1.Binding, opts metav1.CreateOptions) error
		Get(ctx context.Context, name string, opts metav1.GetOptions) (*corev1.Pod, error)
	})
	if !ok {
		return fmt.Errorf("bind pod %s/%s: the client cannot", pod.Namespace, pod.Name)
	}
	stored, err := client.Get(h.ctx, pod.Name, metav1.GetOptions{})
	if err != nil || stored.Spec.NodeName != "" {
		return err
	}
	err = client.Bind(h.ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID},
		Target:     corev1.ObjectReference{Kind: "Node", Name: pod.Spec.NodeName},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	pod.ResourceVersion = "" // the binding changed the pod: take what is there as the base
	return nil
}

func (h *handle[T]) UpdateStatus(obj T) (T, error) {
	writer, ok := h.api(obj.GetNamespace()).(statusWriter[T])
	if !ok {
		var none T
		return none, fmt.Errorf("update the status of %s/%s: its kind has none", obj.GetNamespace(), obj.GetName())
	}
	return writer.UpdateStatus(h.ctx, obj, metav1.UpdateOptions{})
}

func (h *handle[T]) Delete(namespace, name string, opts metav1.DeleteOptions) error {
	return h.api(namespace).Delete(h.ctx, name, opts)
}

func (h *handle[T]) OnChange(handle func(old, updated T)) func() {
	var none T
	registration, err := h.informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(obj any) { handle(none, obj.(T)) },
		UpdateFunc: func(old, updated any) { handle(old.(T), updated.(T)) },
		DeleteFunc: func(obj any) {
			if gone, ok := obj.(cache.DeletedFinalStateUnknown); ok {
				obj = gone.Obj
			}
			if old, ok := obj.(T); ok {
				handle(old, none)
			}
		},
	})
	if err != nil {
		return func() {}
	}
	return func() { _ = h.informer.RemoveEventHandler(registration) }
}
