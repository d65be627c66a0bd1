package store

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// ownerIndex finds the objects that refer to an owner. Its lists are ordered by key.
type ownerIndex map[ownerKey][]*Item

type ownerKey struct {
	namespace string
	uid       types.UID
}

func (x ownerIndex) list(namespace string, uid types.UID) []*Item {
	return slices.Clone(x[ownerKey{namespace, uid}])
}

func (x ownerIndex) update(old, updated *Item) {
	var before, after []metav1.OwnerReference
	if old != nil {
		before = old.Object.GetOwnerReferences()
	}
	if updated != nil {
		after = updated.Object.GetOwnerReferences()
	}
	for _, ref := range before {
		if !refersTo(after, ref.UID) {
			x.remove(ownerKey{old.Object.GetNamespace(), ref.UID}, old)
		}
	}
	for _, ref := range after {
		x.put(ownerKey{updated.Object.GetNamespace(), ref.UID}, updated)
	}
}

func (x ownerIndex) put(owner ownerKey, item *Item) {
	items := x[owner]
	at, found := slices.BinarySearchFunc(items, item, byKey)
	if found {
		items[at] = item
		return
	}
	x[owner] = slices.Insert(items, at, item)
}

func (x ownerIndex) remove(owner ownerKey, item *Item) {
	items := x[owner]
	at, found := slices.BinarySearchFunc(items, item, byKey)
	if !found {
		return
	}
	if items = slices.Delete(items, at, at+1); len(items) == 0 {
		delete(x, owner)
		return
	}
	x[owner] = items
}

func byKey(a, b *Item) int { return strings.Compare(a.key, b.key) }

func refersTo(refs []metav1.OwnerReference, uid types.UID) bool {
	return slices.ContainsFunc(refs, func(r metav1.OwnerReference) bool { return r.UID == uid })
}
