package cron

import (
	"math"
	"time"
)

// period is a stretch of time in which a zone keeps its offset.
type period struct {
	loc        *time.Location
	start, end int64 // Unix seconds, the end excluded
	offset     int64 // seconds east of UTC
}

const (
	noStart = math.MinInt64
	noEnd   = math.MaxInt64
)

// minRegular is how long the offset must last on both sides of a change for the change to be calm.
const minRegular = 3 * secondsOfDay

func periodAt(t time.Time, loc *time.Location) period {
	t = t.In(loc)
	start, end := t.ZoneBounds()
	_, offset := t.Zone()
	p := period{loc: loc, start: noStart, end: noEnd, offset: int64(offset)}
	if !start.IsZero() {
		p.start = start.Unix()
	}
	if !end.IsZero() {
		p.end = end.Unix()
		for p.end <= t.Unix() {
			p.end += secondsOfDay // package time ends leap years a day early once it computes changes by rule (Go 1.26)
		}
	}
	return p
}

func (p period) contains(t time.Time) bool { return p.start <= t.Unix() && t.Unix() < p.end }

// before and after are the neighbouring periods, which must exist.
func (p period) before() period { return periodAt(time.Unix(p.start-1, 0), p.loc) }

func (p period) after() period { return periodAt(time.Unix(p.end, 0), p.loc) }

// regularStart and calmEnd say whether the change of offset there is one that the search for slots passes without surprise.
func (p period) regularStart() bool { return regularChange(p.before(), p) }

func (p period) regularEnd() bool { return regularChange(p, p.after()) }

// startsOnTheHour says whether the change at the start left the hours of the clock whole, so that from a slot after it the search
// goes on evenly.
func (p period) startsOnTheHour() bool {
	const hour = 60 * 60
	return (p.offset-p.before().offset)%hour == 0 && (p.start+p.offset)%hour == 0
}

// regularChange says whether a change leaves every hour of the clock whole and keeps away from midnight. robfig/cron goes
// from hour to hour in steps of one real hour, and recognises a new day by the hour 0.
func regularChange(a, b period) bool {
	const hour = 60 * 60
	shift := b.offset - a.offset
	if shift == 0 {
		return true
	}
	if shift != hour && shift != -hour || shortLived(a) || shortLived(b) {
		return false
	}
	clock := a.end + a.offset - floorDiv(a.end+a.offset, secondsOfDay)*secondsOfDay
	return clock%hour == 0 && clock >= 2*hour && clock <= 21*hour
}

func shortLived(p period) bool {
	return p.start != noStart && p.end != noEnd && p.end-p.start < minRegular
}

// regularSince says whether all changes of offset from an instant to the start of the period are calm.
func (p period) regularSince(unix int64) bool {
	_, rough := p.irregularSince(unix)
	return !rough
}

// irregularNear is a change of offset that is not calm, and that lies so near to an instant of the period that the search from there may
// not pass it as it does from afar: ahead within a day, or behind since the month began.
func (p period) irregularNear(unix int64) (change int64, found bool) {
	if p.end != noEnd && p.end-unix <= secondsOfDay && !p.regularEnd() {
		return p.end, true
	}
	return p.irregularSince(p.monthStart(unix) - secondsOfDay)
}

// irregularSince is the last change of offset from an instant to the start of the period that is not calm, and whether there is one.
func (p period) irregularSince(unix int64) (change int64, found bool) {
	for p.start != noStart && p.start >= unix {
		if !p.regularStart() {
			return p.start, true
		}
		p = p.before()
	}
	return 0, false
}

// day is the civil day, in days since 1970, on which an instant falls by the period's offset.
func (p period) day(unix int64) int64 { return floorDiv(unix+p.offset, secondsOfDay) }

// minute is the civil minute in which an instant falls by the period's offset.
func (p period) minute(unix int64) int64 { return floorDiv(unix+p.offset, 60) }

// monthStart is the instant at which the civil month of an instant began if the period's offset held then.
func (p period) monthStart(unix int64) int64 {
	day := p.day(unix)
	date := time.Unix(day*secondsOfDay, 0).UTC()
	return (day-int64(date.Day()-1))*secondsOfDay - p.offset
}
