package scheduler

import (
	"cmp"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
)

// CronJobHistory returns the Jobs of a CronJob that are to be deleted because more have finished than its history limits keep: the
// oldest by start time, those that completed before those that failed.
func CronJobHistory(cj *batchv1.CronJob, jobs []*batchv1.Job) []*batchv1.Job {
	return append(
		oldest(jobs, batchv1.JobComplete, cj.Spec.SuccessfulJobsHistoryLimit),
		oldest(jobs, batchv1.JobFailed, cj.Spec.FailedJobsHistoryLimit)...)
}

// oldest are the Jobs beyond the limit among those that ended in a condition; a nil limit keeps all.
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

// JobTTL returns how long a finished Job is still kept; at zero or less it has expired. ok is false when no TTL applies: the Job has
// none, has not finished or is being deleted.
func JobTTL(job *batchv1.Job, now time.Time) (left time.Duration, ok bool) {
	end := JobFinished(job)
	if job.Spec.TTLSecondsAfterFinished == nil || end == nil || job.DeletionTimestamp != nil || end.LastTransitionTime.IsZero() {
		return 0, false
	}
	expiry := end.LastTransitionTime.Add(Seconds(int64(*job.Spec.TTLSecondsAfterFinished)))
	return expiry.Sub(now), true
}
