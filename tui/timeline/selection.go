package timeline

import (
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// identity identifies an item of a lane across snapshots: by the Job of a run, or by the time of a slot.
type identity struct {
	job  string
	from int64
}

// selection holds what is selected on the selected lane.
type selection struct {
	at    int64    // the instant in focus; 0 for now
	run   identity // chosen by the user; zero selects the item nearest to the instant
	found bool     // there is an item in the window
	item  int      // its place among the items of the lane
	cells [2]int   // cells that it fills
	row   int
}

// selectedPlace returns the place of the selected lane in the list.
func (s *Screen) selectedPlace() int {
	selected, ok := s.list.Selected()
	if !ok {
		return 0
	}
	return max(slices.Index(s.list.Shown(), selected), 0)
}

// selectedLane returns the selected lane with its place in the layout.
func (s *Screen) selectedLane() (placedLane, bool) {
	at := s.selectedPlace() - s.first
	if at < 0 || at >= len(s.placed) {
		return placedLane{}, false
	}
	return s.placed[at], true
}

// identityOf returns the identity of an item of a lane.
func (t *items) identityOf(l *lane, i int) identity {
	if t.runs[i] >= 0 {
		return identity{l.runs[t.runs[i]].Key.Name, 0}
	}
	return identity{"", t.spans[i].From}
}

// updateSelection finds the selected item among those in view: the user's choice, else the one nearest to the instant in focus.
func (s *Screen) updateSelection() {
	p := &s.selection
	p.found = false
	d, ok := s.selectedLane()
	if !ok || len(d.spans) == 0 {
		return
	}
	p.item = d.find(d.lane, p.run)
	if p.item < 0 {
		p.run = identity{}
		p.item = d.nearest(s.focusInstant(), s.env.Now.Unix())
	}
	p.found = true
	first, last := d.spans[p.item].Extent(s.window.view, s.env.Now.Unix())
	p.cells, p.row = [2]int{first, last}, d.shape.RowOf(p.item)
}

func (t *items) find(l *lane, id identity) int {
	if id == (identity{}) {
		return -1
	}
	for i := range t.spans {
		if t.identityOf(l, i) == id {
			return i
		}
	}
	return -1
}

// nearest returns the item nearest to an instant, preferring runs to slots.
func (t *items) nearest(at, now int64) int {
	best, least := -1, int64(math.MaxInt64)
	for i := range t.spans {
		from, to := t.spans[i].From, t.spans[i].To
		if t.spans[i].Open {
			to = now
		}
		if distance := max(from-at, at-to, 0); distance < least || distance == least && t.runs[i] >= 0 {
			best, least = i, distance
		}
	}
	return best
}

// focusInstant returns the instant in focus.
func (s *Screen) focusInstant() int64 {
	if s.selection.at == 0 {
		return s.env.Now.Unix()
	}
	return s.selection.at
}

// focus returns the center of zooming: the selection, else now, else the middle.
func (s *Screen) focus() int64 {
	if d, ok := s.selectedLane(); ok && s.selection.found && s.selection.run != (identity{}) {
		return d.spans[s.selection.item].From
	}
	return s.env.Now.Unix()
}

// toRun goes to the item before or after the selected one, and warns when there is none.
func (s *Screen) toRun(by int) tea.Cmd {
	d, ok := s.selectedLane()
	switch {
	case !ok:
		s.env.Warn(s.list.Empty())
		return nil
	case s.moveSelection(d, by):
		return s.settle(nil)
	case by < 0:
		s.env.Warn("no run is known before that")
		return nil
	}
	s.env.Warn("no run is known after that")
	return nil
}

// moveSelection selects the item before or after the selected one of a lane, and moves the window to show it; false when there is none.
// Future slots are known only near the view. One further away is taken from the schedule; its outcome follows later.
func (s *Screen) moveSelection(d placedLane, by int) bool {
	all := itemsIn(d.lane, s.slotsOf(d.lane), math.MinInt64/2, math.MaxInt64/2)
	from := s.instantInView()
	to := all.beyond(from, by)
	if s.selection.found {
		if at := all.find(d.lane, d.identityOf(d.lane, s.selection.item)); at >= 0 {
			from, to = all.spans[at].From, all.skip(at, by)
		}
	}
	switch {
	case to >= 0:
		s.choose(d.lane, &all, to)
	case by > 0 && d.lane.cronJob != nil:
		next := d.lane.cronJob.NextRun(later(time.Unix(from, 0), s.env.Now))
		if next.IsZero() {
			return false
		}
		s.selection.run, s.selection.at = identity{}, next.Unix()
	default:
		return false
	}
	s.window.show(s.selection.at, s.env.Now)
	return true
}

// instantInView returns the instant in focus, or the middle of the window when that is out of view.
func (s *Screen) instantInView() int64 {
	view := s.window.view
	if x := view.X(s.focusInstant()); x >= 0 && x < s.window.cells {
		return s.focusInstant()
	}
	return view.At(s.window.cells / 2)
}

// beyond returns the first item that begins after an instant, or the last one that begins before it; −1 for none.
func (t *items) beyond(at int64, by int) int {
	last := -1
	for i := range t.spans {
		switch from := t.spans[i].From; {
		case by > 0 && from > at:
			return i
		case by < 0 && from < at:
			last = i
		}
	}
	return last
}

// skip goes on from one item to the next; a run of two spans counts as one. It returns −1 at the end.
func (t *items) skip(at, by int) int {
	for to := at + by; to >= 0 && to < len(t.spans); to += by {
		if t.runs[to] < 0 || t.runs[to] != t.runs[at] {
			return to
		}
	}
	return -1
}

func (s *Screen) choose(l *lane, t *items, item int) {
	s.selection.run, s.selection.at = t.identityOf(l, item), t.spans[item].From
}

// run returns the selected run, nil when a slot or nothing is selected.
func (s *Screen) run() *workload.Run {
	d, ok := s.selectedLane()
	if !ok || !s.selection.found || s.selection.item >= len(d.runs) || d.runs[s.selection.item] < 0 {
		return nil
	}
	return &d.lane.runs[d.runs[s.selection.item]]
}

// job returns the Job of the selected run, if it still exists.
func (s *Screen) job() (screen.Ref, bool) {
	r := s.run()
	if r == nil || r.JobDeleted {
		return screen.Ref{}, false
	}
	return screen.Ref{Kind: screen.KindJob, Key: r.Key}, true
}
