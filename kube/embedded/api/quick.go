package api

import (
	"maps"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/registry/generic/registry"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// Nearly all writes of the plane's own parts are of two sorts: a status, and a pod that loses a finalizer. Both leave the
// rest of the object as it is stored, so it needs no copy, and no check that it passed before. Whatever is not plainly of
// these sorts, or fails, goes to registry.Store, which decides and words the error.

// quickly stores obj by the rules of r, and says whether it did.
func (k *registryOf) quickly(r *registry.Store, obj resource.Object) (stored resource.Object, done bool) {
	item := k.table.Get(obj.GetNamespace(), obj.GetName())
	if item == nil || !continues(item.Object, obj) {
		return nil, false
	}
	var updated resource.Object
	if r == k.status && slices.Equal(item.Object.GetFinalizers(), obj.GetFinalizers()) {
		updated = withStatusOf(item.Object, obj)
		if updated != nil {
			r.UpdateStrategy.PrepareForUpdate(k.direct, updated, item.Object)
			if !k.validStatus(r, updated, item.Object) {
				return nil, false
			}
		}
	} else if r == k.main {
		updated = withFinalizersOf(item.Object, obj) // nothing that validation could refuse
	}
	if updated == nil {
		return nil, false
	}
	item, err := k.storage.replace(k.direct, item, updated, 0)
	if err != nil {
		return nil, false
	}
	if r.AfterUpdate != nil {
		r.AfterUpdate(item.Object, &metav1.UpdateOptions{})
	}
	return item.Object, true
}

// continues tells whether obj was made from what is stored, is not being deleted, and has the same metadata but perhaps
// for finalizers.
func continues(stored, obj resource.Object) bool {
	return stored.GetUID() == obj.GetUID() && stored.GetResourceVersion() == obj.GetResourceVersion() &&
		stored.GetDeletionTimestamp() == nil && obj.GetDeletionTimestamp() == nil &&
		maps.Equal(stored.GetLabels(), obj.GetLabels()) && maps.Equal(stored.GetAnnotations(), obj.GetAnnotations()) &&
		sameOwners(stored.GetOwnerReferences(), obj.GetOwnerReferences()) &&
		len(stored.GetManagedFields()) == len(obj.GetManagedFields()) && stored.GetGenerateName() == obj.GetGenerateName()
}

func sameOwners(a, b []metav1.OwnerReference) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || equality.Semantic.DeepEqual(a, b))
}

// withStatusOf is what is stored with the status of obj, or nil for kinds that are written too seldom to care.
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

// validStatus reports whether the status of updated may follow that of stored. The metadata are the same: all but what names
// the object is hidden from validation.
func (k *registryOf) validStatus(r *registry.Store, updated, stored resource.Object) bool {
	old, ok := k.scratch.Get().(resource.Object)
	if !ok {
		old = k.New().(resource.Object)
	}
	defer k.scratch.Put(old)
	_ = assign(stored, old) // both are of this kind
	meta, oldMeta := metaOf(updated), metaOf(old)
	whole := *meta
	*meta = metav1.ObjectMeta{Name: whole.Name, Namespace: whole.Namespace, UID: whole.UID, ResourceVersion: whole.ResourceVersion}
	*oldMeta = *meta
	errs := r.UpdateStrategy.ValidateUpdate(k.direct, updated, old)
	*meta = whole
	return len(errs) == 0
}

func metaOf(obj resource.Object) *metav1.ObjectMeta {
	return obj.(metav1.ObjectMetaAccessor).GetObjectMeta().(*metav1.ObjectMeta)
}

// withFinalizersOf is the stored pod with the finalizers of obj, or nil where obj differs in more than the lack of some.
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

// bindQuickly is the binding of a pod for a scheduler that saw it as it is stored; it returns nil for any other.
func (k *registryOf) bindQuickly(pod *corev1.Pod, b *corev1.Binding) *corev1.Pod {
	item := k.table.Get(pod.Namespace, pod.Name)
	if item == nil || item.Object.GetUID() != pod.UID || item.Object.GetResourceVersion() != pod.ResourceVersion {
		return nil
	}
	bound := *item.Object.(*corev1.Pod)
	bound.Status.Conditions = slices.Clone(bound.Status.Conditions)
	if assignNode(&bound, b, k.storage.clock.Now()) != nil {
		return nil
	}
	item, err := k.storage.replace(k.direct, item, &bound, 0)
	if err != nil {
		return nil
	}
	return item.Object.(*corev1.Pod)
}
