package scheduler

import (
	"maps"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// SlotState is what became of a slot, as far as is known.
type SlotState int

// The states of slots.
const (
	SlotAhead          SlotState = iota // it is in the future
	SlotBeforeCreation                  // the CronJob did not exist yet
	SlotRan                             // its Job exists
	SlotJobGone                         // according to the status it was started, but its Job is gone
	SlotWaiting                         // it is due, was not started as far as is known, and still may be
	SlotMissed                          // it passed without a Job
	SlotSuspended                       // it passed without a Job, and the CronJob is suspended (since when is not recorded)
	SlotUnknown                         // so long ago that its Job may have been deleted
)

// SlotRecord is what is known of a slot.
type SlotRecord struct {
	State SlotState
	// Job is the slot's own Job when it ran. Of a slot that was missed or waits, it is the run because of which policy Forbid did
	// not start it; nil when there was none.
	Job *batchv1.Job
}

// Observation is when a cluster is looked at.
type Observation struct {
	Now time.Time
	// Staleness is how old what is known of the cluster may be: what happened since then may not show yet.
	Staleness time.Duration
}

// KnownUntil is the instant up to which everything that happened is known.
func (p Observation) KnownUntil() time.Time { return p.Now.Add(-p.Staleness) }

// Past is what became of a CronJob's slots, worked out from its status and the Jobs that still exist. Jobs that were deleted by hand,
// and a suspension that is over, leave no trace: their slots count as missed.
type Past struct {
	// Since is the instant after which no Job can have been cleaned up: a later slot without a Job never had one. Never after now.
	Since time.Time

	cj         *batchv1.CronJob
	schedule   cron.Schedule
	now        time.Time
	knownUntil time.Time              // up to when the Jobs are known
	runs       map[int64]*batchv1.Job // by slot, in Unix seconds
	last       time.Time              // the slot that was handled last, according to the status; zero for none
	waiting    time.Time              // the slot that may still start; zero for none
}

// NewPast works out the past of a CronJob from its schedule and the Jobs that it controls.
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

// At returns what became of a slot.
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

// Missed counts the slots after from, up to and including to, that are known to have passed without a Job: skipped are those that
// policy Forbid held back because of a run, missed those without a known reason. Its cost does not grow with the number of slots.
func (p *Past) Missed(from, to time.Time) (missed, skipped int) {
	from, to = later(from, later(p.Since.Add(-1), p.cj.CreationTimestamp.Time)), earlier(to, p.knownUntil)
	if p.suspended() {
		to = earlier(to, p.last)
	}
	all := p.countWithoutJob(from, to)
	if p.cj.Spec.ConcurrencyPolicy == batchv1.ForbidConcurrent && all > 0 {
		for _, blocked := range p.blockedSpans() {
			skipped += p.countWithoutJob(later(from, blocked.from), earlier(to, blocked.to))
		}
	}
	return all - skipped, skipped
}

// countWithoutJob counts the slots after from, up to and including to, that neither ran nor may still start.
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

// span is a span of time: after from, up to and including to.
type span struct{ from, to time.Time }

// blockedSpans are the times for which [Past.blockerOf] finds a run. They do not overlap.
func (p *Past) blockedSpans() []span {
	var spans []span
	for _, unix := range slices.Sorted(maps.Keys(p.runs)) {
		w := span{from: time.Unix(unix, 0), to: p.now}
		if job := p.runs[unix]; JobFinished(job) != nil {
			w.to = jobEnd(job).Add(-1) // a slot at its end is not held back
		}
		if n := len(spans); n > 0 {
			w.from = later(w.from, spans[n-1].to)
		}
		if w.from.Before(w.to) {
			spans = append(spans, w)
		}
	}
	return spans
}

func (p *Past) suspended() bool { return ptr.Deref(p.cj.Spec.Suspend, false) }

// startableSlot is the slot that may still start: the latest one that was due when the Jobs were last known, if it was neither started
// nor beyond the deadline. Zero when there is none.
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

// blockerOf is the run because of which Forbid held a slot back, nil when there is none.
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

// since is the latest of the instants before which a Job can have been created and deleted again: the CronJob's creation, the oldest
// Job that each history limit still keeps, the TTL of finished Jobs, the run that replaced others, and a change of the schedule.
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
			since = slot.Add(1) // the schedule was different then
		}
	}
	return earlier(since, p.now)
}

// keptSince is the instant from which on every Job that ended in a condition still exists; zero when the limit is not reached. The Job
// that started first is deleted first, and there are more than the limit until the controller has looked.
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
