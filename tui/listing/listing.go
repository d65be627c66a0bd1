// Package listing is what the lists of objects have in common: a virtual table over them, sorted by a column, narrowed by a
// filter, with marks and a selection that stay on their objects when the data changes.
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
	// Cell draws an item's cell in at most width cells.
	Cell func(item T, width int, s *themes.Styles) string
	// Measure is the width that the item's cell wants; nil when Min is what all of them want.
	Measure func(item T) int
	// Number or Text is what the list is sorted by; it cannot be sorted by a column that has neither.
	Number func(item T) int64
	Text   func(item T) string
	// Descending is the order in which the column is sorted at first.
	Descending bool
	// Hidden leaves the column out, whatever room there is; nil for never.
	Hidden func() bool
}

func (c Column[T]) sortable() bool { return c.Number != nil || c.Text != nil }

// Kind says how to read an item.
type Kind[T any] struct {
	Noun    string // such as "CronJobs", for the empty list
	Key     func(T) kube.Key
	Others  func(item T, into []string) []string // appends what a filter finds besides the name, in lower case
	Labels  func(T) map[string]string
	Columns []Column[T]
	Sort    int // the column to sort by at first
}

// List is a list of objects. It is changed only on the event loop.
type List[T any] struct {
	env  *screen.Env
	kind Kind[T]

	items []T     // all of them, in the order of names
	total int     // of the cluster, those of other namespaces too
	order []place // of all items, as sorted
	shown []T     // filtered and sorted: what the table draws
	// matches are what the filter has left of order, others a buffer of the filter's.
	matches []match
	others  []string

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

// SetSize sets the size of the list, in cells.
func (l *List[T]) SetSize(width, height int) {
	l.width, l.height = width, height
	l.table.SetSize(width, height)
}

// SetItems brings new data; the selection and the marks stay on the objects they were on.
func (l *List[T]) SetItems(items []T, total int) {
	l.items, l.total = l.byName(items), total
	if len(l.marks) > 0 {
		l.dropMarksOfGone()
	}
	l.measure()
	l.sortAndFilter()
}

// Resort puts the items in order again, for orders that change as time passes.
func (l *List[T]) Resort() { l.sortAndFilter() }

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

// sortAndFilter sorts and filters the items.
func (l *List[T]) sortAndFilter() {
	l.sorted()
	l.applyFilter(nil)
}

// applyFilter filters the sorted items, only some of them unless among is nil, and finds the selected one again; when it is gone, the
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
	clear(shown[len(shown):cap(shown)]) // holds nothing that is gone
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
