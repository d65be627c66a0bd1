package workload

import (
	"regexp"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// retryAt returns when a Job whose pods have all ended gets its next one; zero when that does not follow from its pods. The controller
// counts failures in memory, so after its restart the true time may be earlier, but never later.
func retryAt(job *Job) time.Time {
	if job.Trimmed.Spec.BackoffLimitPerIndex != nil {
		return retryAtPerIndex(job)
	}
	failures, last := recentFailures(job.Pods)
	if failures == 0 {
		return time.Time{}
	}
	return last.Add(scheduler.BackoffDelay(failures))
}

// retryAtPerIndex returns the earliest time at which one of the indexes is retried.
func retryAtPerIndex(job *Job) time.Time {
	latest := map[int]*Pod{}
	for _, pod := range job.Pods {
		if old := latest[pod.Index]; old == nil || old.Trimmed.CreationTimestamp.Before(&pod.Trimmed.CreationTimestamp) {
			latest[pod.Index] = pod
		}
	}
	var earliest time.Time
	for _, pod := range latest {
		if pod.Trimmed.Status.Phase != corev1.PodFailed {
			continue
		}
		counted := scheduler.FailureCount(pod.Trimmed, batchv1.JobIndexFailureCountAnnotation)
		ignored := scheduler.FailureCount(pod.Trimmed, batchv1.JobIndexIgnoredFailureCountAnnotation)
		if counted >= *job.Trimmed.Spec.BackoffLimitPerIndex {
			continue
		}
		if at := scheduler.PodFinishedAt(pod.Trimmed).Add(scheduler.BackoffDelay(1 + counted + ignored)); earliest.IsZero() || at.Before(earliest) {
			earliest = at
		}
	}
	return earliest
}

// recentFailures counts the pods that failed after the last one that succeeded, and returns when the latest of them ended.
func recentFailures(pods []*Pod) (failures int32, last time.Time) {
	var success time.Time
	for _, pod := range pods {
		if pod.Trimmed.Status.Phase == corev1.PodSucceeded {
			if at := scheduler.PodFinishedAt(pod.Trimmed); at.After(success) {
				success = at
			}
		}
	}
	for _, pod := range pods {
		if pod.Trimmed.Status.Phase != corev1.PodFailed {
			continue
		}
		at := scheduler.PodFinishedAt(pod.Trimmed)
		if !at.After(success) {
			continue
		}
		failures++
		if at.After(last) {
			last = at
		}
	}
	return failures, last
}

// backoffMessage matches the kubelet's message on how long a container waits to be restarted.
var backoffMessage = regexp.MustCompile(`back-off (\S+) restarting failed container`)

// restartBackoff reports whether a container of the pod waits for the kubelet to restart it, and until when; zero when not known.
func restartBackoff(pod *corev1.Pod) (until time.Time, waits bool) {
	for _, statuses := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for _, s := range statuses {
			if t := s.State.Terminated; t != nil && t.ExitCode != 0 && pod.Spec.RestartPolicy == corev1.RestartPolicyOnFailure {
				return time.Time{}, true // it has just ended: the kubelet has not yet said how long
			}
			if s.State.Waiting == nil || s.State.Waiting.Reason != "CrashLoopBackOff" {
				continue
			}
			match := backoffMessage.FindStringSubmatch(s.State.Waiting.Message)
			if match == nil || s.LastTerminationState.Terminated == nil {
				return time.Time{}, true
			}
			delay, err := time.ParseDuration(match[1])
			if err != nil {
				return time.Time{}, true
			}
			return s.LastTerminationState.Terminated.FinishedAt.Add(delay), true
		}
	}
	return time.Time{}, false
}
