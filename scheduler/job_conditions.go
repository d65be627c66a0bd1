package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The reasons of the interim and final conditions of a Job come from package batch/v1; the messages are upstream's.
const (
	messageBackoffLimit     = "Job has reached the specified backoff limit"
	messageDeadline         = "Job was active longer than specified deadline"
	messageMaxFailedIndexes = "Job has exceeded the specified maximal number of failed indexes"
	messageFailedIndexes    = "Job has failed indexes"
	messageCompletions      = "Reached expected number of succeeded pods"
)

// JobCondition returns the condition of a type if it is True, else nil. The result points into the Job.
func JobCondition(job *batchv1.Job, conditionType batchv1.JobConditionType) *batchv1.JobCondition {
	c := findJobCondition(job.Status.Conditions, conditionType)
	if c == nil || c.Status != corev1.ConditionTrue {
		return nil
	}
	return c
}

// JobFinished returns the condition with which a Job ended, Complete or Failed, or nil while it has not. The result points into the
// Job.
func JobFinished(job *batchv1.Job) *batchv1.JobCondition {
	for i := range job.Status.Conditions {
		c := &job.Status.Conditions[i]
		if (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) && c.Status == corev1.ConditionTrue {
			return c
		}
	}
	return nil
}

func findJobCondition(conditions []batchv1.JobCondition, conditionType batchv1.JobConditionType) *batchv1.JobCondition {
	for i := range conditions {
		if conditions[i].Type == conditionType {
			return &conditions[i]
		}
	}
	return nil
}

func newJobCondition(conditionType batchv1.JobConditionType, reason, message string, now time.Time) *batchv1.JobCondition {
	return &batchv1.JobCondition{
		Type:               conditionType,
		Status:             corev1.ConditionTrue,
		LastProbeTime:      apiTime(now),
		LastTransitionTime: apiTime(now),
		Reason:             reason,
		Message:            message,
	}
}

// setJobCondition replaces the entry of the condition's type in place, or appends it, and reports whether anything changed.
// A condition that is not True is never appended.
func setJobCondition(conditions *[]batchv1.JobCondition, c batchv1.JobCondition) bool {
	if old := findJobCondition(*conditions, c.Type); old != nil {
		if old.Status == c.Status && old.Reason == c.Reason && old.Message == c.Message {
			return false
		}
		*old = c
		return true
	}
	if c.Status == corev1.ConditionFalse {
		return false
	}
	*conditions = append(*conditions, c)
	return true
}

// apiTime is an instant as the API stores it.
func apiTime(t time.Time) metav1.Time { return metav1.NewTime(t.Truncate(time.Second)) }

// jobStartTime is when a Job started, or when it was created if it has not.
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
