package listing

import (
	"cmp"
	"slices"
	"strings"
)

// place is where an item stands in the order of names, with what it is sorted by, read once: comparing two of them touches
// neither the items nor the objects behind them.
type place struct {
	number int64
	text   string
	at     int32 // in items
}

// sorted puts the places of all items in the chosen order. Those that are alike stay in the order of names, so that no two rows
// ever swap by chance.
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

// byName puts items in the order of namespaces and names, unless they are in it, as those of a snapshot are.
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

// match is a place in the order that the filter leaves, and how well it fits.
type match struct{ at, rank int32 }

// narrow finds out which of the ordered items the filter leaves, the best ones first. What a longer text leaves is among what
// its beginning left: then only that is looked at.
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
		for _, m := range among { // kept grows no faster than among is read
			look(m.at)
		}
	}
	slices.SortFunc(kept, func(a, b match) int { return cmp.Or(int(a.rank-b.rank), int(a.at-b.at)) })
	l.matches = kept
}
