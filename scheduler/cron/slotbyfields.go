package cron

import (
	"math/bits"
	"time"
)

// slotByFields finds the slot after t on the bit sets, without the search. Both give the same slot where the zone keeps its offset from
// the start of t's month, to which the search may go back, until a day after the slot. Elsewhere ok is false.
func (s Schedule) slotByFields(t time.Time) (slot time.Time, ok bool) {
	p := periodAt(t, s.loc)
	if p.offset%60 != 0 || p.start != noStart && p.start > p.monthStart(t.Unix()) {
		return time.Time{}, false
	}
	last := int64(noEnd)
	if p.end != noEnd {
		last = p.minute(p.end) - minutesOfDay // of a repeated midnight, the search may find the second
	}
	minute, ok := s.fields.minuteFrom(p.minute(t.Unix())+1, last)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(minute*60-p.offset, 0).In(s.loc), true
}

// minuteFrom is the first matching civil minute of a range, both ends included. It looks no further ahead than the search does.
func (f fields) minuteFrom(from, last int64) (int64, bool) {
	day := floorDiv(from, minutesOfDay)
	year, month, dom := time.Unix(day*secondsOfDay, 0).UTC().Date()
	atMidnight := f.timeFrom(0)
	if atMidnight < 0 {
		return 0, false
	}
	for limit := year + yearsSought; year <= limit; dom = 1 {
		monthStart, length := day-int64(dom-1), daysIn(year, month)
		days := f.monthDays(month, length, weekdayOf(monthStart)) &^ (1<<dom - 1)
		if days&(1<<dom) != 0 && day*minutesOfDay < from { // the first day, which has begun
			if at := f.timeFrom(int(from - day*minutesOfDay)); at >= 0 {
				return within(day*minutesOfDay+int64(at), last)
			}
			days &^= 1 << dom
		}
		if days != 0 {
			found := monthStart + int64(bits.TrailingZeros64(days)-1)
			return within(found*minutesOfDay+int64(atMidnight), last)
		}
		if day = monthStart + int64(length); day*minutesOfDay > last {
			return 0, false
		}
		if month++; month > time.December {
			year, month = year+1, time.January
		}
	}
	return 0, false
}

func within(minute, last int64) (int64, bool) { return minute, minute <= last }

// timeFrom is the first matching minute of a day from a given one on, -1 when there is none.
func (f fields) timeFrom(minute int) int {
	hour := minute / 60
	if later := f.minutes >> (minute % 60); f.hours&(1<<hour) != 0 && later != 0 {
		return minute + bits.TrailingZeros64(later)
	}
	hours := f.hours >> (hour + 1)
	if hours == 0 || f.minutes == 0 {
		return -1
	}
	return (hour+1+bits.TrailingZeros64(hours))*60 + bits.TrailingZeros64(f.minutes)
}
