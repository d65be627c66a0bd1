package indexes

import (
	"testing"

	"pgregory.net/rapid"
)

func TestPropertyIndexSetsReadBackWhatTheyWrite(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		some := rapid.SliceOf(rapid.IntRange(0, 40)).Draw(rt, "indexes")
		more := rapid.SliceOf(rapid.IntRange(0, 40)).Draw(rt, "more")
		x, y := Of(some...), Of(more...)
		if got := Parse(x.String(), 41); got.String() != x.String() {
			rt.Fatalf("%q was read as %q", x, got)
		}
		union, both := x.Union(y), x.Intersect(y)
		count := 0
		for i := range 41 {
			if union.Has(i) != (x.Has(i) || y.Has(i)) || both.Has(i) != (x.Has(i) && y.Has(i)) {
				rt.Fatalf("%d in %q and %q: union %q, intersection %q", i, x, y, union, both)
			}
			if union.Has(i) {
				count++
			}
		}
		if union.Count() != count || len(union.Missing(100, 41)) != 41-count {
			rt.Fatalf("%q: %d indexes, %v missing", union, union.Count(), union.Missing(100, 41))
		}
	})
}
