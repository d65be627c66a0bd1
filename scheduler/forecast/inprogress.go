package forecast

import (
	"cmp"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// takeOver begins with the Jobs that were running when the objects were read. The policy ignores those that the CronJob's status does
// not name, such as those started by hand.
func (sim *simulation) takeOver(w Workload) {
	var running []*batchv1.Job
	for _, job := range w.Jobs {
		if scheduler.JobFinished(job) == nil && job.DeletionTimestamp == nil {
			running = append(running, job)
		}
	}
	slices.SortFunc(running, func(a, b *batchv1.Job) int {
		return cmp.Or(startOf(a).Compare(startOf(b)), cmp.Compare(a.Name, b.Name))
	})
	for _, job := range running {
		known := slices.ContainsFunc(w.CronJob.Status.Active, func(ref corev1.ObjectReference) bool { return ref.UID == job.UID })
		at := startOf(job)
		run := PlannedRun{Slot: at, InProgress: true, Manual: !known, Overlapping: len(sim.active)}
		if slot, ok := slotOf(job); ok {
			run.Slot = slot
		}
		sim.begin(run, at)
		sim.notBefore(sim.span.Seen)
	}
}

// notBefore moves the end of the run added last to the instant seen if it was expected before: the run had not ended then.
func (sim *simulation) notBefore(seen time.Time) {
	run := &sim.out.Runs[len(sim.out.Runs)-1]
	if run.End.IsZero() || !run.End.Before(seen) {
		return
	}
	run.End = seen.Truncate(time.Second)
	if n := len(sim.active); !run.Manual && n > 0 {
		sim.active[n-1].end = seen
	}
}

func startOf(job *batchv1.Job) time.Time {
	if job.Status.StartTime != nil {
		return job.Status.StartTime.Time
	}
	return job.CreationTimestamp.Time
}

// slotOf reads the slot of a Job from its annotation.
func slotOf(job *batchv1.Job) (time.Time, bool) {
	slot, err := time.Parse(time.RFC3339, job.Annotations[batchv1.CronJobScheduledTimestampAnnotation])
	return slot, err == nil
}
