package resourcetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// Delete implements [resource.Interface].
func (k *kind[T]) Delete(namespace, name string, opts metav1.DeleteOptions) error {
	c := k.client
	obj, err := k.Get(namespace, name)
	if err != nil {
		return err
	}
	if err := c.runBefore("delete", k.resource.Resource, obj); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	old, err := k.getLocked(namespace, name)
	if err != nil {
		return err
	}
	if err := k.checkPreconditions(old, opts.Preconditions); err != nil {
		return err
	}
	obj = old.DeepCopyObject().(T)
	if ns, ok := any(obj).(*corev1.Namespace); ok && len(ns.Spec.Finalizers) > 0 {
		return k.terminateLocked(old, obj, ns)
	}
	grace := int64(0)
	if k.rules.grace != nil {
		grace = k.rules.grace(obj, opts)
	}
	now := metav1.NewTime(c.now()).Rfc3339Copy()
	if pending := obj.GetDeletionGracePeriodSeconds(); obj.GetDeletionTimestamp() != nil && ptr.Deref(pending, 0) > 0 {
		if opts.GracePeriodSeconds == nil || *opts.GracePeriodSeconds >= *pending {
			return nil // a deletion in progress can only be made shorter
		}
		grace = *opts.GracePeriodSeconds
	}
	obj.SetFinalizers(k.finalizers(obj, opts))
	if grace == 0 && len(obj.GetFinalizers()) == 0 {
		k.removeLocked("delete", old)
		return nil
	}
	if obj.GetDeletionTimestamp() == nil && obj.GetGeneration() > 0 {
		obj.SetGeneration(obj.GetGeneration() + 1)
	}
	at := metav1.NewTime(now.Add(time.Duration(grace) * time.Second))
	if existing := obj.GetDeletionTimestamp(); existing == nil || existing.After(at.Time) {
		obj.SetDeletionTimestamp(&at)
	}
	obj.SetDeletionGracePeriodSeconds(&grace)
	k.storeLocked("delete", old, obj)
	return nil
}

// terminateLocked starts the deletion of a namespace. Its controller completes it by removing spec.finalizers.
func (k *kind[T]) terminateLocked(old, obj T, ns *corev1.Namespace) error {
	if ns.DeletionTimestamp != nil {
		return apierrors.NewConflict(k.resource, ns.Name,
			errors.New("the namespace is being emptied, and goes by itself after that"))
	}
	now := metav1.NewTime(k.client.now()).Rfc3339Copy()
	ns.DeletionTimestamp = &now
	ns.Status.Phase = corev1.NamespaceTerminating
	k.storeLocked("delete", old, obj)
	return nil
}

func (k *kind[T]) checkPreconditions(obj T, want *metav1.Preconditions) error {
	if want == nil {
		return nil
	}
	if want.UID != nil && *want.UID != obj.GetUID() {
		return apierrors.NewConflict(k.resource, obj.GetName(), fmt.Errorf(
			"the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated",
			*want.UID, obj.GetUID()))
	}
	if want.ResourceVersion != nil && *want.ResourceVersion != obj.GetResourceVersion() {
		return apierrors.NewConflict(k.resource, obj.GetName(), fmt.Errorf(
			"the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified",
			*want.ResourceVersion, obj.GetResourceVersion()))
	}
	return nil
}

// finalizers returns the finalizers of an object that is being deleted. The garbage collector's two depend on the policy in the
// options, else on which is there already, else on the kind.
func (k *kind[T]) finalizers(obj T, opts metav1.DeleteOptions) []string {
	policy := metav1.DeletePropagationBackground
	switch has := obj.GetFinalizers(); {
	case opts.PropagationPolicy != nil:
		policy = *opts.PropagationPolicy
	case slices.Contains(has, metav1.FinalizerOrphanDependents):
		policy = metav1.DeletePropagationOrphan
	case slices.Contains(has, metav1.FinalizerDeleteDependents):
		policy = metav1.DeletePropagationForeground
	case k.rules.orphan:
		policy = metav1.DeletePropagationOrphan
	}
	var out []string
	for _, f := range obj.GetFinalizers() {
		if f != metav1.FinalizerOrphanDependents && f != metav1.FinalizerDeleteDependents {
			out = append(out, f)
		}
	}
	switch policy {
	case metav1.DeletePropagationOrphan:
		out = append(out, metav1.FinalizerOrphanDependents)
	case metav1.DeletePropagationForeground:
		out = append(out, metav1.FinalizerDeleteDependents)
	}
	return out
}
