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

// Run is a Job as the timeline shows it: when it started and ended, how it went, and what failed on the way. It does not refer to the
// Job, so that it can outlive it. All times are the cluster's.
type Run struct {
	Key    kube.Key
	State  JobState
	Reason string    // as [Job.Reason]; not sanitised
	Slot   time.Time // that the Job was created for; zero for a manual run and for a Job of no CronJob
	Manual bool      // somebody triggered it

	Created time.Time
	Start   time.Time // for a Job that was suspended, when it was last resumed; zero when it has not started
	End     time.Time // zero before it has finished
	// WasSuspended reports whether the Job was suspended for some time between Created and Start. SuspendedSince is the time of the
	// suspension if it still is; else zero.
	WasSuspended   bool
	SuspendedSince time.Time
	// Failures are the times at which its pods or their containers failed, oldest first, at most [MaxFailures]. Pods that have been
	// deleted are not included.
	Failures []time.Time

	Done, Total int  // completions; Total is 0 for a work queue
	Failed      int  // pods that failed, deleted ones included
	JobDeleted  bool // the Job has been deleted
}

// MaxFailures is how many failures a run lists.
const MaxFailures = 64

// RunOf returns the run of a Job, which a CronJob controls unless that is nil.
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

// StartOrCreated returns when the run started, or when its Job was created if it has not started.
func (r *Run) StartOrCreated() time.Time {
	if r.Start.IsZero() {
		return r.Created
	}
	return r.Start
}

// Duration returns how long the run took, from Start to End; false when it has not ended or never started.
func (r *Run) Duration() (time.Duration, bool) {
	if r.Start.IsZero() || r.End.IsZero() {
		return 0, false
	}
	return max(r.End.Sub(r.Start), 0), true
}

// Elapsed returns how long the run took, or has taken so far; 0 when it has not started.
func (r *Run) Elapsed(now time.Time) time.Duration {
	if took, ended := r.Duration(); ended || r.Start.IsZero() {
		return took
	}
	return max(now.Sub(r.Start), 0)
}

// failures returns when pods, or containers that are restarted in their pods, failed.
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

// Runs returns all known runs of the CronJob, oldest first: those of its Jobs and the past ones.
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
