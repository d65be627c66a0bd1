package widget

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

// HeatGrid shows counts in rows and columns: hours by days, or hours by minutes.
type HeatGrid struct {
	Rows    []HeatRow
	Columns []string // titles; one wider than its column extends over the next ones
	Cell    int      // the width of a column
	Group   int      // a gap follows every so many columns; 0 for none
	Totals  bool     // each row ends with its sum

	Row, Column int // the selected cell
	First       int // the first row in view
	Base        int // what the shades are measured against, from the median of the counts, see [HeatGrid.Measure]
	now         int // the column of the present, counted from 1; 0 for none
}

// HeatRow is a row of a grid.
type HeatRow struct {
	Label string // of at most four cells
	Now   bool   // it contains the present
	Total int
	Cells []HeatCell
}

// HeatCell is a cell of a grid.
type HeatCell struct {
	Count int
	Sign  string // the outcome to show, such as ✗; one cell wide
	Signs int    // how many runs had that outcome
	Ink   themes.Ink
	Void  string // fills a cell for a time that does not exist
	Now   bool
}

const (
	heatLabel = 5
	heatTotal = 7
)

// HeatGridWidth returns the width of a grid with so many columns, labels and totals included.
func HeatGridWidth(columns, cell, group int, totals bool) int {
	w := heatLabel + columns*cell
	if group > 0 {
		w += (columns - 1) / group
	}
	if totals {
		w += heatTotal
	}
	return w
}

// Measure finds the usual count, and the present.
func (g *HeatGrid) Measure() {
	g.Base, g.now = 0, 0
	var counts []int
	for _, row := range g.Rows {
		for i, c := range row.Cells {
			if c.Now {
				g.now = i + 1
			}
			if c.Count > 0 {
				counts = append(counts, c.Count)
			}
		}
	}
	if len(counts) > 0 {
		slices.Sort(counts)
		g.Base = counts[len(counts)/2] * 8 / 3 // so that the usual count has the second shade, and twice that the darkest
	}
}

// Draw draws a line of titles and as many rows as fit into height. A cell reads "▒ 12 ✗1": the shade compares its count with the usual
// one, so that unusually many stand out; then come the count and the outcome. In a narrow cell the sign replaces the shade, and a single
// cell shows nothing else. A cell without runs is "·". The present is "│", also in the line of titles, where "▾" marks the selected
// column.
func (g *HeatGrid) Draw(width, height int, s *themes.Styles) []string {
	if width < heatLabel+g.Cell || height < 1 {
		return nil
	}
	lines := []string{Clip(g.head(height-1, s), width)}
	for i := g.First; i < len(g.Rows) && len(lines) < height; i++ {
		lines = append(lines, Clip(g.row(i, s), width))
	}
	return lines
}

// CellAt returns the cell drawn at a place of [HeatGrid.Draw].
func (g *HeatGrid) CellAt(x, y int) (row, column int, ok bool) {
	row = g.First + y - 1
	for column := range g.Columns {
		if from := g.at(column); y > 0 && row < len(g.Rows) && x >= from && x < from+g.Cell {
			return row, column, true
		}
	}
	return 0, 0, false
}

// at returns where a column begins.
func (g *HeatGrid) at(column int) int {
	x := heatLabel + column*g.Cell
	if g.Group > 0 {
		x += column / g.Group
	}
	return x
}

func (g *HeatGrid) head(rows int, s *themes.Styles) string {
	above, below := " ", " "
	if g.First > 0 {
		above = "↑"
	}
	if g.First+rows < len(g.Rows) {
		below = "↓"
	}
	text := s.Muted.Render(Fit(" "+above+below, heatLabel))
	used := heatLabel
	for i, title := range g.Columns {
		ink := s.ColumnHead
		switch {
		case i == g.Column && title == "":
			ink, title = s.Accent, "▾"
		case i == g.Column:
			ink = s.Strong
		case i+1 == g.now && title == "":
			ink, title = s.Accent, "│"
		}
		if title == "" || g.at(i) < used {
			continue
		}
		text += Spaces(g.at(i)-used) + ink.Render(title)
		used = g.at(i) + Width(title)
	}
	if g.Totals {
		text += Spaces(HeatGridWidth(len(g.Columns), g.Cell, g.Group, false)-used) + s.ColumnHead.Render(FitRight("runs", heatTotal))
	}
	return text
}

func (g *HeatGrid) row(i int, s *themes.Styles) string {
	row := g.Rows[i]
	ink, mark := s.Muted, " "
	if row.Now {
		ink, mark = s.Accent.Bold(true), "•"
	}
	if i == g.Row {
		ink, mark = s.Strong, "▸"
	}
	var b strings.Builder
	b.WriteString(ink.Render(Fit(mark+row.Label, heatLabel)))
	for j, c := range row.Cells {
		if g.Group > 0 && j > 0 && j%g.Group == 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.cell(c, i == g.Row && j == g.Column, s))
	}
	if g.Totals {
		total := ""
		if row.Total > 0 {
			total = strconv.Itoa(row.Total)
		}
		b.WriteString(s.Muted.Render(FitRight(total, heatTotal)))
	}
	return b.String()
}

// cell returns a cell exactly as wide as its column.
func (g *HeatGrid) cell(c HeatCell, selected bool, s *themes.Styles) string {
	glyph, ink, number := "·", s.Rule, ""
	switch {
	case c.Void != "":
		glyph = strings.Repeat(c.Void, max(g.Cell-2, 1))
	case c.Count > 0:
		level := heat(c.Count, g.Base)
		glyph, ink, number = shades[level], heatStyle(level, s, themes.Ink{}), cmp.Or(Compact(c.Count, g.room()), "+")
	case c.Now:
		glyph, ink = "│", s.Accent
	}
	if g.Cell >= wideCell {
		return g.wide(c, glyph, number, ink, selected, s)
	}
	if c.Count > 0 && c.Sign != "" {
		glyph, ink = c.Sign, c.Ink
	}
	text := s.Text
	if selected { // a background is hard to see on so few cells
		ink = s.Accent.Reverse(true)
		text = ink
	}
	return ink.Render(glyph) + text.Render(Fit(number, g.Cell-Width(glyph)))
}

// room returns the cells that a column has for a number.
func (g *HeatGrid) room() int {
	if g.Cell >= wideCell {
		return g.Cell - len("[] ") - 1 // between the marks, after the shade and a gap
	}
	return g.Cell - 1
}

// wideCell is the least width of a column that shows everything.
const wideCell = 6

// wide draws a cell between two marks.
func (g *HeatGrid) wide(c HeatCell, glyph, number string, ink themes.Ink, selected bool, s *themes.Styles) string {
	open, end, middle := " ", " ", g.Cell-2
	on := func(ink themes.Ink) themes.Ink { return ink }
	switch {
	case selected:
		open, end = "[", "]"
		on = func(ink themes.Ink) themes.Ink { return themes.On(s.Selected, ink) }
	case c.Now:
		open = "•"
	}
	text := on(ink).Render(Clip(glyph, middle))
	if number != "" {
		text += on(s.Text).Render(" " + number)
	}
	if room := middle - Width(text) - 1; c.Sign != "" && c.Count > 0 && room > 0 {
		sign := c.Sign
		if n := strconv.Itoa(c.Signs); c.Signs > 0 && len(n) < room {
			sign += n
		}
		text += on(s.Text).Render(" ") + on(c.Ink).Render(sign)
	}
	text = Clip(text, middle)
	return on(s.Strong).Render(open) + text + on(s.Text).Render(Spaces(middle-Width(text))) + on(s.Strong).Render(end)
}
