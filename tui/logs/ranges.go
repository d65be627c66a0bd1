package logs

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// handleRangeKey handles 0 to 6: the ends of the log, and its last minutes. Lines that are no longer held, or were never read, are read
// again from the server.
func (s *Screen) handleRangeKey(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	own := &s.env.Keys.InLogs
	switch {
	case key.Matches(msg, own.Tail):
		if s.target.Since > 0 || s.cutShort() {
			cmd = s.again(0, false)
		}
		s.show("", 0)
		return cmd, true
	case key.Matches(msg, own.Head):
		if s.target.Since > 0 || s.buffer.Dropped > 0 {
			cmd = s.again(0, true)
		}
		s.show("", 0)
		s.follow, s.top = false, s.head()
		return cmd, true
	}
	for _, r := range []struct {
		key  key.Binding
		name string
		span time.Duration
	}{
		{own.Last1, "last 1m", time.Minute},
		{own.Last5, "last 5m", 5 * time.Minute},
		{own.Last15, "last 15m", 15 * time.Minute},
		{own.Last30, "last 30m", 30 * time.Minute},
		{own.Last60, "last 1h", time.Hour},
	} {
		if key.Matches(msg, r.key) {
			if s.lacks(r.span) {
				cmd = s.again(r.span, false)
			}
			s.show(r.name, r.span)
			return cmd, true
		}
	}
	return nil, false
}

// show narrows the view to a time span before now, 0 for everything, and goes to its end.
func (s *Screen) show(name string, span time.Duration) {
	f := filter{failedOnly: s.filter.failedOnly}
	if span > 0 {
		f.since = s.env.Now.Add(-span)
	}
	s.last = name
	s.refilter(f)
	s.follow = true
}

// lacks reports whether the server may have lines of the span before now that are not held.
func (s *Screen) lacks(span time.Duration) bool {
	switch {
	case s.target.Previous:
		return false // a log that has ended was read to its end
	case s.cutShort():
		return true
	case s.target.Since > 0 && s.target.Since < span:
		return true
	case s.buffer.Dropped == 0 || s.buffer.len() == 0:
		return false
	}
	oldest := s.buffer.line(s.buffer.first).Time
	return oldest.IsZero() || oldest.After(s.env.Now.Add(-span))
}

// cutShort reports whether reading ended before the log did, because only its beginning was wanted.
func (s *Screen) cutShort() bool { return s.onlyHead && s.ended && s.buffer.full() }

// again reads the lines younger than since once more, 0 for all; of all lines, perhaps only the beginning.
func (s *Screen) again(since time.Duration, onlyHead bool) tea.Cmd {
	target := s.target
	target.Since = since
	cmd := s.restart(target)
	s.onlyHead = onlyHead
	return cmd
}
