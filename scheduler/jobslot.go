package scheduler

import (
	"strconv"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
)

// manualAnnotation is what kubectl create job --from leaves on a Job.
const manualAnnotation = "cronjob.kubernetes.io/instantiate"

// Manual says that somebody triggered a Job of a CronJob by hand, so that it stands for no slot.
func Manual(job *batchv1.Job) bool { return job.Annotations[manualAnnotation] != "" }

// JobSlot is the slot for which a CronJob made a Job, by its annotation or, on clusters before 1.28, by its name; false when it was
// made otherwise.
func JobSlot(cj *batchv1.CronJob, job *batchv1.Job) (slot time.Time, ok bool) {
	if Manual(job) {
		return time.Time{}, false
	}
	if slot, err := time.Parse(time.RFC3339, job.Annotations[batchv1.CronJobScheduledTimestampAnnotation]); err == nil {
		return slot, true
	}
	rest, ok := strings.CutPrefix(job.Name, cj.Name+"-")
	minute, err := strconv.ParseInt(rest, 10, 32)
	if !ok || err != nil || minute <= 0 {
		return time.Time{}, false
	}
	return time.Unix(minute*60, 0), true
}

// jobStartTime is when a Job started, or else was created.
func jobStartTime(job *batchv1.Job) time.Time {
	if t := job.Status.StartTime; t != nil {
		return t.Time
	}
	return job.CreationTimestamp.Time
}

// jobEnd is when a finished Job completed or failed; zero while it has not.
func jobEnd(job *batchv1.Job) time.Time {
	switch end := JobFinished(job); {
	case job.Status.CompletionTime != nil:
		return job.Status.CompletionTime.Time
	case end != nil:
		return end.LastTransitionTime.Time
	}
	return time.Time{}
}
