package store

import (
	"strings"
	"time"

	"github.com/google/btree"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Table holds the objects of one resource.
type Table struct {
	store    *Store
	resource schema.GroupResource

	// All that follows is guarded by store.mu.
	byName    map[types.NamespacedName]*Item
	ordered   *btree.BTreeG[*Item]
	byOwner   ownerIndex
	history   history
	observers []*observer
}

// Item is a stored object.
type Item struct {
	Object   resource.Object
	Revision uint64
	Expires  time.Time // zero: never

	key string
}

// Key orders objects as etcd does: "namespace/name", or "name" alone.
func (i *Item) Key() string { return i.key }

func newTable(s *Store, gr schema.GroupResource) *Table {
	return &Table{
		store: s, resource: gr,
		byName:  map[types.NamespacedName]*Item{},
		ordered: btree.NewG(32, func(a, b *Item) bool { return a.key < b.key }),
		byOwner: ownerIndex{},
		history: newHistory(s.opts.History, s.revision),
	}
}

// Resource is the resource whose objects the table holds.
func (t *Table) Resource() schema.GroupResource { return t.resource }

// Get returns an object, or nil.
func (t *Table) Get(namespace, name string) *Item {
	t.store.mu.RLock()
	defer t.store.mu.RUnlock()
	return t.byName[nameIn(namespace, name)]
}

// Len is the number of objects.
func (t *Table) Len() int {
	t.store.mu.RLock()
	defer t.store.mu.RUnlock()
	return len(t.byName)
}

// List returns the objects of a namespace, or all of them if it is empty, ordered by key, and the revision of the list.
func (t *Table) List(namespace string) ([]*Item, uint64) {
	t.store.mu.RLock()
	defer t.store.mu.RUnlock()
	return t.listLocked(namespace), t.store.revision
}

func (t *Table) listLocked(namespace string) []*Item {
	var items []*Item
	if namespace == "" {
		items = make([]*Item, 0, t.ordered.Len())
		t.ordered.Ascend(func(i *Item) bool {
			items = append(items, i)
			return true
		})
		return items
	}
	prefix := namespace + "/"
	t.ordered.AscendGreaterOrEqual(&Item{key: prefix}, func(i *Item) bool {
		if !strings.HasPrefix(i.key, prefix) {
			return false
		}
		items = append(items, i)
		return true
	})
	return items
}

// ListAt returns [Table.List] as it was at an earlier revision. It fails with an [ExpiredError] if history does not reach back to it.
func (t *Table) ListAt(namespace string, revision uint64) ([]*Item, error) {
	t.store.mu.Lock() // cloning the tree writes to it
	defer t.store.mu.Unlock()
	e, err := t.history.after(revision)
	if err != nil {
		return nil, err
	}
	return t.listBeforeLocked(namespace, e.undone()), nil
}

// listBeforeLocked lists the objects with other items under some keys; nil means none.
func (t *Table) listBeforeLocked(namespace string, before map[string]*Item) []*Item {
	if len(before) == 0 {
		return t.listLocked(namespace)
	}
	past := t.ordered.Clone()
	for key, item := range before {
		if item == nil {
			past.Delete(&Item{key: key})
		} else {
			past.ReplaceOrInsert(item)
		}
	}
	then := &Table{ordered: past}
	return then.listLocked(namespace)
}

// OwnedBy returns the objects of a namespace with an owner reference to uid, ordered by name.
func (t *Table) OwnedBy(namespace string, uid types.UID) []*Item {
	t.store.mu.RLock()
	defer t.store.mu.RUnlock()
	return t.byOwner.list(namespace, uid)
}

func nameOf(obj resource.Object) types.NamespacedName {
	return nameIn(obj.GetNamespace(), obj.GetName())
}

func nameIn(namespace, name string) types.NamespacedName {
	return types.NamespacedName{Namespace: namespace, Name: name}
}

func keyOf(name types.NamespacedName) string {
	if name.Namespace == "" {
		return name.Name
	}
	return name.Namespace + "/" + name.Name
}
