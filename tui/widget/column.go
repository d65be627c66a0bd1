package widget

import "slices"

const (
	gutter = 2 // the cursor's sign and the mark's
	gap    = 2 // between columns
	margin = 1 // at the right
)

// Column is a column of a [Table]. Widths are in cells.
type Column struct {
	Title string
	Min   int // a narrower column is left out
	Max   int // a wider one only when every other column has what it wants; 0 for Want
	Want  int // the width of its widest cell, at least Min
	Right bool
	// Priority says which columns are dropped first when there is no room: the greatest first, 0 never.
	Priority int
}

// fit is a column in view and its width.
type fit struct{ column, width int }

// layoutColumns divides width among the columns. A more important column gets the width it wants before a less important one is shown at
// all; the rest goes to those that want more than their maximum. The result keeps the order of columns and never exceeds width.
func layoutColumns(columns []Column, width int) []fit {
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return columns[a].Priority - columns[b].Priority })

	widths := make([]int, len(columns))
	left := width + gap
	grow := func(i, to int) {
		if more := min(to-widths[i], left); widths[i] > 0 && more > 0 {
			widths[i] += more
			left -= more
		}
	}
	essential := 0
	for ; essential < len(order) && columns[order[essential]].Priority == 0; essential++ {
		i := order[essential]
		if w := min(columns[i].Min, left-gap); w > 0 {
			widths[i] = w
			left -= w + gap
		}
	}
	for _, i := range order[:essential] {
		grow(i, columns[i].fair())
	}
	for _, i := range order[essential:] {
		if columns[i].Min+gap <= left {
			widths[i] = columns[i].Min
			left -= columns[i].Min + gap
			grow(i, columns[i].fair())
		}
	}
	for _, i := range order {
		grow(i, columns[i].Want)
	}
	var fits []fit
	for i, w := range widths {
		if w > 0 {
			fits = append(fits, fit{i, w})
		}
	}
	return fits
}

// fair returns the width that a column may take before others have theirs.
func (c Column) fair() int {
	if c.Max > 0 {
		return min(c.Want, c.Max)
	}
	return c.Want
}
