package scheduler

import (
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"
)

// A Job read from the API has all its defaults. These readers fill them in for one that has not.

func isIndexed(job *batchv1.Job) bool {
	return ptr.Deref(job.Spec.CompletionMode, batchv1.NonIndexedCompletion) == batchv1.IndexedCompletion
}

func isSuspended(job *batchv1.Job) bool { return ptr.Deref(job.Spec.Suspend, false) }

func hasLimitPerIndex(job *batchv1.Job) bool { return job.Spec.BackoffLimitPerIndex != nil }

func backoffLimit(job *batchv1.Job) int32 { return ptr.Deref(job.Spec.BackoffLimit, 6) }

func parallelism(job *batchv1.Job) int32 { return ptr.Deref(job.Spec.Parallelism, 1) }

func completions(job *batchv1.Job) int { return int(ptr.Deref(job.Spec.Completions, 0)) }

func replacesOnlyFailed(job *batchv1.Job) bool {
	return ptr.Deref(job.Spec.PodReplacementPolicy, batchv1.TerminatingOrFailed) == batchv1.Failed
}

// ManagedElsewhere returns the controller named by spec.managedBy, and reports whether it is another than the built-in one.
func ManagedElsewhere(job *batchv1.Job) (controller string, elsewhere bool) {
	controller = ptr.Deref(job.Spec.ManagedBy, batchv1.JobControllerName)
	return controller, controller != batchv1.JobControllerName
}
