package jobdetail

// layout is how many lines each part has. They add up to the height, see TestLayoutAddsUp.
//
//	facts    ● Running · 43/100 · 2 failed · ETA 6m · owner –
//	bar      ████████▌░░░░░░░░░░  43 %   active 10  ready 10  retry in 18s (2/6)
//	note     BackoffLimitExceeded: Job has reached the specified backoff limit
//	grid     indexes   ■■■■■■■■■✗■▣▣▣□□□□□
//	legend             ■ 43 done  ✗ 1 failed  ▣ 10 running  □ 46 pending
//	table    POD                          IDX  STATUS     PROGRESS
//	logs     ── logs (all pods) ─────────
type layout struct {
	facts, bar, note, grid, legend, table, logs int
}

func (l layout) tableTop() int { return l.facts + l.bar + l.note + l.grid + l.legend }

const (
	leastTable = 3 // head line included
	leastLogs  = 4 // rule included
	roomForLog = 9 // the least number of lines left for table and logs at which logs are shown
)

// layoutFor divides the height among the parts; note, grid and pods are the lines that they want.
func layoutFor(height, note, grid, pods int) layout {
	var l layout
	left := height
	take := func(want int) int {
		n := max(min(want, left), 0)
		left -= n
		return n
	}
	l.facts = take(1)
	l.bar = take(1)
	if left > leastTable {
		l.note = take(note)
	}
	if left > leastTable+1 && grid > 0 {
		l.grid = take(min(grid, max(1, left/5)))
		if left > leastTable+leastLogs+2 {
			l.legend = take(1)
		}
	}
	if left < roomForLog {
		l.table = take(left)
		return l
	}
	l.table = take(min(max(pods+1, leastTable), left-max(leastLogs, left/3)))
	if left < leastLogs {
		l.table += take(left)
	}
	l.logs = take(left)
	return l
}

// inner returns the width between the margins of everything but the table.
func (s *Screen) inner() int { return max(s.width-2, 0) }

// relayout computes the layout again.
func (s *Screen) relayout() {
	note, grid := 0, 0
	if s.note() != "" {
		note = 1
	}
	if width := s.inner() - gridLabel; s.index.Total > 0 && width > 0 {
		grid = (s.index.Total + width - 1) / width
	}
	s.layout = layoutFor(s.height, note, grid, len(s.pods))
	s.table.SetSize(s.width, s.layout.table)
	if s.pane != nil {
		s.pane.SetSize(s.width, max(s.layout.logs-1, 0))
	}
}
