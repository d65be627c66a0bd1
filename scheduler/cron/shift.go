package cron

import (
	"fmt"
	"slices"
	"time"
)

// Shift is a change of the clocks in a zone and what it does to a schedule.
type Shift struct {
	At time.Time     // the first instant of the new offset, in the zone
	By time.Duration // how far the clocks go forward; negative when they go back
	// Skipped are the times that match the schedule but do not exist: what the clock on the wall would have shown, as times in UTC.
	Skipped []time.Time
	// Repeated are the slots at which the clock on the wall shows the same time as at an earlier slot.
	Repeated []time.Time
}

// ClockBefore returns what the clock on the wall would have shown at the change, as a time in UTC. At that moment it goes to the time
// of At.
func (sh Shift) ClockBefore() time.Time { return wall(sh.At).Add(-sh.By) }

// Shifts returns the changes of the clocks in the schedule's zone after from, up to and including to, in order. A schedule that fires
// in every hour, at minutes that the change does not move, skips and repeats nothing.
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

// unaffectedBy reports whether a change by so many seconds makes no difference to the schedule.
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

// repeated are the slots after a change that repeat one before it. They are found from a slot further back, because near a
// change the search depends on where it starts.
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

// wall is what the clock on the wall shows, as a time in UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}

// ZoneShifts returns the changes of a zone's clocks after from, up to and including to, without regard to a schedule: Skipped and
// Repeated are empty.
func ZoneShifts(zone *time.Location, from, to time.Time) []Shift {
	var shifts []Shift
	for p := periodAt(from, zone); p.end != noEnd && p.end <= to.Unix(); p = p.after() {
		if by := p.after().offset - p.offset; by != 0 {
			shifts = append(shifts, Shift{At: time.Unix(p.end, 0).In(zone), By: time.Duration(by) * time.Second})
		}
	}
	return shifts
}

// Words describes what the change does to the clock on the wall: "02:00–02:59 comes twice, the clocks go back from 03:00 to 02:00".
func (sh Shift) Words() string {
	const form = "15:04"
	from, to := sh.ClockBefore(), wall(sh.At)
	if sh.By > 0 {
		return fmt.Sprintf("%s–%s does not exist, the clocks go forward from %s to %s",
			from.Format(form), to.Add(-time.Minute).Format(form), from.Format(form), to.Format(form))
	}
	return fmt.Sprintf("%s–%s comes twice, the clocks go back from %s to %s",
		to.Format(form), from.Add(-time.Minute).Format(form), from.Format(form), to.Format(form))
}
