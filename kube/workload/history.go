package workload

import (
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// NextRun is the first slot after now; zero when suspended, when the schedule is unusable or never fires again.
func (c *CronJob) NextRun(now time.Time) time.Time {
	if c.Suspended() || c.ScheduleErr != nil || c.Trimmed.DeletionTimestamp != nil {
		return time.Time{}
	}
	return c.Schedule.After(now)
}

// Suspended says that no slot makes a Job.
func (c *CronJob) Suspended() bool { return ptr.Deref(c.Trimmed.Spec.Suspend, false) }

// Active are its Jobs that have not finished, latest first.
func (c *CronJob) Active() []*Job {
	var active []*Job
	for _, job := range c.Jobs {
		if !job.State.Finished() {
			active = append(active, job)
		}
	}
	return active
}

// average is the mean duration of the Jobs that completed.
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

// LatestFirst orders Jobs by creation, then name, newest first.
func LatestFirst(jobs []*Job) {
	slices.SortFunc(jobs, func(a, b *Job) int {
		if c := b.Trimmed.CreationTimestamp.Compare(a.Trimmed.CreationTimestamp.Time); c != 0 {
			return c
		}
		return kube.CompareKeys(b.Key(), a.Key())
	})
}

// anchored is the CronJob's schedule with the slots of @every counted from where the controller counts them.
func anchored(schedule cron.Schedule, obj *batchv1.CronJob) cron.Schedule {
	if last := obj.Status.LastScheduleTime; last != nil {
		return schedule.WithAnchor(last.Time)
	}
	return schedule.WithAnchor(obj.CreationTimestamp.Time)
}
