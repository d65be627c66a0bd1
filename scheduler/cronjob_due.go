package scheduler

import (
	"errors"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// manyMissed is how many slots may be missed before upstream suspects a clock.
const manyMissed = 100

// errNoTwoSlots is upstream's error for a schedule that never fires.
var errNoTwoSlots = errors.New("time difference between two schedules is less than 1 second")

// due is the latest slot that has come and was not handled.
type due struct {
	slot   time.Time // zero when there is none
	next   time.Time // the slot after it, where it is known; without a slot, the next one
	missed int64     // an estimate of how many slots have passed, when more than one did; else 0
}

// latestSlot estimates from the gap between the first two slots how many have passed, and walks from shortly before now. Where
// slots are unevenly spaced it may find none, and they are lost: this is upstream's arithmetic (mostRecentScheduleTime in
// pkg/controller/cronjob/utils.go).
func latestSlot(s cron.Schedule, since, now time.Time) (due, error) {
	first := s.Next(since)
	if first.IsZero() {
		return due{}, errNoTwoSlots
	}
	if now.Before(first) {
		return due{next: first}, nil
	}
	second := s.Next(first)
	if now.Before(second) {
		return due{slot: first, next: second}, nil
	}
	gap := int64(second.Sub(first).Round(time.Second) / time.Second)
	if second.IsZero() || gap < 1 {
		return due{}, errNoTwoSlots
	}
	d := due{missed: int64(now.Sub(first)/time.Second)/gap + 1}
	start := first.Add(time.Duration((d.missed-2)*gap) * time.Second)
	for t := s.Next(start); !t.IsZero() && !t.After(now); t = s.Next(t) {
		d.slot = t
	}
	return d, nil
}

// lastSchedule is the slot that was handled last, zero when none was.
func lastSchedule(status *batchv1.CronJobStatus) time.Time {
	if status.LastScheduleTime == nil {
		return time.Time{}
	}
	return status.LastScheduleTime.Time
}

// parserError is the parser's own error, without what package cron adds.
func parserError(err error) error {
	if cause := errors.Unwrap(err); cause != nil {
		return cause
	}
	return err
}
