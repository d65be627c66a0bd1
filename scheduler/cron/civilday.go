package cron

import (
	"time"
)

// DayStart returns the first instant of a civil day in a zone, which need not be midnight. For a day that the zone skipped, it is the
// first instant after it. [Schedule.CountDays] starts its days there.
func DayStart(year int, month time.Month, day int, zone *time.Location) time.Time {
	return startOfDay(civilDay(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)), zone)
}

// civilDay is the civil date of a time, in days since 1970.
func civilDay(t time.Time) int64 {
	_, offset := t.Zone()
	return floorDiv(t.Unix()+int64(offset), secondsOfDay)
}

// startOfDay is [DayStart] for a day given in days since 1970.
func startOfDay(day int64, loc *time.Location) time.Time {
	at := day*secondsOfDay - 2*secondsOfDay // no zone is that far from UTC
	for {
		p := periodAt(time.Unix(at, 0), loc)
		midnight := max(day*secondsOfDay-p.offset, at)
		if midnight < p.end {
			return time.Unix(midnight, 0).In(loc)
		}
		at = p.end
	}
}

// weekdayOf is the weekday of a day since 1 January 1970, a Thursday.
func weekdayOf(day int64) time.Weekday {
	return time.Weekday(day + 4 - floorDiv(day+4, 7)*7)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
