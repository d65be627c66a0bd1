package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// syncDelay is how long the Job controller waits once a pod has changed before it looks at the Job again. The duration of a run
// ends with it.
const syncDelay = time.Second

// endOf is when and how a run ends that starts at an instant, if nothing gets in between.
func (sim *simulation) endOf(start time.Time) (time.Time, Fate) {
	ends, fate := start.Add(sim.nextDuration()), Completes
	if neverEnds(sim.job) {
		ends, fate = time.Time{}, Endless
	}
	if sim.job.ActiveDeadlineSeconds == nil || ptr.Deref(sim.job.Suspend, false) {
		return ends, fate
	}
	if failsAtOnce(sim.job) {
		return start, Exceeds
	}
	// It counts from the start time as it is written, in whole seconds. A deadline of a second is over before the first sync that
	// reads one.
	deadline := start.Truncate(time.Second).Add(scheduler.Seconds(*sim.job.ActiveDeadlineSeconds))
	if first := start.Add(syncDelay); deadline.Before(first) {
		deadline = first
	}
	switch {
	case fate == Endless:
		return deadline, Exceeds
	case ends.Before(deadline):
		return ends, fate
	case ends.Add(-syncDelay).After(deadline):
		return deadline.Add(syncDelay), Exceeds // its pods are ended first
	}
	return deadline, Exceeds // its pods have ended, and nobody took note yet: failure goes before success
}

// neverEnds says that a Job waits for somebody to change it, or for its deadline.
func neverEnds(spec *batchv1.JobSpec) bool {
	return ptr.Deref(spec.Suspend, false) || ptr.Deref(spec.Parallelism, 1) == 0 && ptr.Deref(spec.Completions, 1) != 0
}

// failsAtOnce says that a Job fails before it has any pods: its deadline is over as it starts.
func failsAtOnce(spec *batchv1.JobSpec) bool {
	limit := spec.ActiveDeadlineSeconds
	return limit != nil && scheduler.Seconds(*limit) <= 0 && !ptr.Deref(spec.Suspend, false)
}
