package cron

import (
	"math/bits"
	"time"
)

const (
	minutesOfDay = 24 * 60
	secondsOfDay = 24 * 60 * 60
	yearsSought  = 5 // how many years robfig/cron looks ahead for the next slot
)

// civilCount counts matching minutes in ranges of civil time, without regard to zones. A civil minute is the number of minutes
// from 1 January 1970, 00:00, to what the clock on the wall shows.
type civilCount struct {
	fields   fields
	n        int
	last     int64 // the last matching minute, when n > 0
	lastYear int   // the year of the last match, or the year in which the search began
	ended    bool  // more than five years passed without a match, so the search gave up
}

// add counts the matching minutes from lo to hi, both included.
func (c *civilCount) add(lo, hi int64) {
	if lo > hi {
		return
	}
	first, last := floorDiv(lo, minutesOfDay), floorDiv(hi, minutesOfDay)
	from, to := lo-first*minutesOfDay, hi-last*minutesOfDay
	if first == last {
		c.addDays(first, last, from, to)
		return
	}
	c.addDays(first, first, from, minutesOfDay-1)
	c.addDays(first+1, last-1, 0, minutesOfDay-1)
	c.addDays(last, last, 0, to)
}

// addDays counts the matching minutes from…to of the day, both included, on the matching days of a range (in days since 1970).
func (c *civilCount) addDays(first, last, from, to int64) {
	daily, latest := c.fields.dayMinutes(int(from), int(to))
	for day := first; day <= last && !c.ended; {
		date := time.Unix(day*secondsOfDay, 0).UTC()
		year, month, dom := date.Date()
		length := daysIn(year, month)
		monthStart := day - int64(dom-1)
		days := c.fields.monthDays(month, length, weekdayOf(monthStart))
		days &^= 1<<dom - 1
		if end := monthStart + int64(length) - 1; end > last {
			days &= 1<<(length+1-int(end-last)) - 1
		}
		day = monthStart + int64(length)
		if days == 0 || daily == 0 {
			continue
		}
		if year > c.lastYear+yearsSought {
			c.ended = true
			return
		}
		c.n += bits.OnesCount64(days) * daily
		c.lastYear = year
		c.last = (monthStart+int64(bits.Len64(days))-2)*minutesOfDay + int64(latest)
	}
}

// dayMinutes counts the matching minutes of a day in a range, both ends included, and finds the latest of them.
func (f fields) dayMinutes(from, to int) (n, latest int) {
	fromHour, toHour := from/60, to/60
	inner := f.hours & (1<<(toHour+1) - 1) &^ (1<<fromHour - 1)
	if from == 0 && to == minutesOfDay-1 {
		n = bits.OnesCount64(inner) * bits.OnesCount64(f.minutes)
		return n, (bits.Len64(inner)-1)*60 + bits.Len64(f.minutes) - 1
	}
	for rest := inner; rest != 0; rest &= rest - 1 {
		hour := bits.TrailingZeros64(rest)
		minutes := f.minutes
		if hour == fromHour {
			minutes &^= 1<<(from%60) - 1
		}
		if hour == toHour {
			minutes &= 1<<(to%60+1) - 1
		}
		if minutes != 0 {
			n += bits.OnesCount64(minutes)
			latest = hour*60 + bits.Len64(minutes) - 1
		}
	}
	return n, latest
}
