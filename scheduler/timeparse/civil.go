package timeparse

import (
	"fmt"
	"time"
)

// civil is what a calendar and a clock on the wall show, without a zone.
type civil struct {
	year                 int
	month                time.Month
	day                  int
	hour, minute, second int
}

func civilOf(t time.Time) civil {
	y, m, d := t.Date()
	return civil{year: y, month: m, day: d}
}

// at is the civil time as if it were UTC's.
func (c civil) at() time.Time {
	return time.Date(c.year, c.month, c.day, c.hour, c.minute, c.second, 0, time.UTC)
}

func (c civil) weekday() time.Weekday { return c.at().Weekday() }

// exists reports whether the month has the day.
func (c civil) exists() bool { return c.day > 0 && c.at().Day() == c.day && c.at().Month() == c.month }

func (c civil) addDays(n int) civil {
	y, m, d := c.at().AddDate(0, 0, n).Date()
	c.year, c.month, c.day = y, m, d
	return c
}

func offsetAt(t time.Time, zone *time.Location) int {
	_, offset := t.In(zone).Zone()
	return offset
}

// locate is the instant at which the clocks of a zone show c. If they skip it, it is the instant of the change; if they show it
// twice, it is the first, unless an offset chooses. An offset that the zone does not have then is an error.
func locate(c civil, zone *time.Location, offset *int) (Reading, error) {
	wall := c.at()
	// The time of day with the clocks as they were a day before, and as they are a day later.
	before, after := offsetAt(wall.Add(-24*time.Hour), zone), offsetAt(wall.Add(24*time.Hour), zone)
	early, late := wall.Add(-seconds(before)), wall.Add(-seconds(after))
	isEarly, isLate := offsetAt(early, zone) == before, offsetAt(late, zone) == after
	if !isEarly && !isLate {
		change := changeBetween(late, early, zone).In(zone)
		return Reading{At: change, Remarks: []string{fmt.Sprintf("there is no %s that day: the clocks go from %s to %s",
			wall.Format("15:04"), oldClock(change), change.Format("15:04"))}}, nil
	}
	twice := isEarly && isLate && before != after
	at := early.In(zone)
	if !isEarly || twice && offset != nil && *offset == after {
		at = late.In(zone)
	}
	if offset != nil && offsetAt(at, zone) != *offset {
		return Reading{}, fmt.Errorf("the offset of %s is %s then", zone, at.Format("-07:00"))
	}
	r := remarked(Reading{At: at})
	if twice && offset == nil {
		r.Remarks = append(r.Remarks, fmt.Sprintf("%s comes twice: this is the first, %s %s the second",
			wall.Format("15:04"), wall.Format("15:04"), late.In(zone).Format("-07:00")))
	}
	return r, nil
}

// remarked adds what the clocks do on the day of an instant.
func remarked(r Reading) Reading {
	zone, day := r.At.Location(), civilOf(r.At)
	from, to := day.at(), day.addDays(1).at()
	from, to = from.Add(-seconds(offsetAt(from, zone))), to.Add(-seconds(offsetAt(to, zone)))
	old, now := offsetAt(from, zone), offsetAt(to, zone)
	if old == now {
		return r
	}
	change := changeBetween(from, to, zone).In(zone)
	way := "forward"
	if now < old {
		way = "back"
	}
	r.Remarks = append(r.Remarks, fmt.Sprintf("the clocks go %s from %s to %s that day", way, oldClock(change), change.Format("15:04")))
	return r
}

// oldClock is what the clocks show when they are about to change.
func oldClock(change time.Time) string {
	return change.UTC().Add(seconds(offsetAt(change.Add(-time.Second), change.Location()))).Format("15:04")
}

// changeBetween is the first instant of the new offset, where the offsets of two instants differ.
func changeBetween(from, to time.Time, zone *time.Location) time.Time {
	if to.Before(from) {
		from, to = to, from
	}
	old := offsetAt(from, zone)
	for to.Sub(from) > time.Second {
		middle := from.Add(to.Sub(from) / 2).Truncate(time.Second)
		if offsetAt(middle, zone) == old {
			from = middle
		} else {
			to = middle
		}
	}
	return to
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
