package slots

import (
	"cmp"
	"context"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// Entry is a slot of a CronJob, or a run that stands for none of those that are counted.
type Entry struct {
	Key     kube.Key
	At      time.Time // the slot in the zone of the day; of a run that stands for none, when it was created
	Minute  Minute
	Outcome Outcome
	// Job is the run; of a slot that was skipped or waits, the one that Forbid lets end first. Nil when there is none.
	Job *workload.Job
	// Run is the run of a Job that has gone since the watch began; nil for every other.
	Run *workload.Run
	// Slot says that the schedule as it is now has this slot. Else Manual says whether somebody triggered the run; if not, the
	// schedule was another one then.
	Slot, Manual bool
}

// cronJobDay tells what became of a CronJob's slots on a day.
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

// KnownSince is from when on a CronJob's Jobs tell of every slot: those before need not have left one.
func KnownSince(c *workload.CronJob, at scheduler.Observation) time.Time { return pastOf(c, at).Since }

func pastOf(c *workload.CronJob, at scheduler.Observation) *scheduler.Past {
	jobs := make([]*batchv1.Job, len(c.Jobs))
	for i, job := range c.Jobs {
		jobs[i] = job.Trimmed
	}
	return scheduler.NewPast(c.Trimmed, c.Schedule, jobs, at)
}

// slots yields the CronJob's slots in a part of the day.
func (t *cronJobDay) slots(w Window, yield func(Entry)) {
	if t.firing == nil {
		return
	}
	for _, s := range t.firing.within(w) {
		fact := t.past.At(s.at)
		e := Entry{Key: t.cronJob.Key(), At: s.at.In(t.zoneDay.zone), Minute: s.minute, Slot: true}
		if fact.Job != nil {
			e.Job = t.jobs[fact.Job]
		}
		e.Outcome = outcomeOf(fact, e.Job)
		if run := t.pastRuns[s.at.Unix()]; run != nil && fact.State != scheduler.SlotRan {
			e.Job, e.Run, e.Outcome = nil, run, outcomeOfState(run.State)
		}
		yield(e)
	}
}

// offSchedule yields the runs in a part of the day that stand for none of the slots.
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

// offScheduleEntry makes the entry of a run that lies in a part of the day and stands for none of the slots; false for every other.
func (t *cronJobDay) offScheduleEntry(w Window, at time.Time, forSlot bool) (e Entry, ok bool) {
	if !t.zoneDay.has(at) || forSlot && t.firing != nil && t.firing.has(at) {
		return e, false
	}
	e = Entry{Key: t.cronJob.Key(), At: at.In(t.zoneDay.zone), Minute: t.zoneDay.minute(at), Slot: forSlot && t.cronJob.Schedule.PossibleSlot(at)}
	return e, w.Has(e.Minute)
}

// slotOf is the slot that a Job was made for, or else when it was made.
func slotOf(c *workload.CronJob, job *workload.Job) (at time.Time, forSlot bool) {
	if slot, ok := scheduler.JobSlot(c.Trimmed, job.Trimmed); ok {
		return slot, true
	}
	return job.Trimmed.CreationTimestamp.Time, false
}

// slotOfRun is madeFor of a run whose Job has gone.
func slotOfRun(run *workload.Run) (at time.Time, forSlot bool) {
	if !run.Slot.IsZero() {
		return run.Slot, true
	}
	return run.Created, false
}

// has says that an instant is one of the slots.
func (f *firing) has(at time.Time) bool {
	m := f.zoneDay.minute(at)
	return slices.ContainsFunc(f.within(Window{m, m + 1}), func(s slot) bool { return s.at.Equal(at) })
}

// byKey finds the group in which a CronJob fires.
func (d *Day) byKey() map[kube.Key]*firing {
	places := make(map[kube.Key]*firing, len(d.CronJobs))
	for i := range d.firing {
		for _, key := range d.firing[i].keys {
			places[key] = &d.firing[i]
		}
	}
	return places
}

// MaxEntries bounds how many entries of a part of a day are listed.
const MaxEntries = 5000

// Entries lists what happens in a part of the day, as far as the CronJobs tell at present: by time, then name. more is how many are
// left out beyond MaxEntries.
func (d *Day) Entries(ctx context.Context, w Window, cronJobs []*workload.CronJob, at scheduler.Observation) (entries []Entry, more int, ok bool) {
	places := d.byKey()
	n := 0
	collect := func(e Entry) {
		n++
		if entries = append(entries, e); len(entries) == 4*MaxEntries {
			entries = sortAndLimit(entries)
		}
	}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, 0, false
		}
		f := places[c.Key()]
		if (f == nil || len(f.within(w)) == 0) && len(c.Jobs)+len(c.Past) == 0 {
			continue
		}
		t := d.cronJobDay(c, f, at)
		t.slots(w, collect)
		t.offSchedule(w, collect)
	}
	entries = sortAndLimit(entries)
	return entries, n - len(entries), true
}

// sortAndLimit sorts entries and keeps as many as are listed.
func sortAndLimit(entries []Entry) []Entry {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Minute, b.Minute), a.At.Compare(b.At), cmp.Compare(a.Key.Namespace, b.Key.Namespace), cmp.Compare(a.Key.Name, b.Key.Name))
	})
	return entries[:min(len(entries), MaxEntries)]
}
