package logs

import "time"

// lineQueue holds the lines of one container that have been read but not merged.
type lineQueue struct {
	lines  []Line
	pushed time.Time // when lines last came
	closed bool      // no more lines come
	floor  time.Time // time of the last line taken
}

// due returns the time by which the first line is merged. It never goes back, so a clock that does cannot reorder a container's own
// lines.
func (q *lineQueue) due() time.Time { return later(q.lines[0].Time, q.floor) }

// take moves lines to the end of a slice: the first one, and those after it up to the bound, if there is one.
func (q *lineQueue) take(to []Line, bound time.Time) []Line {
	n := 0
	for n < len(q.lines) && len(to)+n < maxBatch {
		due := later(q.lines[n].Time, q.floor)
		if n > 0 && !bound.IsZero() && due.After(bound) {
			break
		}
		q.floor = due
		n++
	}
	to = append(to, q.lines[:n]...)
	if q.lines = q.lines[n:]; len(q.lines) == 0 {
		q.lines = nil
	}
	return to
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
