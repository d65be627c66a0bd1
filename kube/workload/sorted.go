package workload

import (
	"slices"

	"github.com/kronoscope/kronoscope/kube"
)

// keyed is an element of a list that is sorted by key.
type keyed interface{ Key() kube.Key }

// find returns the element with a key from a sorted list; the zero T when there is none.
func find[T keyed](list []T, key kube.Key) T {
	i, ok := locate(list, key)
	if !ok {
		var none T
		return none
	}
	return list[i]
}

// locate returns where a key is in a sorted list, or would be, and whether it is there.
func locate[T keyed](list []T, key kube.Key) (int, bool) {
	return slices.BinarySearchFunc(list, key, func(item T, key kube.Key) int { return kube.CompareKeys(item.Key(), key) })
}

// patchSorted returns a copy of a sorted list with the changed elements put in and the gone ones left out. A changed key that is also
// gone stays. Elements in between are copied in one go, so that a change of one in 10,000 costs little more than the copy.
func patchSorted[T keyed](list []T, changed map[kube.Key]T, gone map[kube.Key]bool) []T {
	keys := make([]kube.Key, 0, len(changed)+len(gone))
	for key := range changed {
		keys = append(keys, key)
	}
	for key := range gone {
		if _, back := changed[key]; !back {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, kube.CompareKeys)

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
