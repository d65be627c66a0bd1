// Package listing is the common part of all lists of objects: a virtual table, sorted by a column, narrowed by a filter, with marks and a
// selection that stay on their objects when the data changes.
//
// It sorts and filters when the data, the filter or the order changes, never while drawing.
package listing

import (
	"slices"

	"charm.land/bubbles/v2/textinput"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Column is a column of a list of items.
type Column[T any] struct {
	widget.Column
	// Cell returns an item's cell in at most width cells of the terminal.
	Cell func(item T, width int, s *themes.Styles) string
	// Measure returns the width that an item's cell wants; nil when every item wants Min.
	Measure func(item T) int
	// Number or Text is the sort key. A column with neither cannot be sorted by.
	Number func(item T) int64
	Text   func(item T) string
	// Descending is the initial order of the column.
	Descending bool
	// Hidden leaves the column out, even if there is room; nil for never.
	Hidden func() bool
}

func (c Column[T]) sortable() bool { return c.Number != nil || c.Text != nil }

// Kind says how to list a kind of item.
type Kind[T any] struct {
	Noun    string // such as "CronJobs", for the empty list
	Key     func(T) kube.Key
	Others  func(item T, into []string) []string // appends what a filter matches besides the name, in lower case
	Labels  func(T) map[string]string
	Columns []Column[T]
	Sort    int // the column to sort by at first
}

// List is a list of objects. It is changed only on the event loop.
type List[T any] struct {
	env  *screen.Env
	kind Kind[T]

	items []T     // all items, in the order of names
	total int     // number in the cluster, including other namespaces
	order []place // all items in sort order
	shown []T     // filtered and sorted items, as drawn by the table
	// matches are the entries of order that pass the filter; others is a buffer for the filter.
	matches []match
	others  []string

	table  widget.Table
	places []int // for each column of the table, its index in the kind's columns

	selected kube.Key
	marks    map[kube.Key]struct{}
	anchor   kube.Key // the last marked item, where a range begins

	sort   int // index in the kind's columns
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

// SetSize sets the size of the list, in cells.
func (l *List[T]) SetSize(width, height int) {
	l.width, l.height = width, height
	l.table.SetSize(width, height)
}

// SetItems sets the data; the selection and the marks stay on their objects.
func (l *List[T]) SetItems(items []T, total int) {
	l.items, l.total = l.byName(items), total
	if len(l.marks) > 0 {
		l.dropMarksOfGone()
	}
	l.measure()
	l.sortAndFilter()
}

// Resort sorts the items again, for orders that change as time passes.
func (l *List[T]) Resort() { l.sortAndFilter() }

// SortedBy returns the title of the column that the list is sorted by.
func (l *List[T]) SortedBy() string { return l.kind.Columns[l.sort].Title }

// Selected returns the item under the cursor.
func (l *List[T]) Selected() (item T, ok bool) {
	if len(l.shown) == 0 {
		return item, false
	}
	return l.shown[l.table.Cursor()], true
}

// Shown returns the items in view order, filtered and sorted.
func (l *List[T]) Shown() []T { return l.shown }

// measure finds the width that each column wants, and the columns to leave out.
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

// pointSort puts the arrow on the sort column.
func (l *List[T]) pointSort() {
	l.table.Sorted, l.table.Desc = slices.Index(l.places, l.sort), l.desc
}

// sortAndFilter sorts and filters the items.
func (l *List[T]) sortAndFilter() {
	l.sorted()
	l.applyFilter(nil)
}

// applyFilter filters the sorted items, or only those in among unless it is nil, and finds the selected one again. When that is gone, the
// cursor stays where it was.
func (l *List[T]) applyFilter(among []match) {
	shown := l.shown[:0]
	if l.filter.IsZero() {
		l.matches = l.matches[:0]
		for _, p := range l.order {
			shown = append(shown, l.items[p.at])
		}
	} else {
		l.narrow(among)
		for _, m := range l.matches {
			shown = append(shown, l.items[l.order[m.at].at])
		}
	}
	clear(shown[len(shown):cap(shown)]) // keep nothing alive that is gone
	l.shown = shown
	cursor := l.table.Cursor()
	if at := slices.IndexFunc(shown, func(item T) bool { return l.kind.Key(item) == l.selected }); at >= 0 {
		cursor = at
	}
	l.table.SetRows(len(shown), cursor)
	l.follow()
}

// follow remembers the object under the cursor.
func (l *List[T]) follow() {
	if item, ok := l.Selected(); ok {
		l.selected = l.kind.Key(item)
	}
}
