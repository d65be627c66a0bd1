package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// syncDelay is how long after a change of a pod the Job controller looks at the Job again. The duration of a run includes it.
const syncDelay = time.Second

// endOf is when and how a run ends that starts at an instant, if it is not replaced before.
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
	// It counts from the start time as it is written, in whole seconds. A deadline of one second passes before the first sync that
	// checks it.
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
		return deadline.Add(syncDelay), Exceeds // its pods are deleted first
	}
	return deadline, Exceeds // its pods have ended but the controller has not seen it yet: failure goes before success
}

// neverEnds reports whether a Job waits until somebody changes it, or until its deadline.
func neverEnds(spec *batchv1.JobSpec) bool {
	return ptr.Deref(spec.Suspend, false) || ptr.Deref(spec.Parallelism, 1) == 0 && ptr.Deref(spec.Completions, 1) != 0
}

// failsAtOnce reports whether a Job fails before it has any pods: its deadline has passed when it starts.
func failsAtOnce(spec *batchv1.JobSpec) bool {
	limit := spec.ActiveDeadlineSeconds
	return limit != nil && scheduler.Seconds(*limit) <= 0 && !ptr.Deref(spec.Suspend, false)
}
