package schedule

import "github.com/kronoscope/kronoscope/tui/widget"

// layout is where the parts are, in cells. The heights add up to the screen's, the columns of the bottom to its width; see
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
// Without room beside each other the list stands below the runs; without room there either, the month gives way to it while it is
// wanted, and at last the runs.
type layout struct {
	form, rule, remarks, gap, bottom int // lines
	runs, month, list                int // columns of the bottom, none when 0
	below                            int // lines at the end of the runs' column that are the list's
}

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

// listAt is where the list is, nowhere when it is not shown.
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
	fullBottom   = runsShown + 2 // a title and as many lines as a month of five weeks takes
	tallBottom   = 14            // two lines a week
	runsWide     = 44
	monthWide    = 36
	roomyMonth   = 7*widget.Roomy + 4
	listWide     = 44
	leastList    = 6
	roomForRule  = 13
)

// layoutFor shares width by height cells out; wanted is how many lines there are to say.
func layoutFor(width, height, wanted int, listing bool) layout {
	l := layout{form: min(formLines, height)}
	left := height - l.form
	if height >= roomForRule {
		l.rule = 1
		left--
	}
	l.remarks = min(max(wanted, leastRemarks), left)
	if left-l.remarks < fullBottom { // the remarks give way to the runs, to a third of the room at least
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

// giveRuns lets the list below the runs give way to what they want, down to its least.
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
