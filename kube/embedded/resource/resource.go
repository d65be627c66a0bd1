// Package resource is the interface through which the controllers and the kubelet of the embedded plane reach API objects: typed
// handles with cheap reads, and writes with the same defaulting, validation and admission as requests over HTTP.
//
// The embedded API server implements it directly on its store, so a controller reads its own writes. An implementation with
// client-go lets the same kubelet serve a real API server. The package itself never sends a request.
package resource

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// Object is an API object with metadata.
type Object interface {
	runtime.Object
	metav1.Object
}

// Interface reads and writes the objects of one kind. Errors are API status errors (apierrors.IsNotFound, IsConflict …).
//
// What reads return is shared: callers treat it as read-only and change a DeepCopy. Writes keep no reference to their
// argument.
type Interface[T Object] interface {
	Get(namespace, name string) (T, error)
	// List returns the objects of a namespace, or of all if it is empty, ordered by namespace and name.
	List(namespace string) []T
	// OwnedBy returns the objects of a namespace that have an owner reference to uid, ordered by name.
	OwnedBy(namespace string, uid types.UID) []T

	Create(obj T) (T, error)
	// Update writes metadata and spec, or what the kind has instead. A resourceVersion in obj must be the current one.
	Update(obj T) (T, error)
	// UpdateStatus writes metadata and status only.
	UpdateStatus(obj T) (T, error)
	Delete(namespace, name string, opts metav1.DeleteOptions) error

	// OnChange calls handle after every change, in order, with the objects before and after it: old is nil (the zero T)
	// for an addition, updated for a removal. handle runs inside the write, on the writer's goroutine: it may read the
	// arguments and enqueue, and must not block or call back into this package. The returned func ends it.
	// Objects that exist already are delivered as additions before OnChange returns.
	OnChange(handle func(old, updated T)) (stop func())
}

// Client gives access to the kinds that the plane's parts work with.
type Client interface {
	Jobs() Interface[*batchv1.Job]
	CronJobs() Interface[*batchv1.CronJob]
	Pods() Interface[*corev1.Pod]
	Events() Interface[*corev1.Event]
	Namespaces() Interface[*corev1.Namespace]
	Nodes() Interface[*corev1.Node]
	ConfigMaps() Interface[*corev1.ConfigMap]
	Secrets() Interface[*corev1.Secret]
	ServiceAccounts() Interface[*corev1.ServiceAccount]
	PersistentVolumeClaims() Interface[*corev1.PersistentVolumeClaim]
	ResourceQuotas() Interface[*corev1.ResourceQuota]
	LimitRanges() Interface[*corev1.LimitRange]
}
