package calendar

import "github.com/kronoscope/kronoscope/tui/widget"

// layout is where things are, in cells. Wide:
//
//	head ───────────────────────────────────────────────
//	month, or hours by days or minutes │ who fires
//
// Narrow: who fires below. The parts add up to the whole, see TestLayoutAddsUp.
type layout struct {
	gridWidth, gridHeight int
	gap                   int // cells between grid and pane
	paneWidth, paneHeight int
	beside                bool
}

// From these widths on the pane has its place beside the grid.
var besideWidth = [views]int{monthView: 96, weekView: 104, dayView: 114}

const leastPane = 37

func (s *Screen) layout() layout {
	w, h := s.width, max(s.height-1, 0)
	if w < besideWidth[s.view] {
		grid := s.stackedHeight(h)
		if s.panel != nil { // which has more to say than the grid
			grid = min(grid, max(h/3, 4), h)
		}
		return layout{gridWidth: w, gridHeight: grid, paneWidth: w, paneHeight: h - grid}
	}
	pane := max(w*3/10, leastPane)
	switch s.view {
	case monthView:
		pane = max(w*2/5, leastPane+1, w-2-widget.MaxMonthWidth)
	case dayView:
		pane = w - 2 - minuteScale(w-2-leastPane).width()
	}
	return layout{gridWidth: w - pane - 2, gridHeight: h, gap: 2, paneWidth: pane, paneHeight: h, beside: true}
}

// stackedHeight is how many of h lines the grid takes above the pane.
func (s *Screen) stackedHeight(h int) int {
	const hours, leastBelow = 1 + 25, 6
	switch {
	case s.view == monthView:
		weeks := s.month.Weeks()
		if h >= 2*weeks+12 {
			return 1 + 2*weeks
		}
		return min(1+weeks, h)
	case h >= hours+leastBelow:
		return hours
	case s.view == dayView:
		return h - min(max(h/3, 3), h)
	}
	for _, rows := range []int{12, 8, 6} {
		if h >= 1+rows+4 {
			return 1 + rows
		}
	}
	return min(1+4, h)
}

// scale is how minutes are laid out across.
type scale struct {
	minutes int // a column stands for
	cell    int // width of a column
	group   int // columns between gaps
}

func (sc scale) columns() int { return 60 / sc.minutes }

func (sc scale) width() int { return widget.HeatGridWidth(sc.columns(), sc.cell, sc.group, true) }

// minuteScale is the finest scale that a width has room for.
func minuteScale(width int) scale {
	for _, sc := range []scale{{1, 2, 15}, {1, 1, 15}, {5, 4, 3}, {5, 3, 3}} {
		if sc.width() <= width {
			return sc
		}
	}
	return scale{15, 4, 1}
}
