package workload

import (
	"cmp"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler"
)

// Run is a Job as a line of time shows it: when it began and ended, how it went and what failed on the way. It is a value of its
// own, so that it can outlive the Job.
type Run struct {
	Key    kube.Key
	State  JobState
	Reason string    // of a failure, in one word; not sanitised
	Slot   time.Time // that it was made for; zero for one made by hand
	Manual bool      // triggered by somebody, not by a slot

	Created time.Time
	Start   time.Time // of the last resumption, for a Job that was suspended; zero when it has not begun
	End     time.Time // zero while it is under way
	// WasSuspended says that it was suspended for some time between Created and Start; HeldSince is when it was, for one that still is.
	WasSuspended   bool
	SuspendedSince time.Time
	// Failures are when its pods or their containers failed, oldest first, as far as the pods are still there; at most
	// [MaxFailures].
	Failures []time.Time

	Done, Total int // completions; Total is 0 for a work queue
	Failed      int // pods that failed, those that are gone too
	JobDeleted  bool
}

// MaxFailures is how many failures of a run are told apart.
const MaxFailures = 64

// RunOf is the run that a Job is, of a CronJob or, when that is nil, by itself.
func RunOf(j *Job, of *batchv1.CronJob) Run {
	r := Run{
		Key: j.Key(), State: j.State, Reason: j.Reason, Manual: scheduler.Manual(j.Trimmed),
		Created: j.Trimmed.CreationTimestamp.Time, End: j.Finished(), Failed: int(j.Trimmed.Status.Failed),
	}
	if r.State == JobDeleting && !r.End.IsZero() {
		r.State = finalState(j.Trimmed)
	}
	if start := j.Trimmed.Status.StartTime; start != nil {
		r.Start = start.Time
	}
	if of != nil {
		r.Slot, _ = scheduler.JobSlot(of, j.Trimmed)
	}
	r.Done, r.Total = j.Completions()
	for _, c := range j.Trimmed.Status.Conditions {
		if c.Type != batchv1.JobSuspended {
			continue
		}
		r.WasSuspended = true
		if c.Status == corev1.ConditionTrue && r.End.IsZero() {
			r.SuspendedSince = c.LastTransitionTime.Time
		}
	}
	if r.SuspendedSince.IsZero() && j.State == JobSuspended {
		r.WasSuspended, r.SuspendedSince = true, r.Created
	}
	r.Failures = failures(j.Pods)
	return r
}

// StartOrCreated is when it began, or was created when it has not begun.
func (r *Run) StartOrCreated() time.Time {
	if r.Start.IsZero() {
		return r.Created
	}
	return r.Start
}

// Duration is how long it took, for one that has ended.
func (r *Run) Duration() (time.Duration, bool) {
	if r.Start.IsZero() || r.End.IsZero() {
		return 0, false
	}
	return max(r.End.Sub(r.Start), 0), true
}

// Elapsed is how long it took, or has taken until now; 0 when it has not begun.
func (r *Run) Elapsed(now time.Time) time.Duration {
	if took, ended := r.Duration(); ended || r.Start.IsZero() {
		return took
	}
	return max(now.Sub(r.Start), 0)
}

// failures are when pods, or containers that are restarted in their pods, failed.
func failures(pods []*Pod) []time.Time {
	var at []time.Time
	for _, p := range pods {
		if len(at) >= MaxFailures {
			break
		}
		if p.Trimmed.Status.Phase == corev1.PodFailed {
			at = append(at, scheduler.PodFinishedAt(p.Trimmed))
			continue
		}
		for _, statuses := range [][]corev1.ContainerStatus{p.Trimmed.Status.InitContainerStatuses, p.Trimmed.Status.ContainerStatuses} {
			for _, s := range statuses {
				if t := lastTermination(s); t != nil && t.ExitCode != 0 {
					at = append(at, t.FinishedAt.Time)
				}
			}
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	return at
}

// Runs are all runs of the CronJob that are known, oldest first: its Jobs and those that have gone.
func (c *CronJob) Runs() []Run {
	runs := make([]Run, 0, len(c.Past)+len(c.Jobs))
	runs = append(runs, c.Past...)
	for _, j := range c.Jobs {
		runs = append(runs, RunOf(j, c.Trimmed))
	}
	slices.SortFunc(runs, func(a, b Run) int {
		return cmp.Or(a.StartOrCreated().Compare(b.StartOrCreated()), kube.CompareKeys(a.Key, b.Key))
	})
	return runs
}
