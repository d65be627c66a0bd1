package cron

import "time"

// counter counts the slots of a schedule along a line of instants.
//
// Between two changes of the zone's offset, the slots are the civil minutes that match, and they are counted on the bit sets. The same
// holds across a regular change: one of a whole hour well inside a day, as nearly all are. Near any other change, the search
// of robfig/cron skips slots, or finds some on days that do not match, depending on where it starts. There the counter
// follows the search itself.
type counter struct {
	s        Schedule
	pos      time.Time // everything up to here, inclusive, is counted
	last     time.Time // the last slot counted; before the first one, where counting began
	year     int       // of last: the search looks five years ahead of it
	match    bool      // last matches the fields, as all slots do but some near irregular changes
	upcoming time.Time // the slot that follows last, once the search has found it
	done     bool      // the schedule never fires after last

	period        period // the one that held pos when it was last looked up
	located       bool   // period is set
	regularPeriod bool   // it began with a regular change, or has no beginning
}

func (s Schedule) counter(from time.Time) *counter {
	if s.anchor.IsZero() {
		s = s.WithAnchor(from)
	}
	c := &counter{s: s, pos: from, done: s.noSlots()}
	if _, ok := s.Every(); !ok && !c.done {
		c.setLast(from)
	}
	return c
}

// advance counts the slots after the counter's position, up to and including to, and moves the position to to.
func (c *counter) advance(to time.Time) int {
	if !c.pos.Before(to) || c.done {
		return 0
	}
	if every, ok := c.s.Every(); ok {
		upto := everySlots(c.s.anchor, to, every)
		n := upto - everySlots(c.s.anchor, c.pos, every)
		c.pos, c.last = to, everySlot(c.s.anchor, upto, every)
		return int(n)
	}
	n := 0
	for c.pos.Before(to) && !c.done {
		switch {
		case !c.upcoming.IsZero():
			if c.upcoming.After(to) {
				c.pos = to
				break
			}
			n++
			c.pos = c.upcoming
			c.setLast(c.upcoming)
			n += c.restOfHour(to)
		case c.regular():
			n += c.countRegular(to)
		default:
			c.search()
		}
	}
	return n
}

// setLast records the last slot.
func (c *counter) setLast(slot time.Time) {
	c.last, c.upcoming = slot, time.Time{}
	c.year = slot.Add(time.Second).In(c.s.loc).Year()
	c.match = c.s.matches(slot)
}

// search looks for the slot after the last one.
func (c *counter) search() {
	c.upcoming = c.s.Next(c.last)
	c.done = c.upcoming.IsZero()
}

// regular reports whether the slots after pos are those that match, so that they can be counted without the search.
func (c *counter) regular() bool {
	at := c.pos.Add(1)
	if !c.located || !c.period.contains(at) {
		c.locate(periodAt(at, c.s.loc))
	}
	p := c.period
	if !c.match {
		// From an instant that is no slot, the search first goes back to the start of the minute, hour, day or month.
		return p.offset%60 == 0 && p.regularSince(p.monthStart(c.last.Unix())-secondsOfDay)
	}
	if c.regularPeriod {
		return true
	}
	// The search must have passed the irregular change, and have reached a place from which it goes on regularly.
	return c.last.Unix() >= p.start && (p.day(at.Unix()) > p.day(p.start) || p.startsOnTheHour())
}

// locate records the period that holds the position.
func (c *counter) locate(p period) {
	c.period, c.located = p, true
	c.regularPeriod = p.start == noStart || p.regularStart()
}

// countRegular counts up to to, or up to the next irregular change, whichever comes first.
func (c *counter) countRegular(to time.Time) int {
	p := c.period
	stop, irregular := to.Unix(), false
	if p.end != noEnd {
		// Before the day of the next change, it does not matter whether that one is regular.
		if dayBefore := p.day(p.end-1)*secondsOfDay - p.offset - 1; stop > dayBefore {
			irregular = !p.regularEnd()
			if irregular {
				stop = min(stop, p.end-1-max(0, p.offset-p.after().offset)) // of a repeated midnight, the search may find the second
				irregular = stop < to.Unix()
			} else {
				stop = min(stop, p.end-1)
			}
		}
	}
	n := 0
	if lo, hi := p.minute(c.pos.Unix())+1, p.minute(stop); lo <= hi {
		if n = c.countCivil(lo, hi); c.done {
			return n
		}
	}
	switch {
	case irregular:
		c.pos = later(c.pos, time.Unix(stop, 999_999_999))
		c.search()
	case stop == to.Unix():
		c.pos = to
	default:
		c.pos = time.Unix(stop, 999_999_999)
	}
	return n
}

// countCivil counts the matching minutes of a range within the current period, both ends included.
func (c *counter) countCivil(lo, hi int64) int {
	count := civilCount{fields: c.s.fields, lastYear: c.year}
	count.add(lo, hi)
	if count.n > 0 {
		c.last, c.match = time.Unix(count.last*60-c.period.offset, 0), true
	}
	c.year, c.done = count.lastYear, count.ended
	return count.n
}

// restOfHour counts the slots that follow the one just found within its hour: there the search looks at minutes only.
func (c *counter) restOfHour(to time.Time) int {
	if !c.match {
		return 0
	}
	p := periodAt(c.pos, c.s.loc)
	c.locate(p)
	minute := p.minute(c.pos.Unix())
	hourEnd := (floorDiv(minute, 60)+1)*3600 - p.offset - 1
	if hourEnd >= p.end {
		return 0
	}
	n := c.countCivil(minute+1, p.minute(min(hourEnd, to.Unix())))
	c.pos = c.last
	return n
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
