// Package cron holds everything about a schedule itself: it parses cron expressions as the CronJob controller does, finds and counts
// slots in any time zone, puts schedules into words, and warns of what surprises people about them.
//
// It knows no objects of Kubernetes, does no I/O beyond Go's time zone database, starts no goroutine and reads no clock.
package cron

import (
	"fmt"
	"iter"
	"time"
	_ "time/tzdata" // zones must load on machines, and in images, that have no zone database

	robfig "github.com/robfig/cron/v3"
)

// Schedule is a parsed cron expression in a time zone. Its slots are the instants at which upstream's controller would
// start a Job, with robfig/cron's treatment of the hours that daylight saving time skips or repeats. The zero value has no slots.
type Schedule struct {
	expr   string
	loc    *time.Location
	spec   robfig.Schedule
	anchor time.Time // of an @every schedule: its slots are counted from there; zero: from wherever the caller looks

	fields fields // the bit sets of spec, unless it is an @every schedule
	empty  bool   // a field holds no value, so that not even the search finds a slot
}

// Parse reads an expression as Kubernetes does (five fields, or a macro such as @daily or @every 90m), in a zone;
// nil is UTC. A zone in the expression itself (TZ=…) wins. The error holds the parser's own text, see [errors.Unwrap].
func Parse(expr string, loc *time.Location) (Schedule, error) {
	spec, err := parseStandard(expr)
	if err != nil {
		return Schedule{}, fmt.Errorf("schedule %q: %w", expr, err)
	}
	if loc == nil {
		loc = time.UTC
	}
	s := Schedule{expr: expr, loc: loc, spec: spec}
	if spec, isSpec := spec.(*robfig.SpecSchedule); isSpec {
		if spec.Location != time.Local { // the parser's way to say that the expression names no zone
			s.loc = spec.Location
		}
		s.fields = fieldsOf(spec)
		s.empty = s.fields.empty()
	}
	return s, nil
}

// parseStandard turns the panics of the parser, which slices before it checks, into errors as upstream words them.
func parseStandard(expr string) (spec robfig.Schedule, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			spec, err = nil, fmt.Errorf("invalid schedule format: %v", cause)
		}
	}()
	return robfig.ParseStandard(expr)
}

// String is the expression as written.
func (s Schedule) String() string { return s.expr }

// Location is the zone that the expression is read in.
func (s Schedule) Location() *time.Location {
	if s.loc == nil {
		return time.UTC
	}
	return s.loc
}

// noSlots says that there are no slots at all.
func (s Schedule) noSlots() bool { return s.spec == nil || s.empty }

// neverMatches says that no date and time match. Where a change of the clocks falls on the midnight before a month, robfig/cron may stray
// into days of other months, and fire nevertheless.
func (s Schedule) neverMatches() bool {
	_, every := s.Every()
	return s.noSlots() || !every && s.fields.feasibleMonths() == 0
}

// Next is where upstream's search comes from t, in the schedule's zone; zero when there is no slot within five years. Where the clocks
// change at midnight, or by other than an hour, that depends on whether t is a slot: see [Schedule.After].
func (s Schedule) Next(t time.Time) time.Time {
	if s.noSlots() {
		return time.Time{} // the search would take its time to find nothing in five years
	}
	every, ok := s.Every()
	switch {
	case !ok:
		return s.nextMatch(t)
	case s.anchor.IsZero():
		return s.spec.Next(t.In(s.loc))
	}
	return everySlot(s.anchor, everySlots(s.anchor, t, every)+1, every).In(s.loc)
}

// nextMatch is the slot after t of a schedule of five fields. In an hour that a change of the clocks cuts at a quarter, the search
// may come back to where it began; then it goes on from the minutes after, as it does once that time has passed.
func (s Schedule) nextMatch(t time.Time) time.Time {
	if slot, known := s.slotByFields(t); known {
		return slot
	}
	slot := s.fields.nextSlot(t.In(s.loc))
	for from := t; !slot.After(t) && !slot.IsZero(); {
		from = from.Add(time.Minute)
		slot = s.fields.nextSlot(from.In(s.loc))
	}
	return slot
}

// Previous is the last slot before t, in the schedule's zone; zero when there is none within five years. An @every schedule
// has slots before t only when it is anchored.
func (s Schedule) Previous(t time.Time) time.Time {
	if _, ok := s.Every(); s.noSlots() || ok && s.anchor.IsZero() {
		return time.Time{}
	}
	const day = 24 * time.Hour
	for _, back := range []time.Duration{time.Hour, day, 31 * day, 366 * day, 5 * 366 * day} {
		c := s.slotsFrom(t.Add(-back))
		if c.advance(t.Add(-1)) > 0 {
			return c.last.In(s.loc)
		}
	}
	return time.Time{}
}

// After is the first slot after t of a CronJob that is older: what [Schedule.Next] finds from one slot after the other, wherever one
// begins to look. It is zero when there is none within five years.
func (s Schedule) After(t time.Time) time.Time {
	slot := s.Next(s.searchStart(t))
	for !slot.After(t) && !slot.IsZero() {
		slot = s.Next(slot)
	}
	return slot
}

// Has says that an instant is a slot.
func (s Schedule) Has(t time.Time) bool { return s.After(t.Add(-1)).Equal(t) }

// Between yields the slots after from, up to and including to, from [Schedule.After] on.
func (s Schedule) Between(from, to time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for t := s.After(from); !t.IsZero() && !t.After(to); t = s.Next(t) {
			if !yield(t) {
				return
			}
		}
	}
}
