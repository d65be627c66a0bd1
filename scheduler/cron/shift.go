package cron

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Shift is a change of the clocks in a schedule's zone, with what it does to the schedule.
type Shift struct {
	At time.Time     // the first instant of the new offset, in the zone
	By time.Duration // how far the clocks go forward; negative when they go back
	// Skipped are the times that match but do not exist. They are what the clock on the wall would have said, given in UTC.
	Skipped []time.Time
	// Repeated are the slots at which the clock on the wall says what it said at an earlier slot.
	Repeated []time.Time
}

// ClockBefore is what the clock on the wall would have said at the change, given in UTC; from there it goes to that of At.
func (sh Shift) ClockBefore() time.Time { return wall(sh.At).Add(-sh.By) }

// Shifts are the changes of the clocks after from, up to and including to. A schedule that fires in every hour, at minutes that
// the change leaves the same, loses nothing and repeats nothing.
func (s Schedule) Shifts(from, to time.Time) []Shift {
	var shifts []Shift
	for p := periodAt(from, s.Location()); p.end != noEnd && p.end <= to.Unix(); {
		next := p.after()
		if by := next.offset - p.offset; by != 0 {
			sh := Shift{At: time.Unix(p.end, 0).In(s.Location()), By: time.Duration(by) * time.Second}
			switch {
			case s.unaffectedBy(by):
			case by > 0:
				sh.Skipped = s.skipped(p.end+p.offset, p.end+next.offset)
			default:
				sh.Repeated = s.repeated(sh.At, -sh.By)
			}
			shifts = append(shifts, sh)
		}
		p = next
	}
	return shifts
}

// unaffectedBy says that a change by so many seconds does not show in the schedule.
func (s Schedule) unaffectedBy(by int64) bool {
	if _, every := s.Every(); every || s.neverMatches() {
		return true
	}
	if s.fields.hours != allHours || by%60 != 0 {
		return false
	}
	turn := (by/60%60 + 60) % 60
	return (s.fields.minutes<<turn|s.fields.minutes>>(60-turn))&allMinutes == s.fields.minutes
}

// skipped are the matching minutes from one civil second to another, the end excluded.
func (s Schedule) skipped(from, to int64) (times []time.Time) {
	for minute := -floorDiv(-from, 60); minute*60 < to; minute++ {
		t := time.Unix(minute*60, 0).UTC()
		f := s.fields
		if f.minutes&(1<<t.Minute()) != 0 && f.hours&(1<<t.Hour()) != 0 && f.months&(1<<t.Month()) != 0 && f.matchDay(t.Day(), t.Weekday()) {
			times = append(times, t)
		}
	}
	return times
}

// repeated are the slots after a change that repeat one before it. They are taken from the schedule itself, and come from
// a slot further back, because near a change the search depends on where it comes from.
func (s Schedule) repeated(change time.Time, back time.Duration) (again []time.Time) {
	start := change.Add(-back)
	from := s.Previous(start)
	if from.IsZero() {
		from = start.Add(-1)
	}
	var first []int64
	for slot := range s.Between(from, change.Add(back-1)) {
		if slot.Before(change) {
			first = append(first, slot.Unix())
		} else if slices.Contains(first, slot.Add(-back).Unix()) {
			again = append(again, slot)
		}
	}
	return again
}

// shifts warns of the first change that skips a slot and of the first that repeats one.
func (w *warner) shifts() {
	var skipped, twice bool
	for _, sh := range w.s.Shifts(w.after, w.now.Add(yearAhead)) {
		from, to := sh.ClockBefore(), sh.At
		switch {
		case len(sh.Skipped) > 0 && !skipped:
			skipped = true
			w.add(WarnSkipped, sh.At, "No run at %s on %s: the clocks of %s go from %s to %s.",
				timesOfDay(sh.Skipped), onDay(sh.Skipped[0]), w.s.loc, from.Format("15:04"), to.Format("15:04"))
		case len(sh.Repeated) > 0 && !twice:
			twice = true
			w.add(WarnRepeated, sh.Repeated[0], "Two runs at %s on %s: the clocks of %s go back from %s to %s.",
				timesOfDay(sh.Repeated), onDay(sh.Repeated[0]), w.s.loc, from.Format("15:04"), to.Format("15:04"))
		}
	}
}

// timesOfDay names times of day, such as "02:30", or the first two of many: "02:00, 02:15 and 2 more".
func timesOfDay(times []time.Time) string {
	const most = 3
	var names []string
	for _, t := range times {
		names = append(names, t.Format("15:04"))
	}
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:2], ", "), len(names)-2)
	}
	return and(names)
}

// wall is what the clock on the wall says, given in UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}
