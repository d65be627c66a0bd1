package scheduler

import (
	"cmp"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
)

// CronJobHistory is which of a CronJob's Jobs to delete because more of them finished than its limits keep: the oldest by
// start time, those that completed before those that failed.
func CronJobHistory(cj *batchv1.CronJob, jobs []*batchv1.Job) []*batchv1.Job {
	return append(
		oldest(jobs, batchv1.JobComplete, cj.Spec.SuccessfulJobsHistoryLimit),
		oldest(jobs, batchv1.JobFailed, cj.Spec.FailedJobsHistoryLimit)...)
}

// oldest are the Jobs that ended in a condition and are beyond the limit; nil keeps all.
func oldest(jobs []*batchv1.Job, end batchv1.JobConditionType, limit *int32) []*batchv1.Job {
	if limit == nil {
		return nil
	}
	var ended []*batchv1.Job
	for _, job := range jobs {
		if condition := JobFinished(job); condition != nil && condition.Type == end {
			ended = append(ended, job)
		}
	}
	surplus := len(ended) - int(*limit)
	if surplus <= 0 {
		return nil
	}
	slices.SortFunc(ended, byStartTime)
	return ended[:surplus]
}

// byStartTime orders Jobs by start time, those that never started last, then by name.
func byStartTime(a, b *batchv1.Job) int {
	switch start, other := a.Status.StartTime, b.Status.StartTime; {
	case start == nil && other != nil:
		return 1
	case start != nil && other == nil:
		return -1
	case start != nil && !start.Equal(other):
		return start.Compare(other.Time)
	}
	return cmp.Compare(a.Name, b.Name)
}

// JobTTL is how long a finished Job has left to live: expired at zero or less. ok is false when its TTL has no say, because it
// has none, has not finished or is being deleted.
func JobTTL(job *batchv1.Job, now time.Time) (left time.Duration, ok bool) {
	end := JobFinished(job)
	if job.Spec.TTLSecondsAfterFinished == nil || end == nil || job.DeletionTimestamp != nil || end.LastTransitionTime.IsZero() {
		return 0, false
	}
	expiry := end.LastTransitionTime.Add(Seconds(int64(*job.Spec.TTLSecondsAfterFinished)))
	return expiry.Sub(now), true
}
