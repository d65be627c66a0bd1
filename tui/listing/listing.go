// Package listing is what the lists of objects have in common: a virtual table over them, sorted by a column, narrowed by a
// filter, with marks and a selection that stay on their objects when the data changes.
//
// It sorts and filters when the data, the filter or the order changes, never while drawing.
package listing

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Column is a column of a list of items.
type Column[T any] struct {
	widget.Column
	// Cell draws an item's cell in at most width cells.
	Cell func(item T, width int, s *themes.Styles) string
	// Measure is the width that the item's cell wants; nil when Min is what all of them want.
	Measure func(item T) int
	// Compare orders items; nil when the list cannot be sorted by this column.
	Compare func(a, b T) int
	// Descending is the order in which the column is sorted at first.
	Descending bool
	// Hidden leaves the column out, whatever room there is; nil for never.
	Hidden func() bool
}

// Kind says how to read an item.
type Kind[T any] struct {
	Noun    string // such as "CronJobs", for the empty list
	Key     func(T) kube.Key
	Others  func(T) []string // what a filter finds besides the name, in lower case
	Labels  func(T) map[string]string
	Columns []Column[T]
	Sort    int // the column to sort by at first
}

// List is a list of objects. It is changed only on the event loop.
type List[T any] struct {
	env  *screen.Env
	kind Kind[T]

	items  []T // all of them, as given
	total  int // of the cluster, those of other namespaces too
	shown  []T // filtered and sorted: what the table draws
	table  widget.Table
	places []int // column of the kind for each column of the table

	selected kube.Key
	marks    map[kube.Key]struct{}
	anchor   kube.Key // the last one marked, where a range begins

	sort   int // column of the kind
	desc   bool
	filter Filter
	input  textinput.Model
	typing bool

	width, height int
}

// New returns an empty list.
func New[T any](env *screen.Env, kind Kind[T]) *List[T] {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	return &List[T]{
		env: env, kind: kind, marks: map[kube.Key]struct{}{}, input: input,
		sort: kind.Sort, desc: kind.Columns[kind.Sort].Descending,
	}
}

// SetSize tells the cells that the list may fill.
func (l *List[T]) SetSize(width, height int) {
	l.width, l.height = width, height
	l.table.SetSize(width, height)
}

// SetItems brings new data; the selection and the marks stay on the objects they were on.
func (l *List[T]) SetItems(items []T, total int) {
	l.items, l.total = items, total
	if len(l.marks) > 0 {
		l.dropMarksOfGone()
	}
	l.measure()
	l.arrange()
}

// Resort puts the items in order again, for orders that change as time passes.
func (l *List[T]) Resort() { l.arrange() }

// SortedBy is the title of the column that the list is sorted by.
func (l *List[T]) SortedBy() string { return l.kind.Columns[l.sort].Title }

// Selected is the item under the cursor.
func (l *List[T]) Selected() (item T, ok bool) {
	if len(l.shown) == 0 {
		return item, false
	}
	return l.shown[l.table.Cursor()], true
}

// Shown are the items as they are shown.
func (l *List[T]) Shown() []T { return l.shown }

// measure finds out how wide the columns want to be and which are left out.
func (l *List[T]) measure() {
	l.table.Columns = l.table.Columns[:0]
	l.places = l.places[:0]
	for i, c := range l.kind.Columns {
		if c.Hidden != nil && c.Hidden() {
			continue
		}
		column := c.Column
		column.Want = max(column.Min, widget.Width(c.Title)+1)
		if c.Measure != nil {
			for _, item := range l.items {
				column.Want = max(column.Want, c.Measure(item))
			}
		}
		l.table.Columns = append(l.table.Columns, column)
		l.places = append(l.places, i)
	}
	l.pointSort()
	l.table.Layout()
}

// pointSort puts the arrow at the column that the list is sorted by.
func (l *List[T]) pointSort() {
	l.table.Sorted, l.table.Desc = slices.Index(l.places, l.sort), l.desc
}

// arrange filters and sorts the items and finds the selected one again; when it is gone, the cursor stays where it was.
func (l *List[T]) arrange() {
	shown := make([]T, 0, len(l.items))
	compare := l.order()
	if l.filter.IsZero() {
		shown = append(shown, l.items...)
		slices.SortFunc(shown, compare)
	} else {
		shown = l.ranked(shown, compare)
	}
	l.shown = shown
	cursor := l.table.Cursor()
	if at := slices.IndexFunc(shown, func(item T) bool { return l.kind.Key(item) == l.selected }); at >= 0 {
		cursor = at
	}
	l.table.SetRows(len(shown), cursor)
	l.follow()
}

// ranked are the items that the filter leaves, the best ones first.
func (l *List[T]) ranked(into []T, compare func(a, b T) int) []T {
	type match struct {
		item T
		rank int
	}
	matches := make([]match, 0, len(l.items))
	for _, item := range l.items {
		rank := l.filter.Rank(strings.ToLower(l.kind.Key(item).Name), l.kind.Others(item), l.kind.Labels(item))
		if rank != noMatch {
			matches = append(matches, match{item, rank})
		}
	}
	slices.SortFunc(matches, func(a, b match) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return compare(a.item, b.item)
	})
	for _, m := range matches {
		into = append(into, m.item)
	}
	return into
}

// order compares by the chosen column, then by namespace and name, so that no two rows ever swap by chance.
func (l *List[T]) order() func(a, b T) int {
	column := l.kind.Columns[l.sort]
	return func(a, b T) int {
		c := column.Compare(a, b)
		if l.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
		ka, kb := l.kind.Key(a), l.kind.Key(b)
		if c := strings.Compare(ka.Namespace, kb.Namespace); c != 0 {
			return c
		}
		return strings.Compare(ka.Name, kb.Name)
	}
}

// follow remembers the object under the cursor.
func (l *List[T]) follow() {
	if item, ok := l.Selected(); ok {
		l.selected = l.kind.Key(item)
	}
}
