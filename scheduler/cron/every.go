package cron

import (
	"time"

	robfig "github.com/robfig/cron/v3"
)

// PossibleSlot reports whether a run that was started for the slot can belong to the schedule. It differs from [Schedule.Has] for
// @every alone: those slots are counted from the run before, at whatever time that was, so any instant is possible.
func (s Schedule) PossibleSlot(slot time.Time) bool {
	_, every := s.Every()
	return every || s.Has(slot)
}

// Every returns the interval of an @every schedule, in whole seconds and at least one, and reports whether the schedule is one.
func (s Schedule) Every() (time.Duration, bool) {
	every, ok := s.spec.(robfig.ConstantDelaySchedule)
	return every.Delay, ok
}

// WithAnchor returns the schedule with the slots of @every counted from an instant: a CronJob's last schedule time, or else its
// creation. Without an anchor they are counted from the instant that the caller gives. Other schedules are returned unchanged.
func (s Schedule) WithAnchor(anchor time.Time) Schedule {
	if _, ok := s.Every(); ok {
		s.anchor = anchor
	}
	return s
}

// WithDefaultAnchor is [Schedule.WithAnchor] for a schedule without an anchor; one that has an anchor keeps it.
func (s Schedule) WithDefaultAnchor(at time.Time) Schedule {
	if !s.anchor.IsZero() {
		return s
	}
	return s.WithAnchor(at)
}

// Anchor returns the instant from which the slots of @every are counted. It is zero without an anchor and for every other schedule.
func (s Schedule) Anchor() time.Time { return s.anchor }

// everySlots is how many slots an @every schedule has from its anchor up to and including an instant.
func everySlots(anchor, to time.Time, every time.Duration) int64 {
	return max(0, (to.Unix()-anchor.Unix())/int64(every/time.Second))
}

// everySlot is the nth slot of an @every schedule, counted from 1. Slots fall on whole seconds.
func everySlot(anchor time.Time, n int64, every time.Duration) time.Time {
	return time.Unix(anchor.Unix()+n*int64(every/time.Second), 0)
}
