package kube

import (
	"cmp"
	"maps"
	"slices"
)

// keyed is an element of a list that is sorted by key.
type keyed interface{ Key() Key }

// compareKeys orders by namespace, then name.
func compareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
}

// find looks a key up in a sorted list; the zero T when it is not there.
func find[T keyed](list []T, key Key) T {
	i, ok := locate(list, key)
	if !ok {
		var none T
		return none
	}
	return list[i]
}

func locate[T keyed](list []T, key Key) (int, bool) {
	return slices.BinarySearchFunc(list, key, func(item T, key Key) int { return compareKeys(item.Key(), key) })
}

// patch returns a copy of a sorted list in which the changed keys hold their new element, or are gone where present says so.
// What did not change is copied in runs, so that a change of one of 10,000 costs little more than the copy.
func patch[T keyed](list []T, changed map[Key]T, gone map[Key]bool) []T {
	keys := make([]Key, 0, len(changed)+len(gone))
	for key := range changed {
		keys = append(keys, key)
	}
	for key := range gone {
		if _, back := changed[key]; !back {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, compareKeys)

	out := make([]T, 0, len(list)+len(changed))
	for _, key := range keys {
		at, found := locate(list, key)
		out = append(out, list[:at]...)
		if item, ok := changed[key]; ok {
			out = append(out, item)
		}
		if found {
			at++
		}
		list = list[at:]
	}
	return append(out, list...)
}

// sortedKeys are a map's keys in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
