package logs

import "time"

// lineQueue holds what has been read of one container and not been merged.
type lineQueue struct {
	lines  []Line
	pushed time.Time // when lines last came
	closed bool
	floor  time.Time // time of the last line taken
}

// due is the time by which the queue's first line is merged; a clock that goes back does not reorder a container's own lines.
func (q *lineQueue) due() time.Time { return later(q.lines[0].Time, q.floor) }

// take moves the first line, and those after it that are not past the bound.
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
