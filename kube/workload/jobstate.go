package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// describeState sets State, Reason, Message and RetryAt from the Job, its pods and the latest warning that one could not be created.
// The result depends on these objects alone, never on the time, so it is valid until one of them changes.
func describeState(job *Job, trouble *corev1.Event) {
	set := func(state JobState, reason, message string) {
		job.State, job.Reason, job.Message = state, reason, message
	}
	obj := job.Trimmed
	failed, failing := scheduler.JobCondition(obj, batchv1.JobFailed), scheduler.JobCondition(obj, batchv1.JobFailureTarget)
	switch {
	case obj.DeletionTimestamp != nil:
		set(JobDeleting, "", "")
	case scheduler.JobCondition(obj, batchv1.JobComplete) != nil:
		set(JobComplete, "", "")
	case failed != nil:
		set(JobFailed, failed.Reason, failed.Message)
	case failing != nil:
		set(JobFailing, failing.Reason, failing.Message)
	case scheduler.JobCondition(obj, batchv1.JobSuccessCriteriaMet) != nil:
		set(JobFinishing, "", "")
	case ptr.Deref(obj.Spec.Suspend, false):
		set(JobSuspended, "", "")
	default:
		describeActive(job, trouble)
	}
}

// describeActive handles a Job that is neither finished, ending nor suspended.
func describeActive(job *Job, trouble *corev1.Event) {
	active := activePods(job.Pods)
	for _, pod := range active {
		if isRunning(pod.Trimmed) {
			job.State = JobRunning
			return
		}
	}
	if len(active) > 0 {
		describeWaiting(job, active)
		return
	}
	status := job.Trimmed.Status
	switch failures, _ := recentFailures(job.Pods); {
	case len(job.Pods) == 0 && ptr.Deref(status.Ready, 0) > 0:
		job.State = JobRunning // the pods are not known: they have not been listed yet, or may not be
	case backoffExhausted(job):
		job.State, job.Reason = JobFailing, batchv1.JobReasonBackoffLimitExceeded
	case failures > 0 || len(job.Pods) == 0 && status.Failed > 0 && status.Active == 0:
		job.State, job.RetryAt = JobRetrying, retryAt(job)
	case len(job.Pods) > 0 || status.Succeeded > 0:
		job.State = JobRunning // between two pods
	case trouble != nil:
		job.State, job.Reason, job.Message = JobPending, trouble.Reason, trouble.Message
	default:
		job.State, job.Message = JobPending, "no pod has been created yet"
	}
}

// describeWaiting handles a Job whose active pods all wait. A container's own problem says more than that it is being created.
func describeWaiting(job *Job, active []*Pod) {
	job.State = JobPending
	for _, pod := range active {
		if until, ok := restartBackoff(pod.Trimmed); ok {
			if job.State != JobRetrying || until.Before(job.RetryAt) {
				job.RetryAt = until
			}
			job.State = JobRetrying
		}
	}
	if job.State == JobRetrying {
		return
	}
	for _, pod := range active {
		reason, message, routine := waitingReason(pod.Trimmed)
		if !routine {
			job.Reason, job.Message = reason, message
			return
		}
		if job.Reason == "" {
			job.Reason, job.Message = reason, message
		}
	}
}

// waitingReason returns what a pod waits for; routine reports whether every pod goes through it.
func waitingReason(pod *corev1.Pod) (reason, message string, routine bool) {
	if pod.DeletionTimestamp != nil {
		return "Terminating", "", true
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse {
			return c.Reason, c.Message, false
		}
	}
	routine = true
	for _, statuses := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for _, s := range statuses {
			w := s.State.Waiting
			if w == nil || w.Reason == "" {
				continue
			}
			if w.Reason != "ContainerCreating" && w.Reason != "PodInitializing" {
				return w.Reason, w.Message, false
			}
			if reason == "" {
				reason, message = w.Reason, w.Message
			}
		}
	}
	if reason == "" && pod.Spec.NodeName == "" {
		reason = "Scheduling"
	}
	return reason, message, routine
}

// backoffExhausted reports whether the Job has failed more often than it may, even before the controller says so. With a pod failure
// policy some failures do not count: then it is false.
func backoffExhausted(job *Job) bool {
	spec := job.Trimmed.Spec
	if spec.PodFailurePolicy != nil || spec.BackoffLimitPerIndex != nil {
		return false
	}
	failed := 0
	for _, pod := range job.Pods {
		if pod.Trimmed.Status.Phase == corev1.PodFailed {
			failed++
		}
	}
	return max(failed, int(job.Trimmed.Status.Failed)) > int(ptr.Deref(spec.BackoffLimit, 6))
}

// activePods returns the pods that may still run.
func activePods(pods []*Pod) []*Pod {
	var active []*Pod
	for _, pod := range pods {
		if scheduler.PodActive(pod.Trimmed) {
			active = append(active, pod)
		}
	}
	return active
}

// isRunning reports whether a container of the pod does work: a main container is running, or an init container that is no sidecar.
func isRunning(pod *corev1.Pod) bool {
	for _, s := range pod.Status.ContainerStatuses {
		if s.State.Running != nil {
			return true
		}
	}
	for _, s := range pod.Status.InitContainerStatuses {
		spec, _ := FindContainer(pod.Spec.InitContainers, s.Name)
		if s.State.Running != nil && !isSidecar(spec) {
			return true
		}
	}
	return false
}
