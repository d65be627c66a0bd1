package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
)

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
