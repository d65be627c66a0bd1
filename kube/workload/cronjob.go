package workload

import (
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// CronJob is a CronJob with its Jobs and what follows from them.
type CronJob struct {
	// Trimmed is the API object without managed fields and the annotation of kubectl apply.
	Trimmed     *batchv1.CronJob
	Schedule    cron.Schedule // in the CronJob's time zone, or UTC when it has none; unusable when ScheduleErr is set
	ScheduleErr error         // why the schedule or the time zone is invalid
	Jobs        []*Job        // those it controls, latest first
	Average     time.Duration // mean duration of its Jobs that completed; 0 when none did
	Past        []Run         // finished runs whose Jobs have been deleted since the watch began, at most [MaxPast], in no particular order
}

// Key returns the CronJob's namespace and name.
func (c *CronJob) Key() kube.Key {
	return kube.Key{Namespace: c.Trimmed.Namespace, Name: c.Trimmed.Name}
}

// NextRun returns the first slot after now; zero when the CronJob is suspended or being deleted, or when its schedule is invalid or
// never fires again.
func (c *CronJob) NextRun(now time.Time) time.Time {
	if c.Suspended() || c.ScheduleErr != nil || c.Trimmed.DeletionTimestamp != nil {
		return time.Time{}
	}
	return c.Schedule.After(now)
}

// Suspended reports whether the CronJob is suspended: no slot starts a Job.
func (c *CronJob) Suspended() bool { return ptr.Deref(c.Trimmed.Spec.Suspend, false) }

// Active returns its Jobs that have not finished, latest first.
func (c *CronJob) Active() []*Job {
	var active []*Job
	for _, job := range c.Jobs {
		if !job.State.Finished() {
			active = append(active, job)
		}
	}
	return active
}

// average returns the mean duration of the Jobs that completed.
func average(jobs []*Job) time.Duration {
	var sum time.Duration
	n := 0
	for _, job := range jobs {
		if job.State != JobComplete {
			continue
		}
		if d, ok := job.Duration(time.Time{}); ok {
			sum += d
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / time.Duration(n)
}

// SortLatestFirst sorts Jobs by creation time, then by name, the latest first.
func SortLatestFirst(jobs []*Job) {
	slices.SortFunc(jobs, func(a, b *Job) int {
		if c := b.Trimmed.CreationTimestamp.Compare(a.Trimmed.CreationTimestamp.Time); c != 0 {
			return c
		}
		return kube.CompareKeys(b.Key(), a.Key())
	})
}

// anchoredSchedule returns the schedule with the slots of @every counted from where the controller counts them.
func anchoredSchedule(schedule cron.Schedule, obj *batchv1.CronJob) cron.Schedule {
	if last := obj.Status.LastScheduleTime; last != nil {
		return schedule.WithAnchor(last.Time)
	}
	return schedule.WithAnchor(obj.CreationTimestamp.Time)
}

// Timing is a CronJob's cron expression and its time zone; "" for none.
type Timing struct{ Schedule, TimeZone string }

// TimingOf returns the timing in a CronJob's spec.
func TimingOf(c *batchv1.CronJob) Timing {
	return Timing{c.Spec.Schedule, ptr.Deref(c.Spec.TimeZone, "")}
}
