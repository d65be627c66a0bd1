package widget

// SpanKind is what a bar of a lane stands for.
type SpanKind uint8

// The kinds of bars. When several share a cell, the greatest is shown.
const (
	SpanNone     SpanKind = iota
	SpanHeld              // suspended
	SpanComing            // a run to come
	SpanComplete          // a run that completed
	SpanSkipped           // a slot that starts no run because another is under way
	SpanLate              // a run to come that will start later than its slot
	SpanPending           // a run that waits for its pods
	SpanRunning           // a run under way
	SpanRetrying          // a run that waits for its back-off to end
	SpanMissed            // a slot that passed without a run, for no known reason
	SpanFailed            // a run that failed
)

// Span is something on a lane. Times are seconds since 1970.
type Span struct {
	From, To int64 // To is no later than From for what has no known length
	Expect   int64 // until when a run under way is expected to last; 0 when unknown
	Kind     SpanKind
	Open     bool    // under way: it ends at now, whatever To is
	Manual   bool    // made by hand
	Behind   bool    // drawn behind all others; it does not push them to another row
	Count    int     // how many runs or slots it stands for when they are too close to show one by one; 0 is 1
	Marks    []int64 // when something failed within it
}

// number returns how many runs or slots the bar stands for.
func (p *Span) number() int { return max(p.Count, 1) }

// part is what is drawn in a cell of a lane.
type part uint8

const (
	partNone   part = iota
	partBehind      // within a bar that lies behind the others
	partGhost       // something expected
	partBody        // within a bar
	partHand        // the beginning of a bar of a run started by hand
	partMark        // something failed within the bar
	partPoint       // the end of a bar, or a bar of one cell
)

// cell is a cell of a lane.
type cell struct {
	part  part
	kind  SpanKind
	count int32 // runs and slots shown as a point
	span  int32 // the last one drawn here, by its index among the spans
}

// Lane holds spans laid out over a time scale, in the fewest rows that separate those that overlap in time.
type Lane struct {
	rows [][]cell
	row  map[int32]int32 // of each span in view outside the first row
}

// RowOf returns the row of a span, by its index among the spans.
func (l *Lane) RowOf(span int) int { return int(l.row[int32(span)]) }

// LayLane lays out spans, which are sorted by start. Runs under way end at now. Overlapping bars get rows of their own, at most rows;
// beyond that, and when bars fall into the same single cell, one cell stands for several. A skipped slot is drawn in the run that was in
// its way.
func LayLane(spans []Span, s TimeScale, now int64, rows int) *Lane {
	l := EmptyLane(s.Cells)
	if s.Cells <= 0 {
		return l
	}
	ends := []int64{-1 << 62}
	for i := range spans {
		p := &spans[i]
		until := p.until(now)
		if until < s.From || p.From >= s.To() {
			continue
		}
		first, last := p.Extent(s, now)
		row := 0
		for row < len(ends) && p.Kind != SpanSkipped && !p.Behind && ends[row] > p.From && !l.joins(row, first, last) {
			row++
		}
		if row == len(ends) {
			if row == max(rows, 1) {
				row--
			} else {
				ends = append(ends, 0)
				l.rows = append(l.rows, make([]cell, s.Cells))
			}
		}
		if !p.Behind {
			ends[row] = max(ends[row], until)
		}
		if row > 0 {
			if l.row == nil {
				l.row = map[int32]int32{}
			}
			l.row[int32(i)] = int32(row)
		}
		l.put(l.rows[row], int32(i), p, s, first, last, now)
	}
	return l
}

// EmptyLane returns a lane with nothing on it.
func EmptyLane(cells int) *Lane { return &Lane{rows: [][]cell{make([]cell, max(cells, 0))}} }

// until returns when a span ends as drawn at now.
func (p *Span) until(now int64) int64 {
	if p.Open {
		return max(now, p.From)
	}
	return max(p.To, p.From)
}

// Extent returns the first and last cell of a time scale that a span reaches at now; they may lie outside.
func (p *Span) Extent(s TimeScale, now int64) (first, last int) {
	until := p.until(now)
	if !p.Open && until > p.From {
		until-- // an end at the border of two cells belongs to the earlier one
	}
	return s.X(p.From), s.X(until)
}

// joins reports whether a bar of one cell falls into a cell that already shows points.
func (l *Lane) joins(row, first, last int) bool {
	return first == last && first >= 0 && l.rows[row][first].count > 0
}

// put draws a bar into a row. A past run shows its outcome at its end, a future one at its start.
func (l *Lane) put(row []cell, at int32, p *Span, s TimeScale, first, last int, now int64) {
	set := func(x int, as part, kind SpanKind) {
		if x >= 0 && x < len(row) && row[x].part <= as {
			row[x].part, row[x].kind, row[x].span = as, kind, at
		}
	}
	tip, body := last, partBody
	switch p.Kind {
	case SpanComing, SpanLate:
		tip, body = first, partGhost
	case SpanHeld:
		tip = max(first, 0)
	}
	if p.Behind {
		for x := max(first, 0); x <= min(last, len(row)-1); x++ {
			if row[x].part == partNone {
				row[x] = cell{part: partBehind, kind: p.Kind, span: at}
			}
		}
		return
	}
	for x := max(first, 0); x <= min(last, len(row)-1); x++ {
		set(x, body, p.Kind)
	}
	for x := last + 1; p.Expect > now && x <= min(s.X(p.Expect-1), len(row)-1); x++ {
		set(x, partGhost, SpanComing)
	}
	for _, m := range p.Marks {
		if x := s.X(m); x >= first && x < last {
			set(x, partMark, SpanFailed)
		}
	}
	switch {
	case p.Manual && last > first:
		set(first, partHand, p.Kind)
	case p.Manual && first > 0 && first < len(row) && row[first-1].part == partNone:
		set(first-1, partHand, p.Kind) // the bar has no cell to spare for it
	}
	if tip < 0 || tip >= len(row) || p.Kind == SpanSkipped && row[tip].part > partGhost {
		set(tip, partMark, p.Kind) // in the run that was in its way
		return
	}
	c := &row[tip]
	kind := p.Kind
	if c.part == partPoint {
		kind = max(kind, c.kind)
	}
	c.part, c.kind, c.span = partPoint, kind, at
	c.count += int32(p.number())
}
