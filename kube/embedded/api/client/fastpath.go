package client

import (
	"maps"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/registry/generic/registry"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/api/tables"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// Nearly all writes of the plane's own parts are of two sorts: a status update, and a pod that loses a finalizer. Both leave the
// rest of the object as it is stored, so it needs neither a copy nor the checks that it has passed already. Any other write, and
// one that fails, goes to registry.Store, which decides and words the error.

// fastUpdate stores obj by the rules of r if it is such a write, and reports whether it did.
func fastUpdate(k *kinds.Kind, r *registry.Store, obj resource.Object) (stored resource.Object, done bool) {
	item := k.Objects.Get(obj.GetNamespace(), obj.GetName())
	if item == nil || !isNextVersion(item.Object, obj) {
		return nil, false
	}
	var updated resource.Object
	if r == k.StatusRegistry && slices.Equal(item.Object.GetFinalizers(), obj.GetFinalizers()) {
		updated = withStatusOf(item.Object, obj)
		if updated != nil {
			r.UpdateStrategy.PrepareForUpdate(k.InProcess(), updated, item.Object)
			if !isValidStatus(k, r, updated, item.Object) {
				return nil, false
			}
		}
	} else if r == k.Registry {
		updated = withFinalizersOf(item.Object, obj) // nothing that validation could refuse
	}
	if updated == nil {
		return nil, false
	}
	item, err := k.Storage.Replace(k.InProcess(), item, updated, 0)
	if err != nil {
		return nil, false
	}
	if r.AfterUpdate != nil {
		r.AfterUpdate(item.Object, &metav1.UpdateOptions{})
	}
	return item.Object, true
}

// isNextVersion reports whether obj was made from the stored version, is not being deleted, and has the same metadata apart from
// finalizers.
func isNextVersion(stored, obj resource.Object) bool {
	return stored.GetUID() == obj.GetUID() && stored.GetResourceVersion() == obj.GetResourceVersion() &&
		stored.GetDeletionTimestamp() == nil && obj.GetDeletionTimestamp() == nil &&
		maps.Equal(stored.GetLabels(), obj.GetLabels()) && maps.Equal(stored.GetAnnotations(), obj.GetAnnotations()) &&
		sameOwners(stored.GetOwnerReferences(), obj.GetOwnerReferences()) &&
		len(stored.GetManagedFields()) == len(obj.GetManagedFields()) && stored.GetGenerateName() == obj.GetGenerateName()
}

func sameOwners(a, b []metav1.OwnerReference) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || equality.Semantic.DeepEqual(a, b))
}

// withStatusOf returns the stored object with the status of obj, or nil for kinds that are written too seldom to matter.
func withStatusOf(stored, obj resource.Object) resource.Object {
	switch s := stored.(type) {
	case *corev1.Pod:
		updated := *s
		obj.(*corev1.Pod).Status.DeepCopyInto(&updated.Status)
		return &updated
	case *batchv1.Job:
		updated := *s
		obj.(*batchv1.Job).Status.DeepCopyInto(&updated.Status)
		return &updated
	case *batchv1.CronJob:
		updated := *s
		obj.(*batchv1.CronJob).Status.DeepCopyInto(&updated.Status)
		return &updated
	default:
		return nil
	}
}

// isValidStatus reports whether the status of updated may follow that of stored. The metadata have not changed: all but what
// names the object is hidden from validation.
func isValidStatus(k *kinds.Kind, r *registry.Store, updated, stored resource.Object) bool {
	old, ok := k.Scratch.Get().(resource.Object)
	if !ok {
		old = k.New().(resource.Object)
	}
	defer k.Scratch.Put(old)
	tables.CopyShallow(stored, old)
	meta, oldMeta := metaOf(updated), metaOf(old)
	whole := *meta
	*meta = metav1.ObjectMeta{Name: whole.Name, Namespace: whole.Namespace, UID: whole.UID, ResourceVersion: whole.ResourceVersion}
	*oldMeta = *meta
	errs := r.UpdateStrategy.ValidateUpdate(k.InProcess(), updated, old)
	*meta = whole
	return len(errs) == 0
}

func metaOf(obj resource.Object) *metav1.ObjectMeta {
	return obj.(metav1.ObjectMetaAccessor).GetObjectMeta().(*metav1.ObjectMeta)
}

// withFinalizersOf returns the stored pod with the finalizers of obj, or nil if obj differs in more than missing finalizers.
func withFinalizersOf(stored, obj resource.Object) resource.Object {
	s, ok := stored.(*corev1.Pod)
	if !ok {
		return nil
	}
	o := obj.(*corev1.Pod)
	for _, f := range o.Finalizers {
		if !slices.Contains(s.Finalizers, f) {
			return nil
		}
	}
	if !strategy.SamePodSpec(&s.Spec, &o.Spec) {
		return nil
	}
	updated := *s
	updated.Finalizers = append([]string(nil), o.Finalizers...)
	return &updated
}
