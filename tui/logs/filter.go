package logs

import (
	"sort"
	"time"
)

// filter says which lines are shown.
type filter struct {
	failedOnly bool
	since      time.Time // zero for all
}

func (f filter) isZero() bool { return !f.failedOnly && f.since.IsZero() }

// keeps reports whether a line is shown. Marks and notices always are.
func (s *Screen) keeps(l heldLine) bool {
	if l.Source == markSource || l.Source == noticeSource {
		return true
	}
	if at := l.Source; s.filter.failedOnly {
		if at < 0 {
			at = noteOf(at) // its own inverse
		}
		if !s.sources[at].failed {
			return false
		}
	}
	return s.filter.since.IsZero() || l.Source >= 0 && !l.Time.Before(s.filter.since)
}

// append adds a line to the buffer, and to the shown and matching lines. Old lines may be dropped: see trim.
func (s *Screen) append(l heldLine) {
	l.Seq = s.buffer.next
	s.buffer.add(l.Source, l.Time, l.Text)
	if !s.filter.isZero() && s.keeps(l) {
		s.kept = append(s.kept, l.Seq)
	}
	if s.pattern != nil && l.Source >= 0 && s.pattern.match(l.Text) {
		s.found = append(s.found, l.Seq)
	}
}

// trim forgets lines that the buffer has dropped.
func (s *Screen) trim() {
	s.kept = s.kept[sort.SearchInts(s.kept, s.buffer.first):]
	s.found = s.found[sort.SearchInts(s.found, s.buffer.first):]
	if s.top.seq < s.buffer.first {
		s.top = place{seq: s.buffer.first}
	}
}

// refilter selects the shown lines again, and keeps the view in place.
func (s *Screen) refilter(f filter) {
	s.filter = f
	s.kept = nil
	if f.isZero() {
		return
	}
	for i := range s.buffer.blocks {
		b := s.buffer.blocks[i]
		for j := range b.entries {
			if s.keeps(b.line(j)) {
				s.kept = append(s.kept, b.first+j)
			}
		}
	}
	if n := s.count(); n > 0 {
		s.top = place{seq: s.at(min(s.position(s.top.seq), n-1))}
	}
}

// count returns the number of lines shown.
func (s *Screen) count() int {
	if s.filter.isZero() {
		return s.buffer.len()
	}
	return len(s.kept)
}

// at returns the sequence number of the shown line at a position from 0.
func (s *Screen) at(position int) int {
	if s.filter.isZero() {
		return s.buffer.first + position
	}
	return s.kept[position]
}

// position returns the position of a line, or of the next one that is shown; count when there is none.
func (s *Screen) position(seq int) int {
	if s.filter.isZero() {
		return min(max(seq-s.buffer.first, 0), s.buffer.len())
	}
	return sort.SearchInts(s.kept, seq)
}
