package widget

import (
	"slices"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

// Rows provides the cells that a [Table] draws. Only rows in view are asked for.
type Rows interface {
	// Cell returns a cell in at most width cells of the terminal, in the styles of its row.
	Cell(row, column, width int, s *themes.Styles) string
	Marked(row int) bool
}

// Table is a virtual table: its cost depends on the rows in view, however many there are. It keeps the cursor and the first row in view;
// its owner knows which object the cursor is on.
type Table struct {
	Columns []Column
	Sorted  int  // column of the sort arrow, −1 for none
	Desc    bool // the arrow points down
	NoFocus bool // no row is the selected one

	width, height int // head line included
	rows          int
	cursor, first int
	fits          []fit

	ink     *themes.Styles // for which the two below were derived
	onRow   *themes.Styles
	onMark  *themes.Styles
	padding string
}

// SetSize sets the size to fill, in cells, including the head line.
func (t *Table) SetSize(width, height int) {
	t.width, t.height = max(width, 0), max(height, 0)
	t.Layout()
	t.keepInView()
}

// Layout divides the width again after a change of Columns.
func (t *Table) Layout() { t.fits = layoutColumns(t.Columns, t.width-gutter-margin) }

// SetRows sets the number of rows and the row of the cursor.
func (t *Table) SetRows(n, cursor int) {
	t.rows = n
	t.cursor = min(max(cursor, 0), max(n-1, 0))
	t.keepInView()
}

// Cursor returns the row of the cursor; also 0 when there are no rows.
func (t *Table) Cursor() int { return t.cursor }

// PageRows returns the number of rows in view.
func (t *Table) PageRows() int { return max(t.height-1, 0) }

// Move moves the cursor by n rows, up when negative, and stops at the ends.
func (t *Table) Move(n int) { t.SetRows(t.rows, t.cursor+n) }

// Scroll scrolls by n rows; the cursor moves only when it would leave the view.
func (t *Table) Scroll(n int) {
	t.first = min(max(t.first+n, 0), max(t.rows-t.PageRows(), 0))
	t.cursor = min(max(t.cursor, t.first), max(min(t.first+t.PageRows(), t.rows)-1, 0))
}

// RowAt returns the row drawn at line y of the table, −1 for none.
func (t *Table) RowAt(y int) int {
	row := t.first + y - 1
	if y < 1 || y >= t.height || row >= t.rows {
		return -1
	}
	return row
}

// ColumnAt returns the column whose head is drawn at x, −1 for none.
func (t *Table) ColumnAt(x int) int {
	at := gutter
	for _, f := range t.fits {
		if x >= at && x < at+f.width {
			return f.column
		}
		at += f.width + gap
	}
	return -1
}

func (t *Table) keepInView() {
	page := t.PageRows()
	if t.cursor < t.first {
		t.first = t.cursor
	}
	if t.cursor >= t.first+page {
		t.first = t.cursor - page + 1
	}
	t.first = min(max(t.first, 0), max(t.rows-page, 0))
}

// View draws exactly the size that was set.
func (t *Table) View(rows Rows, s *themes.Styles) string {
	if t.width == 0 || t.height == 0 {
		return ""
	}
	t.derive(s)
	var b strings.Builder
	b.Grow(t.width * t.height * 4)
	b.WriteString(s.ColumnHead.Render(t.Head()))
	for y := 1; y < t.height; y++ {
		b.WriteByte('\n')
		if row := t.first + y - 1; row < t.rows {
			t.row(&b, rows, row, s)
		} else {
			b.WriteString(t.padding)
		}
	}
	return b.String()
}

// derive makes the styles of selected and marked rows, once for each theme.
func (t *Table) derive(s *themes.Styles) {
	if t.ink != s {
		t.ink = s
		t.onRow, t.onMark = s.Over(s.Selected), s.Over(s.Marked)
	}
	if len(t.padding) != t.width {
		t.padding = strings.Repeat(" ", t.width)
	}
}

// Head returns the line of column titles, unstyled.
func (t *Table) Head() string {
	var b strings.Builder
	b.WriteString(Spaces(gutter))
	for i, f := range t.fits {
		if i > 0 {
			b.WriteString(Spaces(gap))
		}
		c := t.Columns[f.column]
		title := c.Title
		if f.column == t.Sorted {
			title += map[bool]string{false: "↑", true: "↓"}[t.Desc]
		}
		if c.Right {
			b.WriteString(FitRight(title, f.width))
		} else {
			b.WriteString(Fit(title, f.width))
		}
	}
	return Fit(b.String(), t.width)
}

func (t *Table) row(b *strings.Builder, rows Rows, row int, s *themes.Styles) {
	selected, marked := row == t.cursor && !t.NoFocus, rows.Marked(row)
	var under themes.Ink // what lies between the cells
	switch {
	case selected:
		s, under = t.onRow, t.ink.Selected
	case marked:
		s, under = t.onMark, t.ink.Marked
	}
	sign := [2]string{" ", " "}
	if selected {
		sign[0] = "▸"
	}
	if marked {
		sign[1] = "•"
	}
	under.Write(b, sign[0]+sign[1])
	used := gutter
	for i, f := range t.fits {
		before := 0
		if i > 0 {
			before = gap
		}
		text := rows.Cell(row, f.column, f.width, s)
		width := Width(text)
		if width > f.width {
			text = Clip(text, f.width)
			width = Width(text)
		}
		after := f.width - width
		if t.Columns[f.column].Right {
			before, after = before+after, 0
		}
		if before > 0 {
			under.Write(b, t.padding[:min(before, t.width)])
		}
		b.WriteString(text)
		if after > 0 {
			under.Write(b, t.padding[:after])
		}
		used += f.width
		if i > 0 {
			used += gap
		}
	}
	if used < t.width {
		under.Write(b, t.padding[:t.width-used])
	}
}

// Visible returns the columns in view, by their index in Columns.
func (t *Table) Visible() []int {
	out := make([]int, 0, len(t.fits))
	for _, f := range t.fits {
		out = append(out, f.column)
	}
	slices.Sort(out)
	return out
}
