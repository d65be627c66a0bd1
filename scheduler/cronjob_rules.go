package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// CronJobRules are what of a CronJob decides when its Jobs start. The controller's plan and the forecast ask the same rules, so
// that they cannot part ways.
type CronJobRules struct {
	Schedule cron.Schedule
	Policy   batchv1.ConcurrencyPolicy
	// Deadline is how many seconds late a Job may start; nil for any.
	Deadline *int64
	// Created is from when on slots count while none was acted upon.
	Created time.Time
}

// CronJobProgress is how far a CronJob has come.
type CronJobProgress struct {
	Last   time.Time // the slot acted upon last; zero when none was
	Active int       // Jobs that run
	// ActiveFor says whether the Job that a slot names is among those that run.
	ActiveFor func(slot time.Time) bool
}

// CronJobVerdict is what the rules say of the latest slot.
type CronJobVerdict int

// The verdicts, in the order in which they are asked for.
const (
	NothingDue     CronJobVerdict = iota // no slot has come since the last one, or it is beyond the deadline
	TooLate                              // no slot is ever found beyond the deadline, but upstream asks nevertheless
	AlreadyStarted                       // the slot's Job runs, or the slot was acted upon
	Forbidden                            // policy Forbid, and a Job runs
	StartJob                             // with policy Replace, the Jobs that run are deleted before
)

// CronJobDecision is a verdict with the slot that it is about.
type CronJobDecision struct {
	Verdict CronJobVerdict
	Slot    time.Time // the latest that has come; zero when nothing is due
	Missed  int64     // how many slots have come, estimated, when more than one did; else 0
}

// RulesOf reads the rules off a CronJob; local is the zone for one that names none.
func RulesOf(cj *batchv1.CronJob, local *time.Location) (CronJobRules, error) {
	schedule, err := CronJobSchedule(cj, local)
	if err != nil {
		return CronJobRules{}, err
	}
	return CronJobRules{
		Schedule: schedule, Policy: cj.Spec.ConcurrencyPolicy, Deadline: cj.Spec.StartingDeadlineSeconds, Created: cj.CreationTimestamp.Time,
	}, nil
}

// Decide says what is to be done now. The error is that of a schedule without two slots.
func (r CronJobRules) Decide(stand CronJobProgress, now time.Time) (CronJobDecision, error) {
	since := r.since(stand.Last)
	if r.Deadline != nil {
		since = later(since, now.Add(-Seconds(*r.Deadline)))
	}
	due, err := latestSlot(r.Schedule, since, now)
	if err != nil || due.slot.IsZero() {
		return CronJobDecision{}, err
	}
	return CronJobDecision{Verdict: r.judge(stand, due.slot, now), Slot: due.slot, Missed: due.missed}, nil
}

func (r CronJobRules) judge(stand CronJobProgress, slot, now time.Time) CronJobVerdict {
	switch {
	case r.Deadline != nil && slot.Add(Seconds(*r.Deadline)).Before(now):
		return TooLate
	case stand.ActiveFor(slot) || stand.Last.Equal(slot):
		return AlreadyStarted
	case r.Policy == batchv1.ForbidConcurrent && stand.Active > 0:
		return Forbidden
	}
	return StartJob
}

// Wait is how long after now to look again, given the slot acted upon last: until shortly after the next one. The deadline plays
// no part in it.
func (r CronJobRules) Wait(last, now time.Time) time.Duration {
	due, err := latestSlot(r.Schedule, r.since(last), now)
	next := due.next
	switch {
	case err != nil, due.slot.IsZero() && due.missed > 0:
		next = r.Schedule.Next(now)
	case next.IsZero():
		next = r.Schedule.Next(due.slot)
	}
	return next.Add(requeuePadding).Sub(now)
}

// since is up to where slots are done with.
func (r CronJobRules) since(last time.Time) time.Time {
	if last.IsZero() {
		return r.Created
	}
	return last
}
