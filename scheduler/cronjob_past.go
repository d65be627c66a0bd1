package scheduler

import (
	"maps"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// SlotState is what is known of a slot.
type SlotState int

// What can be known of a slot.
const (
	SlotAhead          SlotState = iota // it is still to come
	SlotBeforeCreation                  // the CronJob did not exist yet
	SlotRan                             // its Job is there
	SlotJobGone                         // it was started, the status says so, but its Job is gone
	SlotWaiting                         // it is due and was not started as far as is known, and still may be
	SlotMissed                          // it passed without a Job
	SlotSuspended                       // it passed without a Job, and the CronJob is suspended, nobody knows since when
	SlotUnknown                         // a Job of it need not be there any more
)

// SlotRecord is what is known of a slot, and by which Job.
type SlotRecord struct {
	State SlotState
	// Job is the slot's own when it ran. Of a slot that was missed or waits, it is the run in whose way Forbid did not let it
	// start, nil when there was none.
	Job *batchv1.Job
}

// Observation is the moment from which one looks back.
type Observation struct {
	Now time.Time
	// Staleness is how far what is known of the cluster may be behind: what happened since need not show in it yet.
	Staleness time.Duration
}

// KnownUntil is up to when all that happened is known.
func (p Observation) KnownUntil() time.Time { return p.Now.Add(-p.Staleness) }

// Past is what a CronJob and the Jobs that are left of it tell of the slots that have passed. Jobs that were deleted by hand, and a
// suspension that is over, leave no trace: their slots count as missed.
type Past struct {
	// Since is from when on nothing can be gone: a later slot whose Job is not there had none. Never after the present.
	Since time.Time

	cj         *batchv1.CronJob
	schedule   cron.Schedule
	now        time.Time
	knownUntil time.Time              // up to when the Jobs tell
	runs       map[int64]*batchv1.Job // by slot, in Unix seconds
	last       time.Time              // the slot acted upon last, as far as the status tells; zero for none
	waiting    time.Time              // the slot that may still start; zero for none
}

// NewPast reads the Jobs that a CronJob controls. schedule is the CronJob's.
func NewPast(cj *batchv1.CronJob, schedule cron.Schedule, jobs []*batchv1.Job, at Observation) *Past {
	p := &Past{cj: cj, schedule: schedule, now: at.Now, knownUntil: at.KnownUntil(), runs: make(map[int64]*batchv1.Job, len(jobs))}
	for _, job := range jobs {
		if slot, ok := JobSlot(cj, job); ok {
			p.runs[slot.Unix()] = job
		}
	}
	if t := cj.Status.LastScheduleTime; t != nil {
		p.last = t.Time
	}
	p.Since = p.since(jobs)
	p.waiting = p.startableSlot()
	return p
}

// At says what is known of a slot.
func (p *Past) At(slot time.Time) SlotRecord {
	job := p.runs[slot.Unix()]
	switch {
	case job != nil:
		return SlotRecord{SlotRan, job}
	case slot.After(p.now):
		return SlotRecord{State: SlotAhead}
	case !slot.After(p.cj.CreationTimestamp.Time):
		return SlotRecord{State: SlotBeforeCreation}
	case slot.Equal(p.last):
		return SlotRecord{State: SlotJobGone}
	case slot.Equal(p.waiting):
		return SlotRecord{SlotWaiting, p.blockerOf(slot)}
	case p.suspended() && slot.After(p.last):
		return SlotRecord{State: SlotSuspended}
	case slot.After(p.knownUntil):
		return SlotRecord{State: SlotWaiting}
	case slot.Before(p.Since):
		return SlotRecord{State: SlotUnknown}
	}
	return SlotRecord{SlotMissed, p.blockerOf(slot)}
}

// Missed is how many slots after from, up to and including to, are known to have passed without a Job: missed is those of which
// nobody knows why, skipped those in whose way a run was. It counts, and does not walk the slots.
func (p *Past) Missed(from, to time.Time) (missed, skipped int) {
	from, to = later(from, later(p.Since.Add(-1), p.cj.CreationTimestamp.Time)), earlier(to, p.knownUntil)
	if p.suspended() {
		to = earlier(to, p.last)
	}
	all := p.countWithoutJob(from, to)
	if p.cj.Spec.ConcurrencyPolicy == batchv1.ForbidConcurrent && all > 0 {
		for _, way := range p.blockedSpans() {
			skipped += p.countWithoutJob(later(from, way.from), earlier(to, way.to))
		}
	}
	return all - skipped, skipped
}

// countWithoutJob is how many slots after from, up to and including to, neither ran nor may still start.
func (p *Past) countWithoutJob(from, to time.Time) int {
	if !from.Before(to) {
		return 0
	}
	within := func(t time.Time) bool { return t.After(from) && !t.After(to) && p.schedule.Has(t) }
	n := p.schedule.Count(from, to)
	for unix := range p.runs {
		if within(time.Unix(unix, 0)) {
			n--
		}
	}
	for _, slot := range []time.Time{p.last, p.waiting} {
		if !slot.IsZero() && p.runs[slot.Unix()] == nil && within(slot) {
			n--
		}
	}
	return max(n, 0)
}

// span is a time for which a run was in the way of others: after from, up to and including to.
type span struct{ from, to time.Time }

// blockedSpans are the times in which [Past.inTheWayOf] finds a run, none of them overlapping another.
func (p *Past) blockedSpans() []span {
	var ways []span
	for _, unix := range slices.Sorted(maps.Keys(p.runs)) {
		w := span{from: time.Unix(unix, 0), to: p.now}
		if job := p.runs[unix]; JobFinished(job) != nil {
			w.to = jobEnd(job).Add(-1) // a slot at its end is not held back
		}
		if n := len(ways); n > 0 {
			w.from = later(w.from, ways[n-1].to)
		}
		if w.from.Before(w.to) {
			ways = append(ways, w)
		}
	}
	return ways
}

func (p *Past) suspended() bool { return ptr.Deref(p.cj.Spec.Suspend, false) }

// startableSlot is the slot that was due when the Jobs last told, not started, and not too late: only the latest one ever starts.
func (p *Past) startableSlot() time.Time {
	if p.suspended() || p.cj.DeletionTimestamp != nil {
		return time.Time{}
	}
	slot := p.schedule.Previous(p.knownUntil.Add(1))
	deadline := p.cj.Spec.StartingDeadlineSeconds
	switch {
	case slot.IsZero(), !slot.After(p.last), !slot.After(p.cj.CreationTimestamp.Time), p.runs[slot.Unix()] != nil:
		return time.Time{}
	case deadline != nil && slot.Add(Seconds(*deadline)).Before(p.knownUntil):
		return time.Time{}
	}
	return slot
}

// blockerOf is the run for which Forbid held a slot back, nil when there is none.
func (p *Past) blockerOf(slot time.Time) *batchv1.Job {
	if p.cj.Spec.ConcurrencyPolicy != batchv1.ForbidConcurrent {
		return nil
	}
	var found *batchv1.Job
	var begun int64
	for unix, job := range p.runs {
		if unix < slot.Unix() && unix >= begun && (JobFinished(job) == nil || jobEnd(job).After(slot)) {
			found, begun = job, unix
		}
	}
	return found
}

// since is the latest of the instants before which a Job can have come and gone: the CronJob's creation, the oldest Job that
// each history limit still keeps, the TTL of finished Jobs, the run that replaced others, and a change of the schedule.
func (p *Past) since(jobs []*batchv1.Job) time.Time {
	spec := p.cj.Spec
	since := later(p.cj.CreationTimestamp.Add(1), p.keptSince(jobs, batchv1.JobComplete, spec.SuccessfulJobsHistoryLimit))
	since = later(since, p.keptSince(jobs, batchv1.JobFailed, spec.FailedJobsHistoryLimit))
	if ttl := spec.JobTemplate.Spec.TTLSecondsAfterFinished; ttl != nil {
		since = later(since, p.now.Add(-Seconds(int64(*ttl))))
	}
	if spec.ConcurrencyPolicy == batchv1.ReplaceConcurrent {
		since = later(since, p.last) // every run but the last may have been replaced, which deletes its Job
	}
	for unix := range p.runs {
		if slot := time.Unix(unix, 0); slot.After(since) && !p.schedule.PossibleSlot(slot) {
			since = slot.Add(1) // the schedule was another one then
		}
	}
	return earlier(since, p.now)
}

// keptSince is from when on every Job that ended in a condition is still there; zero when none has had to go. What goes first is
// the Job that began first, and there may be more than the limit for as long as the controller has not looked.
func (p *Past) keptSince(jobs []*batchv1.Job, end batchv1.JobConditionType, limit *int32) time.Time {
	if limit == nil {
		return time.Time{}
	}
	if *limit <= 0 {
		return p.now
	}
	var began []time.Time
	for _, job := range jobs {
		if condition := JobFinished(job); condition != nil && condition.Type == end {
			began = append(began, jobStartTime(job))
		}
	}
	if len(began) < int(*limit) {
		return time.Time{}
	}
	slices.SortFunc(began, time.Time.Compare)
	return began[len(began)-int(*limit)]
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
