package cronjobdetail

import "github.com/kronoscope/kronoscope/tui/widget"

// layout says where the parts are, in cells. They add up to the whole, see TestLayoutAddsUp.
//
//	facts                    │ next runs               │ month
//	schedule  0 2 * * *      │ Tue 24 Nov 02:00  in 1m │ Mon  Tue  Wed
//	── runs ──────────────────────────────────────────────────────────
//	JOB                       STATUS      SCHEDULED   DURATION
//
// When there is no room side by side, the next runs are below the facts, and the month is left out: the calendar shows it.
type layout struct {
	head, top, rule, table         int // lines
	factsWidth, nextWidth, monthAt int // columns of the top; monthAt is 0 when there is no month
}

func (l layout) tableTop() int { return l.head + l.top + l.rule }

const (
	leastTable = 4
	topLines   = 9 // enough for a month of six weeks and its title
	leastMonth = 36
	leastFacts = 40
	nextColumn = 44
	threeWide  = 150 // from here on facts, next runs and month are side by side
	tall       = 36  // from here on a week of the month takes two lines
)

func layoutFor(width, height int) layout {
	l := layout{head: min(1, height)}
	left := height - l.head
	want := topLines
	if height >= tall {
		want = topLines + 5
	}
	l.top = min(want, max(left-leastTable-1, 0))
	l.rule = min(1, left-l.top)
	l.table = left - l.top - l.rule
	l.factsWidth = width
	switch {
	case width >= threeWide && l.top >= topLines-1:
		l.nextWidth = nextColumn
		l.factsWidth = min(width*3/10, 60)
		l.monthAt = l.factsWidth + l.nextWidth
	case width >= leastFacts+leastMonth && l.top >= topLines-1:
		l.factsWidth = max(min(width-leastMonth, width*2/5+4), leastFacts)
		l.monthAt = l.factsWidth
	}
	return l
}

func (s *Screen) relayout() {
	s.layout = layoutFor(s.width, s.height)
	s.chart = chartLines(s.layout.table-len(s.jobs)-1, len(s.runs))
	s.table.SetSize(s.width, s.layout.table-s.chart)
}

// mostChart is the most lines that the chart of durations takes, including its rule.
const mostChart = 13

// chartLines returns how many of the lines left over by the table the chart of durations takes. A single run needs no chart.
func chartLines(over, runs int) int {
	if lines := min(over, mostChart); lines > widget.LeastChart && runs > 1 {
		return lines
	}
	return 0
}
