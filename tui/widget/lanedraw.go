package widget

import (
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

// Rows returns the number of lines of the lane, at least one.
func (l *Lane) Rows() int { return len(l.rows) }

// SpanAt returns the span drawn at a cell, by its index among the spans, −1 for none.
func (l *Lane) SpanAt(x, row int) int {
	if row < 0 || row >= len(l.rows) || x < 0 || x >= len(l.rows[row]) || l.rows[row][x].part == partNone {
		return -1
	}
	return int(l.rows[row][x].span)
}

// Together returns how many runs and slots of its row share the cell at x.
func (l *Lane) Together(x, row int) int {
	if row < 0 || row >= len(l.rows) || x < 0 || x >= len(l.rows[row]) {
		return 0
	}
	return int(l.rows[row][x].count)
}

// Grid is the background of every lane, one rune for each cell, 0 for nothing.
type Grid []rune

// NewGrid returns a grid with a line at each tick, a denser one where a day or month begins, and one at now.
func NewGrid(s TimeScale, now int64, ticks []Tick, borders []int) Grid {
	g := make(Grid, max(s.Cells, 0))
	for _, t := range ticks {
		g[t.X] = '┊'
	}
	for _, x := range borders {
		g[x] = '╎'
	}
	if x := s.X(now); x >= 0 && x < len(g) {
		g[x] = '│'
	}
	return g
}

// Draw returns a row of the lane. selected is the range of cells of the selected bar, if any; they are highlighted.
func (l *Lane) Draw(row int, grid Grid, selected [2]int, st *themes.Styles) string {
	if row >= len(l.rows) {
		return ""
	}
	var b strings.Builder
	b.Grow(len(l.rows[row]) * 4)
	var run strings.Builder // of cells with the same ink
	var ink *themes.Ink
	flush := func() {
		if ink != nil {
			ink.Write(&b, run.String())
		} else {
			b.WriteString(run.String())
		}
		run.Reset()
	}
	for x := range l.rows[row] {
		r, next := l.rows[row][x].look(st)
		if r == 0 {
			r, next = ground(grid, x, st)
		}
		if x >= selected[0] && x <= selected[1] {
			flush()
			ink = nil
			cursor := next.Reverse(true)
			cursor.Write(&b, string(r))
			continue
		}
		if next != ink {
			flush()
			ink = next
		}
		run.WriteRune(r)
	}
	flush()
	return b.String()
}

// Signs adds the characters that a row is drawn with.
func (l *Lane) Signs(row int, to map[rune]bool) {
	none := &themes.Styles{} // the characters do not depend on the ink
	for x := range l.rows[row] {
		if c := &l.rows[row][x]; c.part != partNone {
			sign, _ := c.look(none)
			to[sign] = true
		}
	}
}

func ground(grid Grid, x int, st *themes.Styles) (rune, *themes.Ink) {
	if x >= len(grid) || grid[x] == 0 {
		return ' ', &st.Rule
	}
	if grid[x] == '│' {
		return '│', &st.Accent
	}
	return grid[x], &st.Rule
}

// look returns the character and the ink of a cell; 0 when nothing is there.
func (c *cell) look(st *themes.Styles) (rune, *themes.Ink) {
	ink := SpanInk(c.kind, st)
	switch c.part {
	case partNone:
		return 0, nil
	case partGhost:
		return '╌', &st.Idle
	case partHand:
		return '◆', ink
	case partMark:
		if c.kind == SpanFailed {
			return '×', ink
		}
	case partBody, partBehind:
		return bodies[c.kind], ink
	}
	if c.count > 1 && (c.kind == SpanComplete || c.kind == SpanComing) {
		if c.count > 9 {
			return '+', ink
		}
		return rune(strconv.Itoa(int(c.count))[0]), ink
	}
	return spanGlyphs[c.kind], ink
}

var bodies = [...]rune{
	SpanNone: ' ', SpanHeld: '╱', SpanComing: '╌', SpanLate: '╌', SpanSkipped: ' ', SpanMissed: ' ',
	SpanComplete: '━', SpanFailed: '━', SpanRunning: '━', SpanPending: '┅', SpanRetrying: '┅',
}

var spanGlyphs = [...]rune{
	SpanNone: ' ', SpanHeld: '⏸', SpanComing: '◌', SpanLate: '◔', SpanSkipped: '⊗', SpanMissed: '!',
	SpanComplete: '✓', SpanFailed: '✗', SpanRunning: '▶', SpanPending: '○', SpanRetrying: '↻',
}

// SpanGlyph returns a kind of bar in one cell.
func SpanGlyph(k SpanKind) string { return string(spanGlyphs[k]) }

// SpanInk returns the ink of a kind of bar.
func SpanInk(k SpanKind, s *themes.Styles) *themes.Ink {
	switch k {
	case SpanComplete:
		return &s.Good
	case SpanFailed:
		return &s.Bad
	case SpanRunning:
		return &s.Running
	case SpanRetrying, SpanSkipped, SpanMissed, SpanHeld, SpanLate:
		return &s.Warn
	}
	return &s.Idle
}
