package cron

import (
	"math/bits"
	"time"

	robfig "github.com/robfig/cron/v3"
)

// fields are the five fields of an expression as sets: bit n stands for the minute, hour, day, month (1 = January) or
// weekday (0 = Sunday) n.
type fields struct {
	minutes, hours, dom, months, dow uint64
	// anyDay is set when dom or dow is a star: a day must match both then, so the other one decides. Else it must match either.
	anyDay bool
}

const (
	starBit    = 1 << 63 // robfig/cron's mark of a field that holds a star
	allMinutes = 1<<60 - 1
	allHours   = 1<<24 - 1
	allDom     = 1<<32 - 1<<1
	allMonths  = 1<<13 - 1<<1
	allDow     = 1<<7 - 1
)

func fieldsOf(spec *robfig.SpecSchedule) fields {
	return fields{
		minutes: spec.Minute & allMinutes,
		hours:   spec.Hour & allHours,
		dom:     spec.Dom & allDom,
		months:  spec.Month & allMonths,
		dow:     spec.Dow & allDow,
		anyDay:  (spec.Dom|spec.Dow)&starBit != 0,
	}
}

// empty reports whether a field holds no value, or neither day field matches any day.
func (f fields) empty() bool {
	noDay := f.dom|f.dow == 0 || f.anyDay && (f.dom == 0 || f.dow == 0)
	return f.minutes == 0 || f.hours == 0 || f.months == 0 || noDay
}

// feasibleMonths are the months in which some day of some year matches.
func (f fields) feasibleMonths() uint64 {
	byWeekday := f.dow != 0 && (!f.anyDay || f.dom == allDom)
	byDate := f.dom != 0 && (!f.anyDay || f.dow == allDow)
	switch {
	case byWeekday:
		return f.months
	case byDate:
		return f.monthsWithDates()
	}
	return 0
}

// monthDays are the matching days of a month, bit n for day n, given its length in days and the weekday of its first day.
func (f fields) monthDays(month time.Month, length int, first time.Weekday) uint64 {
	if f.months&(1<<month) == 0 {
		return 0
	}
	const everySeventh = 1 | 1<<7 | 1<<14 | 1<<21 | 1<<28
	var weekdays uint64
	for rest := f.dow; rest != 0; rest &= rest - 1 {
		day := (bits.TrailingZeros64(rest) - int(first) + 7) % 7 // days from the first to that weekday
		weekdays |= everySeventh << (1 + day)
	}
	days := f.dom | weekdays
	if f.anyDay {
		days = f.dom & weekdays
	}
	return days & (1<<(length+1) - 2)
}

// matchDay reports whether a day matches, whatever the month.
func (f fields) matchDay(day int, weekday time.Weekday) bool {
	dom, dow := f.dom&(1<<day) != 0, f.dow&(1<<weekday) != 0
	if f.anyDay {
		return dom && dow
	}
	return dom || dow
}

// matches reports whether an instant is on the minute and matches every field.
func (s Schedule) matches(t time.Time) bool {
	if t.Nanosecond() != 0 {
		return false
	}
	t = t.In(s.loc)
	hour, minute, second := t.Clock()
	_, month, day := t.Date()
	return second == 0 && s.fields.minutes&(1<<minute) != 0 && s.fields.hours&(1<<hour) != 0 &&
		s.fields.months&(1<<month) != 0 && s.fields.matchDay(day, t.Weekday())
}
