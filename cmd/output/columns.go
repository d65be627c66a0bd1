// Package output holds what the printed answers of several commands have in common: columns, JSON and the form of times.
// It knows nothing of what is printed.
package output

import (
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Columns writes rows of cells below their heads, indented. Columns that are empty in every row are left out. A column whose head
// begins with > is flush right.
func Columns(b *strings.Builder, heads []string, rows [][]string, st *themes.Styles) {
	widths := make([]int, len(heads))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], widget.Width(cell))
		}
	}
	write := func(row []string, head bool) {
		var cells []string
		for i, cell := range row {
			if widths[i] == 0 {
				continue
			}
			_, right := strings.CutPrefix(heads[i], ">")
			cell = strings.TrimPrefix(cell, ">")
			width := max(widths[i], widget.Width(strings.TrimPrefix(heads[i], ">")))
			if pad := widget.Spaces(width - widget.Width(cell)); right {
				cells = append(cells, pad+cell)
			} else {
				cells = append(cells, cell+pad)
			}
		}
		line := "  " + strings.TrimRight(strings.Join(cells, "  "), " ")
		if head {
			line = st.ColumnHead.Render(line)
		}
		fmt.Fprintln(b, line)
	}
	write(heads, true)
	for _, row := range rows {
		write(row, false)
	}
}
