package widget

import (
	"sort"
	"time"
)

// TimeScale is a stretch of time divided into cells. A literal has cells of equal length; [TimeScale.Place] aligns them to the clock of a
// zone. Times are seconds since 1970.
type TimeScale struct {
	From  int64 // of its left edge
	Cell  int64 // seconds in a cell, more than 0; on a zone's clock, the seconds that it advances
	Cells int
	edges []int64 // nil for equal cells, else where they begin, from the cell before the first to the one after the last
}

// longestEven is the greatest length up to which all cells are equally long. Clocks change by whole half hours, so such cells stay aligned
// before and after a change, and each half hour that occurs twice has its own cell.
const longestEven = 30 * 60

// Place moves the scale so that an instant is in a given cell, and that cells begin at multiples of their length on the clock of a zone.
// Cells longer than half an hour reach from one multiple to the next whatever the clock does in between: a day is a day of the zone, of
// 23, 24 or 25 hours.
func (s TimeScale) Place(at int64, x int, zone *time.Location) TimeScale {
	_, offset := time.Unix(at, 0).In(zone).Zone()
	n := floorDiv(at+int64(offset), s.Cell)
	s.edges = nil
	if s.Cell <= longestEven {
		s.From = (n-int64(x))*s.Cell - int64(offset)
		return s
	}
	for firstShown((n+1)*s.Cell, zone) <= at { // the clock was set back across the edge
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

// firstShown returns the first instant at which the clock of a zone shows a time, given in seconds since 1970 as if it were UTC; or, if
// the clock skips that time, a later one.
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

// nextChange returns when the clock of an instant's zone may change next; zero for never.
func nextChange(t time.Time) time.Time {
	_, end := t.ZoneBounds()
	for !end.IsZero() && !end.After(t) {
		end = end.Add(daySeconds * time.Second) // package time ends leap years a day early once it computes changes by rule (Go 1.26)
	}
	return end
}

// To returns the right edge, which is outside the scale.
func (s TimeScale) To() int64 { return s.At(s.Cells) }

// At returns when a cell begins.
func (s TimeScale) At(x int) int64 {
	if last := len(s.edges) - 1; last > 0 {
		within := min(max(x+1, 0), last)
		return s.edges[within] + int64(x+1-within)*s.Cell
	}
	return s.From + int64(x)*s.Cell
}

// X returns the cell that contains an instant; outside the scale it is negative or at least Cells.
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
