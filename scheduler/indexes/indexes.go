// Package indexes implements sets of completion indexes, and the form in which the status of an Indexed Job holds them: "1,3-5,7".
//
// It never looks at Jobs or pods.
package indexes

import (
	"slices"
	"strconv"
	"strings"
)

// Range is a run of completion indexes, both ends included.
type Range struct{ First, Last int }

// Set is a set of completion indexes as ascending runs that neither overlap nor touch.
type Set []Range

// Parse reads the form of status.completedIndexes ("1,3-5,7"), leaving out indexes from completions up and parts
// that make no sense.
func Parse(s string, completions int) Set {
	var result Set
	if s == "" {
		return nil
	}
	for part := range strings.SplitSeq(s, ",") {
		r, ok := parseIndexRange(part)
		if !ok {
			continue
		}
		if r.First >= completions {
			break
		}
		r.Last = min(r.Last, completions-1)
		if n := len(result); n > 0 && result[n-1].Last == r.First-1 {
			result[n-1].Last = r.Last
		} else {
			result = append(result, r)
		}
	}
	return result
}

func parseIndexRange(s string) (Range, bool) {
	first, last, isRange := strings.Cut(s, "-")
	from, err := strconv.Atoi(first)
	if err != nil {
		return Range{}, false
	}
	if !isRange {
		return Range{from, from}, true
	}
	to, err := strconv.Atoi(last)
	return Range{from, to}, err == nil && to >= from
}

// Of is the set of the given indexes, in any order.
func Of(indexes ...int) Set {
	sorted := slices.Sorted(slices.Values(indexes))
	runs := make(Set, len(sorted))
	for i, index := range sorted {
		runs[i] = Range{index, index}
	}
	return Set(nil).Union(runs)
}

// Union is the set of the indexes in either set.
func (x Set) Union(y Set) Set {
	var result Set
	for len(x) > 0 || len(y) > 0 {
		var next Range
		if len(y) == 0 || len(x) > 0 && x[0].First < y[0].First {
			next, x = x[0], x[1:]
		} else {
			next, y = y[0], y[1:]
		}
		if n := len(result); n > 0 && next.First <= result[n-1].Last+1 {
			result[n-1].Last = max(result[n-1].Last, next.Last)
		} else {
			result = append(result, next)
		}
	}
	return result
}

// Intersect is the set of the indexes in both sets.
func (x Set) Intersect(y Set) Set {
	var result Set
	for len(x) > 0 && len(y) > 0 {
		first, last := max(x[0].First, y[0].First), min(x[0].Last, y[0].Last)
		if first <= last {
			result = append(result, Range{first, last})
		}
		if x[0].Last < y[0].Last {
			x = x[1:]
		} else {
			y = y[1:]
		}
	}
	return result
}

// Has reports whether index is in the set.
func (x Set) Has(index int) bool {
	i, _ := slices.BinarySearchFunc(x, index, func(r Range, index int) int { return r.Last - index })
	return i < len(x) && x[i].First <= index
}

// Count is how many indexes the set has.
func (x Set) Count() int {
	n := 0
	for _, r := range x {
		n += r.Last - r.First + 1
	}
	return n
}

// Missing returns the lowest indexes from 0 to limit−1 that are not in the set, at most n of them.
func (x Set) Missing(n, limit int) []int {
	var result []int
	candidate := 0
	for _, r := range x {
		for ; candidate < min(r.First, limit) && len(result) < n; candidate++ {
			result = append(result, candidate)
		}
		candidate = max(candidate, r.Last+1)
	}
	for ; candidate < limit && len(result) < n; candidate++ {
		result = append(result, candidate)
	}
	return result
}

// String is the form of status.completedIndexes: runs of three and more as "3-5", others as single indexes.
func (x Set) String() string {
	var b strings.Builder
	for _, r := range x {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(r.First))
		if r.Last == r.First {
			continue
		}
		if r.Last == r.First+1 {
			b.WriteByte(',')
		} else {
			b.WriteByte('-')
		}
		b.WriteString(strconv.Itoa(r.Last))
	}
	return b.String()
}
