package controller

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

func (c *garbageCollector) sync(key gcKey) error {
	if key.dependents {
		for _, dep := range c.dependents(key.namespace, key.uid) {
			c.queue.Add(keyOf(dep.kind, dep.obj))
		}
		return nil
	}
	kind, _ := c.kind(key.kind)
	obj, err := kind.get(key.namespace, key.name)
	if err != nil {
		return ignoreNotFound(err)
	}
	var what string
	switch {
	case obj.GetUID() != key.uid:
		return nil
	case waits(obj) && has(obj, metav1.FinalizerOrphanDependents):
		what, err = "orphaning the dependents of", c.orphan(kind, obj)
	case waits(obj):
		what, err = "deleting the dependents of", c.deleteForeground(kind, obj)
	case obj.GetDeletionTimestamp() == nil && len(obj.GetOwnerReferences()) > 0:
		what, err = "collecting", c.collect(kind, obj)
	}
	if ignoreNotFound(err) != nil {
		return fmt.Errorf("%s %s %s/%s: %w", what, kind.Kind, key.namespace, key.name, err)
	}
	return nil
}

// dependent is an object that refers to an owner.
type dependent struct {
	kind anyKind
	obj  resource.Object
}

func (c *garbageCollector) dependents(namespace string, owner types.UID) []dependent {
	var out []dependent
	for _, kind := range c.kinds {
		owned := kind.ownedBy
		if namespace == "" && !kind.clusterScoped {
			owned = func(_ string, uid types.UID) []resource.Object { // a cluster-scoped owner's are in any namespace
				return slices.DeleteFunc(kind.list(""), func(obj resource.Object) bool { return refTo(obj, uid) == nil })
			}
		}
		for _, obj := range owned(namespace, owner) {
			out = append(out, dependent{kind, obj})
		}
	}
	return out
}

// orphan removes the owner from all dependents, and then the owner's finalizer.
func (c *garbageCollector) orphan(kind anyKind, owner resource.Object) error {
	for _, dep := range c.dependents(owner.GetNamespace(), owner.GetUID()) {
		if err := dep.kind.dropRefs(dep.obj, owner.GetUID()); ignoreNotFound(err) != nil {
			return fmt.Errorf("%s %s: %w", dep.kind.Kind, dep.obj.GetName(), err)
		}
	}
	return kind.dropFinalizer(owner, metav1.FinalizerOrphanDependents)
}

// deleteForeground removes the owner's finalizer once no dependent blocks it. Until then it deletes those that do.
func (c *garbageCollector) deleteForeground(kind anyKind, owner resource.Object) error {
	blocked := false
	for _, dep := range c.dependents(owner.GetNamespace(), owner.GetUID()) {
		ref := refTo(dep.obj, owner.GetUID())
		if ref == nil || ref.BlockOwnerDeletion == nil || !*ref.BlockOwnerDeletion {
			continue
		}
		blocked = true
		if !waits(dep.obj) {
			c.queue.Add(keyOf(dep.kind, dep.obj))
		}
	}
	if blocked {
		return nil
	}
	return kind.dropFinalizer(owner, metav1.FinalizerDeleteDependents)
}

// collect deletes an object whose owners are all absent or wait for its deletion. If it has another owner, only the references to
// those are removed.
func (c *garbageCollector) collect(kind anyKind, obj resource.Object) error {
	var gone []types.UID // owners that are absent, or wait for their dependents' deletion
	waited, solid := false, false
	for _, ref := range obj.GetOwnerReferences() {
		owner, known := c.owner(obj, ref)
		switch {
		case !known:
			return nil
		case owner == nil:
			gone = append(gone, ref.UID)
		case waits(owner) && has(owner, metav1.FinalizerDeleteDependents):
			gone = append(gone, ref.UID)
			waited = true
		default:
			solid = true
		}
	}
	if solid {
		if len(gone) == 0 {
			return nil
		}
		return kind.dropRefs(obj, gone...)
	}
	policy := metav1.DeletePropagationBackground
	switch deps := c.dependents(obj.GetNamespace(), obj.GetUID()); {
	case waited && len(deps) > 0:
		if slices.ContainsFunc(deps, func(dep dependent) bool { return waits(dep.obj) }) {
			return c.breakCycle(kind, obj)
		}
		policy = metav1.DeletePropagationForeground
	case has(obj, metav1.FinalizerOrphanDependents):
		policy = metav1.DeletePropagationOrphan
	case has(obj, metav1.FinalizerDeleteDependents):
		policy = metav1.DeletePropagationForeground
	}
	return kind.deleteExactly(obj, policy)
}

// breakCycle deletes an object whose dependents wait for their own, which may include its owner, so that it no longer blocks its
// owners.
func (c *garbageCollector) breakCycle(kind anyKind, obj resource.Object) error {
	changed := obj.DeepCopyObject().(resource.Object)
	refs := changed.GetOwnerReferences()
	for i := range refs {
		refs[i].BlockOwnerDeletion = nil
	}
	changed.SetOwnerReferences(refs)
	if err := kind.update(changed); err != nil {
		return err
	}
	latest, err := kind.get(obj.GetNamespace(), obj.GetName())
	if err != nil {
		return err
	}
	return kind.deleteExactly(latest, metav1.DeletePropagationForeground)
}

// owner returns the object that a reference means, or nil if there is none of that name and UID. known is false for kinds that the
// plane does not have.
func (c *garbageCollector) owner(obj resource.Object, ref metav1.OwnerReference) (owner resource.Object, known bool) {
	kind, namespace, found := c.ownerKind(obj, ref)
	if !found {
		return nil, false
	}
	owner, err := kind.get(namespace, ref.Name)
	if err != nil || owner.GetUID() != ref.UID {
		return nil, ignoreNotFound(err) == nil
	}
	return owner, true
}

func refTo(obj resource.Object, owner types.UID) *metav1.OwnerReference {
	refs := obj.GetOwnerReferences()
	if i := slices.IndexFunc(refs, func(ref metav1.OwnerReference) bool { return ref.UID == owner }); i >= 0 {
		return &refs[i]
	}
	return nil
}

func (k anyKind) dropRefs(obj resource.Object, owners ...types.UID) error {
	changed := obj.DeepCopyObject().(resource.Object)
	changed.SetOwnerReferences(slices.DeleteFunc(changed.GetOwnerReferences(),
		func(ref metav1.OwnerReference) bool { return slices.Contains(owners, ref.UID) }))
	return k.update(changed)
}

func (k anyKind) dropFinalizer(obj resource.Object, finalizer string) error {
	changed := obj.DeepCopyObject().(resource.Object)
	changed.SetFinalizers(slices.DeleteFunc(changed.GetFinalizers(), func(f string) bool { return f == finalizer }))
	return k.update(changed)
}

// deleteExactly deletes an object if it is still the one that was read.
func (k anyKind) deleteExactly(obj resource.Object, policy metav1.DeletionPropagation) error {
	uid, version := obj.GetUID(), obj.GetResourceVersion()
	return k.delete(obj.GetNamespace(), obj.GetName(), metav1.DeleteOptions{
		PropagationPolicy: &policy,
		Preconditions:     &metav1.Preconditions{UID: &uid, ResourceVersion: &version},
	})
}
