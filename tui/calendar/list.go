package calendar

import "github.com/kronoscope/kronoscope/kube/slots"

// list holds what happens in a part of the day. It has a cursor while it has the keys.
type list struct {
	entries []slots.Entry
	more    int // entries left out
	of      entriesQuestion
	focused bool
	cursor  int
	first   int // in view
}

// set takes an answer. The cursor keeps its place when only time has passed.
func (l *list) set(of entriesQuestion, answer entriesAnswer) {
	if l.of.part() != of.part() {
		l.cursor, l.first = 0, 0
	}
	l.entries, l.more, l.of = answer.entries, answer.more, of
	l.cursor = min(l.cursor, max(len(l.entries)-1, 0))
	l.focused = l.focused && len(l.entries) > 0
}

func (l *list) selected() (e slots.Entry, ok bool) {
	if l.cursor >= len(l.entries) {
		return e, false
	}
	return l.entries[l.cursor], true
}

// move moves the cursor and keeps it within the rows in view.
func (l *list) move(by, rows int) {
	l.cursor = min(max(l.cursor+by, 0), max(len(l.entries)-1, 0))
	l.first = min(max(l.first, l.cursor-rows+1), l.cursor)
}

// scroll scrolls the list. Its end is known only when it is drawn.
func (l *list) scroll(by int) { l.first = max(l.first+by, 0) }

// from returns the first of n lines to draw in so many rows.
func (l *list) from(n, rows int) int { return min(max(l.first, 0), max(n-rows, 0)) }

// listCurrent reports whether the list belongs to the selected part of the day. While the answer is on its way, it still holds the part
// listed before.
func (s *Screen) listCurrent() bool {
	day, past := s.selected()
	return day != nil && s.list.of.part() == part{s.zone.of(s.env), s.day, s.listed(day, past)}
}
