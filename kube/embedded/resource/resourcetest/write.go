package resourcetest

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// suffixChars are the characters that the API server appends to a generateName.
const suffixChars = "bcdfghjklmnpqrstvwxz2456789"

// Create implements [resource.Interface].
func (k *kind[T]) Create(obj T) (T, error) {
	var none T
	c := k.client
	if err := c.runBefore("create", k.resource.Resource, obj); err != nil {
		return none, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	obj = stored(obj)
	if err := c.terminatingLocked(k.resource, obj); err != nil {
		return none, err
	}
	if obj.GetName() == "" {
		obj.SetName(obj.GetGenerateName() + suffix(c.nextLocked()))
	}
	if _, exists := k.objects[keyOf(obj)]; exists {
		return none, apierrors.NewAlreadyExists(k.resource, obj.GetName())
	}
	obj.SetUID(types.UID(fmt.Sprintf("00000000-0000-4000-8000-%012d", c.nextLocked())))
	obj.SetCreationTimestamp(metav1.NewTime(c.now()).Rfc3339Copy())
	obj.SetDeletionTimestamp(nil)
	obj.SetDeletionGracePeriodSeconds(nil)
	if k.rules.create != nil {
		k.rules.create(obj)
	}
	k.storeLocked("create", none, obj)
	return obj, nil
}

// Update implements [resource.Interface].
func (k *kind[T]) Update(obj T) (T, error) {
	return k.update("update", obj, func(old, updated T) {
		if k.rules.copyStatus != nil {
			k.rules.copyStatus(updated, old)
		}
		if old.GetGeneration() > 0 && !equality.Semantic.DeepEqual(specOf(old), specOf(updated)) {
			updated.SetGeneration(old.GetGeneration() + 1)
		}
	})
}

// UpdateStatus implements [resource.Interface].
func (k *kind[T]) UpdateStatus(obj T) (T, error) {
	return k.update("update-status", obj, func(old, updated T) {
		if spec := specOf(updated); spec != nil {
			reflect.ValueOf(spec).Elem().Set(reflect.ValueOf(specOf(old.DeepCopyObject())).Elem())
		}
	})
}

func (k *kind[T]) update(verb string, obj T, merge func(old, updated T)) (T, error) {
	var none T
	c := k.client
	if err := c.runBefore(verb, k.resource.Resource, obj); err != nil {
		return none, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	old, err := k.getLocked(obj.GetNamespace(), obj.GetName())
	if err != nil {
		return none, err
	}
	stale := obj.GetResourceVersion() != "" && obj.GetResourceVersion() != old.GetResourceVersion()
	if stale || obj.GetUID() != "" && obj.GetUID() != old.GetUID() {
		return none, apierrors.NewConflict(k.resource, obj.GetName(),
			errors.New("the object has been modified; please apply your changes to the latest version and try again"))
	}
	obj = stored(obj)
	obj.SetUID(old.GetUID())
	obj.SetCreationTimestamp(old.GetCreationTimestamp())
	obj.SetDeletionTimestamp(old.GetDeletionTimestamp())
	obj.SetDeletionGracePeriodSeconds(old.GetDeletionGracePeriodSeconds())
	obj.SetGeneration(old.GetGeneration())
	obj.SetResourceVersion(old.GetResourceVersion())
	merge(old, obj)
	if equality.Semantic.DeepEqual(old, obj) {
		return old, nil
	}
	if k.isDeleted(old, obj) {
		k.removeLocked(verb, old)
		return obj, nil
	}
	k.storeLocked(verb, old, obj)
	return obj, nil
}

// isDeleted reports whether a write removed the last finalizer of an object whose deletion waits for nothing else.
func (k *kind[T]) isDeleted(old, updated T) bool {
	grace := old.GetDeletionGracePeriodSeconds()
	if k.rules.pending != nil && k.rules.pending(updated) {
		return false
	}
	return len(updated.GetFinalizers()) == 0 && old.GetDeletionTimestamp() != nil && (grace == nil || *grace == 0)
}

func (k *kind[T]) storeLocked(verb string, old, obj T) {
	obj.SetResourceVersion(strconv.FormatUint(k.client.nextLocked(), 10))
	k.objects[keyOf(obj)] = obj
	k.client.logWriteLocked(verb, k.resource.Resource, obj)
	k.notifyLocked(old, obj)
}

func (k *kind[T]) removeLocked(verb string, old T) {
	var none T
	delete(k.objects, keyOf(old))
	k.client.logWriteLocked(verb, k.resource.Resource, old)
	k.notifyLocked(old, none)
}

func (c *Client) terminatingLocked(res schema.GroupResource, obj resource.Object) error {
	ns, found := c.namespaces.objects[types.NamespacedName{Name: obj.GetNamespace()}]
	if !found || ns.Status.Phase != corev1.NamespaceTerminating {
		return nil
	}
	err := apierrors.NewForbidden(res, obj.GetName(),
		fmt.Errorf("unable to create new content in namespace %s because it is being terminated", ns.Name))
	err.ErrStatus.Details.Causes = append(err.ErrStatus.Details.Causes, metav1.StatusCause{
		Type:    corev1.NamespaceTerminatingCause,
		Message: fmt.Sprintf("namespace %s is being terminated", ns.Name), Field: "metadata.namespace",
	})
	return err
}
