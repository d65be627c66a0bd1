package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// CronJobRules are the fields of a CronJob that decide when its Jobs start. The controller's plan and the forecast share them, so
// they cannot disagree.
type CronJobRules struct {
	Schedule cron.Schedule
	Policy   batchv1.ConcurrencyPolicy
	// Deadline is how many seconds late a Job may start; nil for no limit.
	Deadline *int64
	// Created is when the CronJob was created: slots after it count as long as none was handled.
	Created time.Time
}

// CronJobProgress is how far a CronJob has come.
type CronJobProgress struct {
	Last   time.Time // the slot that was handled last; zero when none was
	Active int       // how many Jobs are active
	// ActiveFor reports whether the Job with the slot's name is active.
	ActiveFor func(slot time.Time) bool
}

// CronJobVerdict is what is to be done about the latest slot.
type CronJobVerdict int

// The verdicts, in the order in which the rules are checked.
const (
	NothingDue     CronJobVerdict = iota // no slot has come since the last one, or it is beyond the deadline
	TooLate                              // beyond the deadline; no such slot is ever found, but upstream checks nevertheless
	AlreadyStarted                       // the slot's Job is active, or the slot was handled
	Forbidden                            // policy Forbid, and a Job is active
	StartJob                             // with policy Replace, the active Jobs are deleted first
)

// CronJobDecision is a verdict with the slot that it is about.
type CronJobDecision struct {
	Verdict CronJobVerdict
	Slot    time.Time // the latest that has come; zero when nothing is due
	Missed  int64     // an estimate of how many slots have come, when more than one did; else 0
}

// RulesOf reads the rules of a CronJob; local is the zone of one that names none.
func RulesOf(cj *batchv1.CronJob, local *time.Location) (CronJobRules, error) {
	schedule, err := CronJobSchedule(cj, local)
	if err != nil {
		return CronJobRules{}, err
	}
	return CronJobRules{
		Schedule: schedule, Policy: cj.Spec.ConcurrencyPolicy, Deadline: cj.Spec.StartingDeadlineSeconds, Created: cj.CreationTimestamp.Time,
	}, nil
}

// Decide returns what is to be done now. It returns an error for a schedule without two slots, as upstream does.
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

// Wait is how long after now to look again, given the slot that was handled last: until shortly after the next one. The deadline
// makes no difference.
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

// since is the instant after which slots count.
func (r CronJobRules) since(last time.Time) time.Time {
	if last.IsZero() {
		return r.Created
	}
	return last
}
