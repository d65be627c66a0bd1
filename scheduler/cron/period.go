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

// minRegular is how long, in seconds, the offset must last on both sides of a regular change.
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

// before and after are the neighbouring periods. There must be one.
func (p period) before() period { return periodAt(time.Unix(p.start-1, 0), p.loc) }

func (p period) after() period { return periodAt(time.Unix(p.end, 0), p.loc) }

// regularStart and regularEnd report whether the change of offset there is regular: the search for slots passes it as if it were not
// there.
func (p period) regularStart() bool { return regularChange(p.before(), p) }

func (p period) regularEnd() bool { return regularChange(p, p.after()) }

// startsOnTheHour reports whether the change at the start left the hours of the clock whole. From a slot after such a change the search
// goes on regularly.
func (p period) startsOnTheHour() bool {
	const hour = 60 * 60
	return (p.offset-p.before().offset)%hour == 0 && (p.start+p.offset)%hour == 0
}

// regularChange reports whether the change from a to b is of one hour, leaves every hour of the clock whole and keeps away from
// midnight. robfig/cron goes from hour to hour in steps of one real hour, and recognises a new day by the hour 0.
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

// regularSince reports whether all changes of offset from an instant to the start of the period are regular.
func (p period) regularSince(unix int64) bool {
	_, irregular := p.irregularSince(unix)
	return !irregular
}

// irregularNear finds an irregular change so near to an instant of the period that a search started there may pass it differently from
// one started long before: within the day ahead, or since the month began.
func (p period) irregularNear(unix int64) (change int64, found bool) {
	if p.end != noEnd && p.end-unix <= secondsOfDay && !p.regularEnd() {
		return p.end, true
	}
	return p.irregularSince(p.monthStart(unix) - secondsOfDay)
}

// irregularSince finds the last irregular change from an instant up to the start of the period.
func (p period) irregularSince(unix int64) (change int64, found bool) {
	for p.start != noStart && p.start >= unix {
		if !p.regularStart() {
			return p.start, true
		}
		p = p.before()
	}
	return 0, false
}

// day is the civil day, in days since 1970, of an instant at the period's offset.
func (p period) day(unix int64) int64 { return floorDiv(unix+p.offset, secondsOfDay) }

// minute is the civil minute of an instant at the period's offset.
func (p period) minute(unix int64) int64 { return floorDiv(unix+p.offset, 60) }

// monthStart is the instant at which the civil month of an instant began, if the period's offset held then.
func (p period) monthStart(unix int64) int64 {
	day := p.day(unix)
	date := time.Unix(day*secondsOfDay, 0).UTC()
	return (day-int64(date.Day()-1))*secondsOfDay - p.offset
}
