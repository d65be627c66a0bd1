package cron

import "time"

// Count returns how many slots [Schedule.Between] yields. Its cost grows with the number of months, and of changes of the clocks,
// between the two instants, not with the number of slots.
func (s Schedule) Count(from, to time.Time) int {
	c := s.slotsFrom(from)
	return c.advance(to)
}

// slotsFrom counts the slots of [Schedule.Between] after an instant.
func (s Schedule) slotsFrom(from time.Time) *counter {
	if s.anchor.IsZero() {
		s = s.WithAnchor(from)
	}
	c := s.counter(s.searchStart(from))
	c.advance(from)
	return c
}

// searchStart is an instant, t or earlier, from which the search finds the slots of a CronJob that existed long before. From t itself it
// may not: if t is no slot, the search first goes back to the start of the hour, the day or the month. Near an irregular change of the
// clocks it then skips slots, or finds others.
func (s Schedule) searchStart(t time.Time) time.Time {
	if _, every := s.Every(); every || s.noSlots() {
		return t
	}
	start := t
	for {
		change, found := periodAt(start, s.loc).irregularNear(start.Unix())
		if !found {
			break
		}
		start = time.Unix(change-minRegular, 0)
	}
	if start.Equal(t) {
		return t
	}
	c := s.counter(start)
	c.advance(t)
	return c.last
}
