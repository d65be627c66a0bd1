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

// teller tells what became of a CronJob's slots on a day.
type teller struct {
	cronJob *workload.CronJob
	firing  *firing // nil when it does not fire on the day
	dial    *dial
	past    *scheduler.Past
	jobs    map[*batchv1.Job]*workload.Job
	gone    map[int64]*workload.Run // remembered runs, by slot in Unix seconds
}

func (d *Day) teller(c *workload.CronJob, f *firing, at scheduler.Present) *teller {
	t := &teller{cronJob: c, firing: f, dial: d.dial(d.zone.Of(c.Schedule)), past: pastOf(c, at)}
	t.jobs = make(map[*batchv1.Job]*workload.Job, len(c.Jobs))
	for _, job := range c.Jobs {
		t.jobs[job.Trimmed] = job
	}
	t.gone = make(map[int64]*workload.Run, len(c.Past))
	for i := range c.Past {
		if run := &c.Past[i]; !run.Slot.IsZero() {
			t.gone[run.Slot.Unix()] = run
		}
	}
	return t
}

// KnownSince is from when on a CronJob's Jobs tell of every slot: those before need not have left one.
func KnownSince(c *workload.CronJob, at scheduler.Present) time.Time { return pastOf(c, at).Since }

func pastOf(c *workload.CronJob, at scheduler.Present) *scheduler.Past {
	jobs := make([]*batchv1.Job, len(c.Jobs))
	for i, job := range c.Jobs {
		jobs[i] = job.Trimmed
	}
	return scheduler.NewPast(c.Trimmed, c.Schedule, jobs, at)
}

// slots yields the CronJob's slots in a part of the day.
func (t *teller) slots(w Window, yield func(Entry)) {
	if t.firing == nil {
		return
	}
	for _, s := range t.firing.within(w) {
		fact := t.past.At(s.at)
		e := Entry{Key: t.cronJob.Key(), At: s.at.In(t.dial.zone), Minute: s.minute, Slot: true}
		if fact.Job != nil {
			e.Job = t.jobs[fact.Job]
		}
		e.Outcome = outcomeOf(fact, e.Job)
		if run := t.gone[s.at.Unix()]; run != nil && fact.Known != scheduler.SlotRan {
			e.Job, e.Run, e.Outcome = nil, run, outcomeOfState(run.State)
		}
		yield(e)
	}
}

// others yields the runs in a part of the day that stand for none of the slots.
func (t *teller) others(w Window, yield func(Entry)) {
	for _, job := range t.cronJob.Jobs {
		at, forSlot := madeFor(t.cronJob, job)
		if e, ok := t.apart(w, at, forSlot); ok {
			e.Job, e.Outcome, e.Manual = job, outcomeOfState(job.State), scheduler.Manual(job.Trimmed)
			yield(e)
		}
	}
	for i := range t.cronJob.Past {
		run := &t.cronJob.Past[i]
		at, forSlot := timeOf(run)
		if e, ok := t.apart(w, at, forSlot); ok {
			e.Run, e.Outcome, e.Manual = run, outcomeOfState(run.State), run.Manual
			yield(e)
		}
	}
}

// apart makes the entry of a run that lies in a part of the day and stands for none of the slots; false for every other.
func (t *teller) apart(w Window, at time.Time, forSlot bool) (e Entry, ok bool) {
	if !t.dial.has(at) || forSlot && t.firing != nil && t.firing.has(at) {
		return e, false
	}
	e = Entry{Key: t.cronJob.Key(), At: at.In(t.dial.zone), Minute: t.dial.minute(at), Slot: forSlot && t.cronJob.Schedule.CanHaveMade(at)}
	return e, w.Has(e.Minute)
}

// madeFor is the slot that a Job was made for, or else when it was made.
func madeFor(c *workload.CronJob, job *workload.Job) (at time.Time, forSlot bool) {
	if slot, ok := scheduler.JobSlot(c.Trimmed, job.Trimmed); ok {
		return slot, true
	}
	return job.Trimmed.CreationTimestamp.Time, false
}

// timeOf is madeFor of a run whose Job has gone.
func timeOf(run *workload.Run) (at time.Time, forSlot bool) {
	if !run.Slot.IsZero() {
		return run.Slot, true
	}
	return run.Created, false
}

// has says that an instant is one of the slots.
func (f *firing) has(at time.Time) bool {
	m := f.dial.minute(at)
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
func (d *Day) Entries(ctx context.Context, w Window, cronJobs []*workload.CronJob, at scheduler.Present) (entries []Entry, more int, ok bool) {
	places := d.byKey()
	n := 0
	collect := func(e Entry) {
		n++
		if entries = append(entries, e); len(entries) == 4*MaxEntries {
			entries = firstOf(entries)
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
		t := d.teller(c, f, at)
		t.slots(w, collect)
		t.others(w, collect)
	}
	entries = firstOf(entries)
	return entries, n - len(entries), true
}

// firstOf sorts entries and keeps as many as are listed.
func firstOf(entries []Entry) []Entry {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Minute, b.Minute), a.At.Compare(b.At), cmp.Compare(a.Key.Namespace, b.Key.Namespace), cmp.Compare(a.Key.Name, b.Key.Name))
	})
	return entries[:min(len(entries), MaxEntries)]
}
