package cron

import (
	"fmt"
	"math/bits"
	"time"
)

// Words returns in English when the schedule fires, such as "every day at 02:00" or "Monday to Friday at 03:30", without the zone.
// Schedules that fire at different times have different words.
func (s Schedule) Words() string {
	if every, ok := s.Every(); ok {
		return "every " + rateWords(every) + ", counted from the last run"
	}
	if s.neverMatches() {
		return "never: there is no such time"
	}
	days := s.fields.dayWords()
	at, isRate := s.fields.timeWords()
	switch {
	case isRate && days == "":
		return at
	case isRate:
		return days + ", " + at
	case days == "":
		return "every day " + at
	}
	return days + " " + at
}

// dayWords are the days on which it fires: "" for every day.
func (f fields) dayWords() string {
	byDate, byWeekday := f.dom != allDom, f.dow != allDow
	if !f.anyDay {
		// Either is enough, so one that holds all days makes the other meaningless.
		some := byDate && byWeekday
		byDate, byWeekday = some && f.monthsWithDates() != 0, some && f.dow != 0
	}
	in := ""
	if f.months != allMonths {
		in = " in " + monthWords(f.months)
	}
	switch {
	case byDate && byWeekday:
		return f.dateWords() + " or on " + weekdayWords(f.dow) + in
	case byDate:
		return f.dateWords()
	case byWeekday:
		return weekdayWords(f.dow) + in
	case in != "":
		return "every day" + in
	}
	return ""
}

// dateWords are the days of the months. Months that have none of the days are left out.
func (f fields) dateWords() string {
	months, n := f.monthsWithDates(), bits.OnesCount64(f.dom)
	of := "of " + monthWords(months)
	switch {
	case months == allMonths:
		of = "of every month"
	case f.months == allMonths && n == 1:
		of = "of every month that has one"
	case f.months == allMonths:
		of = "of every month that has them"
	}
	if first, step, even := progression(f.dom); even && step > 1 && n > 3 && first+step*n > 31 {
		return fmt.Sprintf("on every %s day from the %s %s", ordinal(step), ordinal(first), of)
	}
	return "on the " + list(f.dom, ordinal, "the ") + " " + of
}

// monthsWithDates are the months in which at least one of the dates exists.
func (f fields) monthsWithDates() uint64 {
	var out uint64
	for rest := f.months; rest != 0; rest &= rest - 1 {
		month := bits.TrailingZeros64(rest)
		if f.dom&(1<<(daysIn(2000, time.Month(month))+1)-1) != 0 {
			out |= 1 << month
		}
	}
	return out
}

func monthWords(months uint64) string {
	return list(months, func(m int) string { return time.Month(m).String() }, "")
}

// weekdayWords names weekdays, from Monday on. A run of days across the end of the week is named as one.
func weekdayWords(dow uint64) string {
	has := func(day int) bool { return dow&(1<<(day%7)) != 0 }
	start := 1 // the first day that follows one that is out
	for start < 7 && (!has(start) || has(start+6)) {
		start++
	}
	runs := uint64(0) // the weekdays, that one being 0
	for i := range 7 {
		if has(start + i) {
			runs |= 1 << i
		}
	}
	if n := bits.OnesCount64(runs); n >= 3 && runs == 1<<n-1 {
		return weekday(start) + " to " + weekday(start+n-1)
	}
	var names []string
	for day := 1; day <= 7; day++ {
		if has(day) {
			names = append(names, weekday(day)+"s")
		}
	}
	return and(names)
}

func weekday(day int) string { return time.Weekday(day % 7).String() }
