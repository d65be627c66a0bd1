package cron

import "time"

// Count is how many slots [Schedule.Between] yields. Its cost depends on the number of months and of offset changes of the
// zone between the two instants, not on the number of slots.
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

// searchStart is an instant up to t from where the search finds the slots of a CronJob that is older, as it need not from t itself: from
// what is no slot it goes back to the start of the hour, the day or the month, and on from there, and near a change of the clocks
// that is not calm it then passes over slots, or finds others.
func (s Schedule) searchStart(t time.Time) time.Time {
	if _, every := s.Every(); every || s.noSlots() {
		return t
	}
	calm := t
	for {
		rough, found := periodAt(calm, s.loc).irregularNear(calm.Unix())
		if !found {
			break
		}
		calm = time.Unix(rough-minRegular, 0)
	}
	if calm.Equal(t) {
		return t
	}
	c := s.counter(calm)
	c.advance(t)
	return c.last
}
