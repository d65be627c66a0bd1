// Package cron reads cron schedules exactly as the CronJob controller of Kubernetes does. It finds and counts their slots in any time
// zone, puts them into words, and warns of what surprises people about them.
//
// [Parse] is the way in. It returns a [Schedule], an immutable value:
//
//   - [Schedule.After], [Schedule.Previous], [Schedule.Between] and [Schedule.Has] find slots, the instants at which a Job is due;
//   - [Schedule.Count] and [Schedule.CountDays] count slots without visiting each one;
//   - [Schedule.Words] says in English when the schedule fires;
//   - [Schedule.Warnings] and [Schedule.Shifts] point out surprises, most of them due to daylight saving time;
//   - [Schedule.Slots] lists the next slots with notes on such surprises.
//
// [Check] explains at which place, and why, the API server refuses an expression. [FieldAt] helps an editor to follow the cursor.
//
// Two sources define what is right: github.com/robfig/cron/v3 v3.0.1, whose parser is used and whose search is reproduced, and
// the CronJob controller (pkg/controller/cronjob in k8s.io/kubernetes). Property tests compare the slots with those of robfig/cron.
//
// The package knows no Kubernetes objects. It does no I/O beyond Go's time zone database, starts no goroutine and reads no clock.
package cron

import (
	"fmt"
	"iter"
	"time"
	_ "time/tzdata" // zones must load on machines, and in images, that have no zone database

	robfig "github.com/robfig/cron/v3"
)

// Schedule is a parsed cron expression in a time zone. Its slots are the instants at which upstream's controller would
// start a Job, with robfig/cron's treatment of the hours that daylight saving time skips or repeats. Slots fall on whole seconds.
// A Schedule is immutable and safe for concurrent use. The zero value has no slots.
type Schedule struct {
	expr   string
	loc    *time.Location
	spec   robfig.Schedule
	anchor time.Time // of an @every schedule: where its slots are counted from; zero: from the instant that the caller gives

	fields fields // the bit sets of spec, unless it is an @every schedule
	empty  bool   // a field holds no value, so even the search finds no slot
}

// Parse reads an expression as Kubernetes does: five fields, or a macro such as @daily or @every 90m. loc is the zone of the
// schedule; nil is UTC. A zone in the expression itself (TZ=… or CRON_TZ=…) wins, although the API server refuses it: see [Check].
// The error quotes the expression and wraps the error of robfig/cron's parser ([errors.Unwrap] returns that one alone).
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
		if spec.Location != time.Local { // time.Local is what the parser sets when the expression names no zone
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

// String returns the expression as it was written.
func (s Schedule) String() string { return s.expr }

// Location returns the zone of the schedule; never nil.
func (s Schedule) Location() *time.Location {
	if s.loc == nil {
		return time.UTC
	}
	return s.loc
}

// noSlots reports whether the search cannot find any slot.
func (s Schedule) noSlots() bool { return s.spec == nil || s.empty }

// neverMatches reports whether no date and time match the fields. Such a schedule may still fire: where the clocks change at the
// midnight before a month, robfig/cron may stray into days of other months.
func (s Schedule) neverMatches() bool {
	_, every := s.Every()
	return s.noSlots() || !every && s.fields.feasibleMonths() == 0
}

// Next returns what robfig/cron's Next returns for t: the next slot, in the schedule's zone, or the zero time when there is none within
// five years. Where the clocks change at midnight, or by other than an hour, the result depends on whether t itself is a slot. Use
// [Schedule.After] unless t is one.
func (s Schedule) Next(t time.Time) time.Time {
	if s.noSlots() {
		return time.Time{} // the search would go through five years to find nothing
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
// may return to where it began. It then starts again from the following minutes, as it would once that time has passed.
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

// Previous returns the last slot before t, in the schedule's zone, or the zero time when there is none within five years. An @every
// schedule has no slots before t unless it has an anchor: see [Schedule.WithAnchor].
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

// After returns the first slot after t, in the schedule's zone, or the zero time when there is none within five years. It is the slot
// at which a CronJob that existed long before t fires: unlike [Schedule.Next], it does not depend on whether t is a slot.
func (s Schedule) After(t time.Time) time.Time {
	slot := s.Next(s.searchStart(t))
	for !slot.After(t) && !slot.IsZero() {
		slot = s.Next(slot)
	}
	return slot
}

// Has reports whether t is a slot.
func (s Schedule) Has(t time.Time) bool { return s.After(t.Add(-1)).Equal(t) }

// Between yields the slots after from, up to and including to, in order and in the schedule's zone.
func (s Schedule) Between(from, to time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for t := s.After(from); !t.IsZero() && !t.After(to); t = s.Next(t) {
			if !yield(t) {
				return
			}
		}
	}
}
