package controller

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// garbageCollector deletes what its owners leave behind, and ends the deletions that wait for dependents: foreground ones when
// no dependent blocks them, orphaning ones when no dependent refers to the owner.
//
// It keeps no graph of its own: the API knows who is owned by whom.
type garbageCollector struct {
	deps
	kinds   []anyKind
	queue   *Queue[gcKey]
	unwatch []func()
}

// gcKey is an object to look at, or with dependents set all those that refer to it, whether it exists or not.
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
		c.lookAtOwners(old)
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
		c.lookAtOwners(old)
	}
}

// lookAtOwners looks at the owners of an object that went, or that they may have lost: one may have waited for that.
func (c *garbageCollector) lookAtOwners(obj resource.Object) {
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

// waits says whether the deletion of an object has begun and waits for this controller.
func waits(obj resource.Object) bool {
	return obj.GetDeletionTimestamp() != nil && (has(obj, metav1.FinalizerOrphanDependents) || has(obj, metav1.FinalizerDeleteDependents))
}

func has(obj resource.Object, finalizer string) bool {
	return slices.Contains(obj.GetFinalizers(), finalizer)
}
