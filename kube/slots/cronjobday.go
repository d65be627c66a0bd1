package slots

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// cronJobDay is what became of a CronJob's slots on a day, and what it ran beyond them.
type cronJobDay struct {
	cronJob  *workload.CronJob
	firing   *firing // nil when it does not fire on the day
	zoneDay  *zoneDay
	past     *scheduler.Past
	jobs     map[*batchv1.Job]*workload.Job
	pastRuns map[int64]*workload.Run // remembered runs, by slot in Unix seconds
}

func (d *Day) cronJobDay(c *workload.CronJob, f *firing, at scheduler.Observation) *cronJobDay {
	t := &cronJobDay{cronJob: c, firing: f, zoneDay: d.zoneDay(d.zone.Of(c.Schedule)), past: pastOf(c, at)}
	t.jobs = make(map[*batchv1.Job]*workload.Job, len(c.Jobs))
	for _, job := range c.Jobs {
		t.jobs[job.Trimmed] = job
	}
	t.pastRuns = make(map[int64]*workload.Run, len(c.Past))
	for i := range c.Past {
		if run := &c.Past[i]; !run.Slot.IsZero() {
			t.pastRuns[run.Slot.Unix()] = run
		}
	}
	return t
}

// slots yields the CronJob's slots in a part of the day.
func (t *cronJobDay) slots(w Window, yield func(Entry)) {
	if t.firing == nil {
		return
	}
	for _, s := range t.firing.within(w) {
		record := t.past.At(s.at)
		e := Entry{Key: t.cronJob.Key(), At: s.at.In(t.zoneDay.zone), Minute: s.minute, Slot: true}
		if record.Job != nil {
			e.Job = t.jobs[record.Job]
		}
		e.Outcome = outcomeOf(record, e.Job)
		if run := t.pastRuns[s.at.Unix()]; run != nil && record.State != scheduler.SlotRan {
			e.Job, e.Run, e.Outcome = nil, run, outcomeOfState(run.State)
		}
		yield(e)
	}
}

// offSchedule yields the runs in a part of the day that are for none of its slots.
func (t *cronJobDay) offSchedule(w Window, yield func(Entry)) {
	for _, job := range t.cronJob.Jobs {
		at, forSlot := slotOf(t.cronJob, job)
		if e, ok := t.offScheduleEntry(w, at, forSlot); ok {
			e.Job, e.Outcome, e.Manual = job, outcomeOfState(job.State), scheduler.Manual(job.Trimmed)
			yield(e)
		}
	}
	for i := range t.cronJob.Past {
		run := &t.cronJob.Past[i]
		at, forSlot := slotOfRun(run)
		if e, ok := t.offScheduleEntry(w, at, forSlot); ok {
			e.Run, e.Outcome, e.Manual = run, outcomeOfState(run.State), run.Manual
			yield(e)
		}
	}
}

// offScheduleEntry makes the entry of a run in a part of the day that is for none of the slots; false for every other run.
func (t *cronJobDay) offScheduleEntry(w Window, at time.Time, forSlot bool) (e Entry, ok bool) {
	if !t.zoneDay.has(at) || forSlot && t.firing != nil && t.firing.has(at) {
		return e, false
	}
	e = Entry{Key: t.cronJob.Key(), At: at.In(t.zoneDay.zone), Minute: t.zoneDay.minute(at), Slot: forSlot && t.cronJob.Schedule.PossibleSlot(at)}
	return e, w.Has(e.Minute)
}

// slotOf is the slot that a Job was created for, or else when it was created.
func slotOf(c *workload.CronJob, job *workload.Job) (at time.Time, forSlot bool) {
	if slot, ok := scheduler.JobSlot(c.Trimmed, job.Trimmed); ok {
		return slot, true
	}
	return job.Trimmed.CreationTimestamp.Time, false
}

// slotOfRun is [slotOf] for a run whose Job is gone.
func slotOfRun(run *workload.Run) (at time.Time, forSlot bool) {
	if !run.Slot.IsZero() {
		return run.Slot, true
	}
	return run.Created, false
}

// KnownSince returns the instant from which on every run of a CronJob still has its Job: earlier ones may have been cleaned up.
func KnownSince(c *workload.CronJob, at scheduler.Observation) time.Time { return pastOf(c, at).Since }

func pastOf(c *workload.CronJob, at scheduler.Observation) *scheduler.Past {
	jobs := make([]*batchv1.Job, len(c.Jobs))
	for i, job := range c.Jobs {
		jobs[i] = job.Trimmed
	}
	return scheduler.NewPast(c.Trimmed, c.Schedule, jobs, at)
}
