package variables

import (
	"slices"

	"mvdan.cc/sh/v3/expand"
)

// NextIndex returns the index after the last one of an array.
func NextIndex(v expand.Variable) int {
	if v.Indexes == nil {
		return len(v.List)
	}
	if len(v.Indexes) == 0 {
		return 0
	}
	return v.Indexes[len(v.Indexes)-1] + 1
}

// SetElement returns an array with a value at an index. It changes v's slices.
func SetElement(v expand.Variable, i int, value string) expand.Variable {
	if v.Indexes == nil {
		switch {
		case i < len(v.List):
			v.List[i] = value
			return v
		case i == len(v.List):
			v.List = append(v.List, value)
			return v
		}
		v.Indexes = make([]int, len(v.List))
		for k := range v.Indexes {
			v.Indexes[k] = k
		}
	}
	at, found := slices.BinarySearch(v.Indexes, i)
	if found {
		v.List[at] = value
		return v
	}
	v.List = slices.Insert(v.List, at, value)
	v.Indexes = slices.Insert(v.Indexes, at, i)
	return v
}
