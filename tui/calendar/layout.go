package calendar

import "github.com/kronoscope/kronoscope/tui/widget"

// layout says where the parts are, in cells. Wide:
//
//	head ───────────────────────────────────────────────
//	month, or hours by days or minutes │ who fires
//	legend                             │
//
// Narrow: who fires is below. The parts add up to the whole, see TestLayoutAddsUp.
type layout struct {
	gridWidth, gridHeight int // with the legend
	legend                int // lines reserved for it; it also takes those that the grid leaves over
	gap                   int // cells between grid and pane
	paneWidth, paneHeight int
	beside                bool
}

// From these widths on, the pane is beside the grid.
var besideWidth = [views]int{monthView: 96, weekView: 104, dayView: 114}

// cells returns the lines of the grid without its legend.
func (l layout) cells() int { return l.gridHeight - l.legend }

const leastPane = 37

func (s *Screen) layout() layout {
	w, h := s.width, max(s.height-1, 0)
	if w < besideWidth[s.view] {
		grid, legend := s.stackedHeight(h)
		if s.panel != nil { // it has more to say than the grid
			grid, legend = min(grid, max(h/3, 4), h), 0
		}
		return layout{gridWidth: w, gridHeight: grid, legend: legend, paneWidth: w, paneHeight: h - grid}
	}
	pane := max(w*3/10, leastPane)
	switch s.view {
	case monthView:
		pane = max(w*2/5, leastPane+1, w-2-widget.MaxMonthWidth)
	case dayView:
		pane = w - 2 - minuteScale(w-2-leastPane).width()
	}
	legend := 1
	if h < 12 || h == wholeDay && s.view != monthView { // a whole day fits exactly
		legend = 0
	}
	return layout{gridWidth: w - pane - 2, gridHeight: h, legend: legend, gap: 2, paneWidth: pane, paneHeight: h, beside: true}
}

// wholeDay is the number of lines of a grid of all hours.
const wholeDay = 1 + 24

// stackedHeight returns how many of h lines the grid takes above the pane, and how many of those belong to the legend.
func (s *Screen) stackedHeight(h int) (grid, legend int) {
	const leastList = 4
	grid = s.stackedGrid(h)
	switch {
	case h < 14:
		return grid, 0
	case s.view == dayView && grid < wholeDay: // its hours scroll
		return grid, 1
	case h-grid > leastList:
		return grid + 1, 1
	}
	return grid, 0
}

// stackedGrid returns how many of h lines the grid takes without its legend.
func (s *Screen) stackedGrid(h int) int {
	const leastBelow = 6
	switch {
	case s.view == monthView:
		weeks := s.month.Weeks()
		if h >= 2*weeks+12 {
			return 1 + 2*weeks
		}
		return min(1+weeks, h)
	case h >= wholeDay+1+leastBelow:
		return wholeDay + 1 // for the extra hour when the clocks are set back
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

// scale says how minutes are laid out across.
type scale struct {
	minutes int // that a column stands for
	cell    int // width of a column
	group   int // columns between gaps
}

func (sc scale) columns() int { return 60 / sc.minutes }

func (sc scale) width() int { return widget.HeatGridWidth(sc.columns(), sc.cell, sc.group, true) }

// minuteScale returns the finest scale that fits a width.
func minuteScale(width int) scale {
	for _, sc := range []scale{{1, 2, 15}, {1, 1, 15}, {5, 4, 3}, {5, 3, 3}} {
		if sc.width() <= width {
			return sc
		}
	}
	return scale{15, 4, 1}
}
