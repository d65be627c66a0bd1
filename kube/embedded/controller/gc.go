package controller

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// garbageCollector deletes objects whose owners are gone, and completes deletions that wait for dependents: a foreground deletion
// once no dependent blocks it, an orphaning one once no dependent refers to the owner.
//
// It keeps no graph of its own: the store has an index by owner.
type garbageCollector struct {
	deps
	kinds   []anyKind
	queue   *Queue[gcKey]
	unwatch []func()
}

// gcKey is an object to sync. With dependents set, it stands for all objects that refer to it, whether it exists or not.
type gcKey struct {
	kind            schema.GroupKind
	namespace, name string
	uid             types.UID
	dependents      bool
}

func newGarbageCollector(d deps) controller {
	c := &garbageCollector{deps: d, kinds: kindsOf(d.client)}
	c.queue = newQueue(d, "garbage-collector", DefaultRetry, c.sync)
	return c
}

func (c *garbageCollector) start() {
	for _, kind := range c.kinds {
		c.unwatch = append(c.unwatch, kind.onChange(func(old, obj resource.Object) { c.changed(kind, old, obj) }))
	}
	c.queue.Start()
}

func (c *garbageCollector) stop() {
	for _, unwatch := range c.unwatch {
		unwatch()
	}
	c.queue.Stop()
}

func (c *garbageCollector) changed(kind anyKind, old, obj resource.Object) {
	if obj == nil {
		c.queue.Add(keyOf(kind, old).ofDependents())
		c.enqueueOwners(old)
		return
	}
	begins := waits(obj) && (old == nil || !waits(old))
	rewired := old != nil && !equality.Semantic.DeepEqual(old.GetOwnerReferences(), obj.GetOwnerReferences())
	if begins || rewired || old == nil && len(obj.GetOwnerReferences()) > 0 {
		c.queue.Add(keyOf(kind, obj))
	}
	if begins && has(obj, metav1.FinalizerDeleteDependents) {
		c.queue.Add(keyOf(kind, obj).ofDependents())
	}
	if rewired {
		c.enqueueOwners(old)
	}
}

// enqueueOwners enqueues the owners of an object that is gone, or may have lost them: one of them may have waited for that.
func (c *garbageCollector) enqueueOwners(obj resource.Object) {
	for _, ref := range obj.GetOwnerReferences() {
		kind, namespace, found := c.ownerKind(obj, ref)
		if found {
			c.queue.Add(gcKey{kind: kind.GroupKind, namespace: namespace, name: ref.Name, uid: ref.UID})
		}
	}
}

func (c *garbageCollector) ownerKind(obj resource.Object, ref metav1.OwnerReference) (kind anyKind, namespace string, found bool) {
	gv, err := schema.ParseGroupVersion(ref.APIVersion)
	if err != nil {
		return anyKind{}, "", false
	}
	kind, found = c.kind(gv.WithKind(ref.Kind).GroupKind())
	if kind.clusterScoped {
		return kind, "", found
	}
	return kind, obj.GetNamespace(), found && obj.GetNamespace() != ""
}

func (c *garbageCollector) kind(gk schema.GroupKind) (anyKind, bool) {
	i := slices.IndexFunc(c.kinds, func(kind anyKind) bool { return kind.GroupKind == gk })
	if i < 0 {
		return anyKind{}, false
	}
	return c.kinds[i], true
}

func keyOf(kind anyKind, obj resource.Object) gcKey {
	return gcKey{kind: kind.GroupKind, namespace: obj.GetNamespace(), name: obj.GetName(), uid: obj.GetUID()}
}

func (k gcKey) ofDependents() gcKey {
	k.dependents = true
	return k
}

// waits reports whether an object is being deleted and its deletion waits for this controller.
func waits(obj resource.Object) bool {
	return obj.GetDeletionTimestamp() != nil && (has(obj, metav1.FinalizerOrphanDependents) || has(obj, metav1.FinalizerDeleteDependents))
}

func has(obj resource.Object, finalizer string) bool {
	return slices.Contains(obj.GetFinalizers(), finalizer)
}
