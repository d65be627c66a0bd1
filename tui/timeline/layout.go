package timeline

import (
	"slices"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// layout says where the parts are, in cells. They add up to the whole, see TestLayoutAddsUp.
//
//	head     8 h 20 min · 5 min a cell · follows now                    ± clocks change Sun 25 Oct
//	axis                          Mon 23 Nov 2026      Tue 24 Nov 2026
//	         LANE ↑name           22:00       23:00    00:00       01:00▼
//	chart  ▸ daily-backup         ┊           ┊  ━━━✓  ╎           ┊   │  ◌╌╌
//	detail ── daily-backup · every day at 02:00 · next in 1m48s ───────────────
//	        ✓ daily-backup-29399999  Complete  Tue 24 Nov 02:00:00 → 02:04:12
//	legend   ✓ complete  ✗ failed  ▶ running
type layout struct {
	head, axis, chart, detail, legend int // lines
	label                             int // columns of the names
}

const (
	leastChart = 3
	leastLabel = 21
	mostLabel  = 40
)

func layoutFor(width, height, wanted int) layout {
	var l layout
	left := height
	take := func(want int) int {
		if left-want < leastChart {
			return 0
		}
		left -= want
		return want
	}
	l.axis = take(2)
	l.detail = take(2)
	l.head = take(1)
	if left > 6 {
		l.legend = take(1)
	}
	l.chart = left
	l.label = min(max(wanted, leastLabel), max(width*3/10, leastLabel), mostLabel, width)
	return l
}

// placedLane is a lane with its place in the layout.
type placedLane struct {
	lane  *lane
	line  int // its first line in the chart
	shape *widget.Lane
	items
}

// items holds what is on a lane, by start: runs, and slots without one.
type items struct {
	spans []widget.Span
	runs  []int32 // the run of each, −1 for a slot
	slots []*slot // the slot of each, nil for a run
}

// mostRows is how many lines a lane may take for overlapping runs.
const mostRows = 3

// relayout computes the layout, the window and the lanes in view.
func (s *Screen) relayout() {
	if s.env.Now.IsZero() {
		return
	}
	s.layout = layoutFor(s.width, s.height, s.wantedLabel())
	s.refold()
	s.window.cells = max(s.width-s.layout.label-1, 0)
	if s.window.follow {
		s.window.toNow(s.env.Now)
	} else {
		s.window.put(s.window.view.From, 0, s.env.Now)
	}
	s.list.SetSize(s.width, s.layout.chart+1) // a page of the list is a page of the chart
	s.layOut()
	s.findSigns()
	s.updateSelection()
}

// wantedLabel returns the width of the longest label in the list.
func (s *Screen) wantedLabel() int {
	if s.all == nil {
		return leastLabel
	}
	if s.widest.all != s.all || s.widest.namespaces != s.env.AllNamespaces() {
		s.widest = widest{all: s.all, namespaces: s.env.AllNamespaces(), alike: map[string]int{}}
		for _, l := range append(slices.Clip(s.all.lanes), s.all.single...) {
			w := widget.Width(l.name)
			if s.widest.namespaces {
				w += len(l.place.Namespace) + 1
			}
			s.widest.cells = max(s.widest.cells, w)
			s.widest.alike[l.name]++
		}
	}
	return s.widest.cells + labelSigns + 1
}

// widest caches how wide the names of the lanes are.
type widest struct {
	all        *laneSet
	namespaces bool
	cells      int            // of the widest name, with its namespace if that is shown
	alike      map[string]int // how many lanes share a name
}

// layOut places the lanes in view so that the selected one is among them.
func (s *Screen) layOut() {
	s.placed = s.placed[:0]
	shown := s.list.Shown()
	if len(shown) == 0 || s.layout.chart <= 0 {
		s.first = 0
		return
	}
	at := s.selectedPlace()
	s.first = min(s.first, at)
	if s.fill(shown) <= at {
		s.fillUp(shown, at+1)
	}
	if s.first > 0 && s.first+len(s.placed) == len(shown) && s.room() > 0 {
		s.fillUp(shown, len(shown)) // leave no empty lines below while there are lanes above
	}
}

// fillUp places lanes so that the one before a given place is the last in view.
func (s *Screen) fillUp(shown []*lane, before int) {
	lines := 0
	for s.first = before; s.first > 0; s.first-- {
		lines += s.shape(shown[s.first-1]).shape.Rows()
		if lines > s.layout.chart && s.first < before {
			break
		}
	}
	s.fill(shown)
}

// fill places lanes from the first one on until the chart is full. It returns the first lane that is not entirely in view.
func (s *Screen) fill(shown []*lane) int {
	s.placed = s.placed[:0]
	line := 0
	for at := s.first; at < len(shown); at++ {
		d := s.shape(shown[at])
		if line > 0 && line+d.shape.Rows() > s.layout.chart {
			return at
		}
		d.line = line
		s.placed = append(s.placed, d)
		if line += d.shape.Rows(); line >= s.layout.chart {
			return at + 1
		}
	}
	return len(shown)
}

// room returns the free lines of the chart.
func (s *Screen) room() int {
	if n := len(s.placed); n > 0 {
		return s.layout.chart - s.placed[n-1].line - s.placed[n-1].shape.Rows()
	}
	return s.layout.chart
}

// shape lays out a lane in the window.
func (s *Screen) shape(l *lane) placedLane {
	view := s.window.view
	d := placedLane{lane: l, items: itemsIn(l, s.slotsOf(l), view.From, view.To())}
	rows := mostRows
	if s.layout.chart < 3*mostRows {
		rows = 1
	}
	d.shape = widget.LayLane(d.spans, view, s.env.Now.Unix(), rows)
	return d
}

// itemsIn merges the runs and the slots of a lane that touch a stretch of time.
func itemsIn(l *lane, slots []slot, from, to int64) items {
	first, last := l.between(from, to)
	t := items{
		spans: make([]widget.Span, 0, last-first+len(slots)),
		runs:  make([]int32, 0, last-first+len(slots)), slots: make([]*slot, 0, last-first+len(slots)),
	}
	addSlots := func(before int64) {
		for len(slots) > 0 && slots[0].From < before {
			if slots[0].To >= from {
				t.spans, t.runs, t.slots = append(t.spans, slots[0].Span), append(t.runs, -1), append(t.slots, &slots[0])
			}
			slots = slots[1:]
		}
	}
	for i := first; i < last; i++ {
		addSlots(l.spans[i].From)
		t.spans, t.runs, t.slots = append(t.spans, l.spans[i]), append(t.runs, l.of[i]), append(t.slots, nil)
	}
	addSlots(to)
	return t
}
