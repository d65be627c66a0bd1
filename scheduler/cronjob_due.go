package scheduler

import (
	"errors"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// manyMissed is how many slots may be missed before upstream suspects a clock.
const manyMissed = 100

// errNoTwoSlots is upstream's word for a schedule that never fires.
var errNoTwoSlots = errors.New("time difference between two schedules is less than 1 second")

// due is the latest slot that has come and was not acted upon.
type due struct {
	since  time.Time // slots up to here are done with
	slot   time.Time // zero when there is none
	missed int64     // how many slots have passed, estimated, when more than one did; else 0
}

// due finds the latest slot since the last one that was acted upon, or since the CronJob was created. With deadline, slots
// that are too late to start are done with.
func (p *CronJobPlan) due(deadline bool) (due, error) {
	cj, now := p.in.CronJob, p.in.Now
	since := cj.CreationTimestamp.Time
	if last := p.Status.LastScheduleTime; last != nil {
		since = last.Time
	}
	if limit := cj.Spec.StartingDeadlineSeconds; deadline && limit != nil {
		since = latest(since, now.Add(-inSeconds(*limit)))
	}
	return latestSlot(p.schedule, since, now)
}

// latestSlot estimates from the gap between the first two slots how many have passed, and walks from shortly before the
// present. So it may find no slot where slots lie unevenly, and then they are lost: this is upstream's arithmetic.
func latestSlot(s Schedule, since, now time.Time) (due, error) {
	d := due{since: since}
	first := s.Next(since)
	if first.IsZero() {
		return d, errNoTwoSlots
	}
	if now.Before(first) {
		return d, nil
	}
	second := s.Next(first)
	if now.Before(second) {
		d.slot = first
		return d, nil
	}
	gap := int64(second.Sub(first).Round(time.Second) / time.Second)
	if second.IsZero() || gap < 1 {
		return d, errNoTwoSlots
	}
	d.missed = int64(now.Sub(first)/time.Second)/gap + 1
	start := first.Add(time.Duration((d.missed-2)*gap) * time.Second)
	for t := s.Next(start); !t.IsZero() && !t.After(now); t = s.Next(t) {
		d.slot = t
	}
	return d, nil
}

// requeue asks for a sync after the next slot. The deadline plays no part in when that is.
func (p *CronJobPlan) requeue() {
	p.Requeue = true
	p.RequeueAfter = p.untilNext()
}

func (p *CronJobPlan) untilNext() time.Duration {
	d, err := p.due(false)
	base := d.slot
	switch {
	case err != nil, base.IsZero() && d.missed > 0:
		base = p.in.Now
	case base.IsZero():
		base = d.since
	}
	return p.schedule.Next(base).Add(requeuePadding).Sub(p.in.Now)
}

// UntilNextSlot is when to sync a CronJob whose schedule was edited: such an edit starts nothing by itself. When
// it cannot be read, there is only a warning to record.
func UntilNextSlot(cj *batchv1.CronJob, local *time.Location, now time.Time) (time.Duration, *CronJobEvent) {
	schedule, err := CronJobSchedule(cj, local)
	if err != nil {
		return 0, &CronJobEvent{corev1.EventTypeWarning, "UnParseableCronJobSchedule", "unparseable schedule for cronjob: " + cj.Spec.Schedule}
	}
	p := &CronJobPlan{in: CronJobInput{CronJob: cj, Local: local, Now: now}, Status: cj.Status, schedule: schedule}
	return p.untilNext(), nil
}

// parserError is the parser's own words, without ours.
func parserError(err error) error {
	if cause := errors.Unwrap(err); cause != nil {
		return cause
	}
	return err
}

func inSeconds(n int64) time.Duration { return time.Duration(n) * time.Second }
