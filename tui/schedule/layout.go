package schedule

import "github.com/kronoscope/kronoscope/tui/widget"

// layout says where the parts are, in cells. The heights add up to the screen's, the columns of the bottom to its width; see
// TestPartsAddUp.
//
//	form    ▸ schedule  30 2 * * 1-5
//	                    ── minute 0–59
//	          zone      Europe/Paris   CET, UTC+1
//	rule    ───────────────────────────────────────────────
//	remarks Monday to Friday at 02:30
//	        ! No run at 02:30 on …
//	bottom  next runs          │ November 2026  │ presets
//	        Wed 25 Nov 02:30   │ Mon  Tue  Wed  │ every 5 minutes
//
// When there is no room side by side, the list is below the runs. When there is none there either, an open list replaces first the month,
// then the runs.
type layout struct {
	form, rule, remarks, gap, bottom int // lines
	runs, month, list                int // columns of the bottom, none when 0
	below                            int // lines of the list at the end of the runs' column
}

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

// listAt returns where the list is, the zero rect when it is hidden.
func (l layout) listAt() rect {
	top := l.form + l.rule + l.remarks + l.gap
	if l.below > 0 {
		return rect{0, top + l.bottom - l.below, l.runs, l.below}
	}
	return rect{l.runs + l.month, top, l.list, l.bottom}
}

const (
	formLines    = 3
	leastRemarks = 2
	leastRuns    = 2             // lines
	fullBottom   = runsShown + 2 // a title and as many lines as a month of five weeks
	tallBottom   = 14            // two lines a week
	runsWide     = 44
	monthWide    = 36
	roomyMonth   = 7*widget.Roomy + 4
	listWide     = 44
	leastList    = 6
	roomForRule  = 13
)

// layoutFor divides width by height cells; wanted is the number of lines of remarks.
func layoutFor(width, height, wanted int, listing bool) layout {
	l := layout{form: min(formLines, height)}
	left := height - l.form
	if height >= roomForRule {
		l.rule = 1
		left--
	}
	l.remarks = min(max(wanted, leastRemarks), left)
	if left-l.remarks < fullBottom { // the remarks give way to the runs, but keep at least a third of the room
		l.remarks = max(min(l.remarks, left-fullBottom), min(l.remarks, left/3, left-leastRuns), 0)
	}
	if l.bottom = left - l.remarks; l.bottom > tallBottom {
		l.gap = 1
		l.bottom--
	}

	l.runs = width
	switch {
	case width >= runsWide+roomyMonth+listWide:
		l.month = roomyMonth
		l.runs = (width - l.month) / 2
		l.list = width - l.month - l.runs
	case width >= runsWide+monthWide && l.bottom >= fullBottom+leastList:
		l.runs = max(width-roomyMonth, runsWide)
		l.month = width - l.runs
		l.below = l.bottom - fullBottom
	case width >= runsWide+monthWide && listing:
		l.runs = runsWide
		l.list = width - l.runs
	case width >= runsWide+monthWide:
		l.runs = min(width-monthWide, runsWide+16)
		l.month = width - l.runs
	case listing:
		l.runs, l.list = 0, width
	}
	return l
}

// giveRuns shortens the list below the runs, down to its minimum, to give the runs the lines they want.
func (l layout) giveRuns(lines int) layout {
	if l.below > leastList {
		l.below = max(min(l.below, l.bottom-lines), leastList)
	}
	return l
}

func (s *Screen) relayout() {
	listing := s.list.open() || s.focus == zone
	l := layoutFor(s.width, s.height, len(s.remarkLines(s.width-2)), listing)
	s.layout = l.giveRuns(s.runsWanted(l.runs - 2))
}
