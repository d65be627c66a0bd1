package listing

import (
	"cmp"
	"slices"
	"strings"
)

// place is an item's index in the order of names with its sort key, read once: comparing two places touches neither the items nor their
// objects.
type place struct {
	number int64
	text   string
	at     int32 // in items
}

// sorted sorts the places of all items. Equal items stay in the order of names, so that rows never swap at random.
func (l *List[T]) sorted() {
	column := l.kind.Columns[l.sort]
	l.order = slices.Grow(l.order[:0], len(l.items))
	for i, item := range l.items {
		p := place{at: int32(i)}
		switch {
		case column.Number != nil:
			p.number = column.Number(item)
		case column.Text != nil:
			p.text = column.Text(item)
		}
		l.order = append(l.order, p)
	}
	compare := func(a, b *place) int { return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.text, b.text)) }
	sign := 1
	if l.desc {
		sign = -1
	}
	slices.SortFunc(l.order, func(a, b place) int {
		if c := compare(&a, &b); c != 0 {
			return sign * c
		}
		return int(a.at - b.at)
	})
}

// byName sorts items by namespace and name, unless they are sorted already, as in a snapshot.
func (l *List[T]) byName(items []T) []T {
	compare := func(a, b T) int {
		x, y := l.kind.Key(a), l.kind.Key(b)
		return cmp.Or(strings.Compare(x.Namespace, y.Namespace), strings.Compare(x.Name, y.Name))
	}
	if slices.IsSortedFunc(items, compare) {
		return items
	}
	items = slices.Clone(items)
	slices.SortStableFunc(items, compare)
	return items
}

// match is an index in the sort order of an item that passes the filter, and how well it matches.
type match struct{ at, rank int32 }

// narrow finds the items that pass the filter, the best matches first. A longer text matches a subset of what its beginning matched, so
// only that subset is checked.
func (l *List[T]) narrow(among []match) {
	kept := l.matches[:0]
	if among == nil {
		kept = slices.Grow(kept, len(l.order))
	}
	look := func(at int32) {
		item := l.items[l.order[at].at]
		l.others = l.kind.Others(item, l.others[:0])
		rank := l.filter.Rank(strings.ToLower(l.kind.Key(item).Name), l.others, l.kind.Labels(item))
		if rank != noMatch {
			kept = append(kept, match{at, int32(rank)})
		}
	}
	if among == nil {
		for at := range l.order {
			look(int32(at))
		}
	} else {
		for _, m := range among { // kept never grows faster than among is read
			look(m.at)
		}
	}
	slices.SortFunc(kept, func(a, b match) int { return cmp.Or(int(a.rank-b.rank), int(a.at-b.at)) })
	l.matches = kept
}
