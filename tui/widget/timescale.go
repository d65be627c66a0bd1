package widget

import (
	"sort"
	"time"
)

// TimeScale is a stretch of time laid out over cells. As a literal all of them are equally long; [TimeScale.Place] puts them on the
// clock of a zone. Times are seconds since 1970.
type TimeScale struct {
	From  int64 // of its left edge
	Cell  int64 // seconds a cell, more than 0; of a cell on a clock that changes, what it shows
	Cells int
	edges []int64 // nil for equal cells, else where they begin, from the cell before the first to the one after the last
}

// longestEven is up to which length cells are equally long. Clocks change by whole half hours, so that such cells lie on the clock
// before a change and after it, and each half hour of one that comes twice has a cell of its own.
const longestEven = 30 * 60

// Place is the scale moved such that an instant lies in one of its cells, and that they begin at multiples of their length on the
// clock of a zone. Those longer than half an hour reach from one multiple to the next whatever the clock does in between: a
// day is a day of the zone, of 23, 24 or 25 hours.
func (s TimeScale) Place(at int64, x int, zone *time.Location) TimeScale {
	_, offset := time.Unix(at, 0).In(zone).Zone()
	n := floorDiv(at+int64(offset), s.Cell)
	s.edges = nil
	if s.Cell <= longestEven {
		s.From = (n-int64(x))*s.Cell - int64(offset)
		return s
	}
	for firstShown((n+1)*s.Cell, zone) <= at { // the clock was set back over the edge
		n++
	}
	n -= int64(x)
	s.edges = make([]int64, max(s.Cells, 0)+2)
	for i := range s.edges {
		s.edges[i] = firstShown((n+int64(i)-1)*s.Cell, zone)
	}
	s.From = s.edges[1]
	return s
}

// firstShown is the first instant at which the clock of a zone shows a time, in seconds since 1970 as if it were UTC, or a later
// one, where it skips that time.
func firstShown(clock int64, zone *time.Location) int64 {
	for t := time.Unix(clock-daySeconds, 0).In(zone); ; {
		_, offset := t.Zone()
		end := nextChange(t)
		if at := clock - int64(offset); end.IsZero() || at < end.Unix() {
			return max(at, t.Unix())
		}
		t = end
	}
}

// nextChange is when the clock of an instant's zone may be changed next; zero for never.
func nextChange(t time.Time) time.Time {
	_, end := t.ZoneBounds()
	for !end.IsZero() && !end.After(t) {
		end = end.Add(daySeconds * time.Second) // package time ends leap years a day early once it computes changes by rule (Go 1.26)
	}
	return end
}

// To is its right edge, which no longer belongs to it.
func (s TimeScale) To() int64 { return s.At(s.Cells) }

// At is when a cell begins.
func (s TimeScale) At(x int) int64 {
	if last := len(s.edges) - 1; last > 0 {
		within := min(max(x+1, 0), last)
		return s.edges[within] + int64(x+1-within)*s.Cell
	}
	return s.From + int64(x)*s.Cell
}

// X is the cell in which an instant lies; outside the scale it is negative or at least Cells.
func (s TimeScale) X(at int64) int {
	first, from := 0, s.From
	if last := len(s.edges) - 1; last > 0 {
		begun := sort.Search(len(s.edges), func(i int) bool { return s.edges[i] > at })
		if begun > 0 && begun <= last {
			return begun - 2
		}
		within := min(begun, last)
		first, from = within-1, s.edges[within]
	}
	return first + int(min(max(floorDiv(at-from, s.Cell), -1<<30), 1<<30))
}
