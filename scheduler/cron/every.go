package cron

import (
	"time"

	robfig "github.com/robfig/cron/v3"
)

// PossibleSlot says that the schedule can have made a slot for which a run was started. Those of @every are counted from the run
// before, whenever that was, so that any can be its own.
func (s Schedule) PossibleSlot(slot time.Time) bool {
	_, every := s.Every()
	return every || s.Has(slot)
}

// Every is the delay of an @every schedule in whole seconds, and whether it is one.
func (s Schedule) Every() (time.Duration, bool) {
	every, ok := s.spec.(robfig.ConstantDelaySchedule)
	return every.Delay, ok
}

// WithAnchor is the schedule with the slots of @every counted from an instant, a CronJob's last schedule time or else its
// creation, instead of from wherever the caller looks. It changes no other schedule.
func (s Schedule) WithAnchor(anchor time.Time) Schedule {
	if _, ok := s.Every(); ok {
		s.anchor = anchor
	}
	return s
}

// WithDefaultAnchor is the schedule with the slots of @every counted from an instant when they have no anchor yet.
func (s Schedule) WithDefaultAnchor(at time.Time) Schedule {
	if !s.anchor.IsZero() {
		return s
	}
	return s.WithAnchor(at)
}

// Anchor is the instant that the slots of @every are counted from; zero for every other schedule, and when they are counted from
// wherever the caller looks.
func (s Schedule) Anchor() time.Time { return s.anchor }

// everySlots is how many slots of an @every schedule there are from its anchor to an instant, that included.
func everySlots(anchor, to time.Time, every time.Duration) int64 {
	return max(0, (to.Unix()-anchor.Unix())/int64(every/time.Second))
}

// everySlot is the nth slot of an @every schedule, the first being 1. Slots fall on whole seconds.
func everySlot(anchor time.Time, n int64, every time.Duration) time.Time {
	return time.Unix(anchor.Unix()+n*int64(every/time.Second), 0)
}
