package kube

import (
	"regexp"
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// The Job controller's back-off between a failure and the next pod.
const (
	firstBackoff = 10 * time.Second
	maxBackoff   = 10 * time.Minute
)

// retryAt is when a Job whose pods have all ended makes its next one; zero when its pods do not tell. The controller counts
// in memory, so after its restart the true instant may be earlier, never later.
func retryAt(job *Job) time.Time {
	if job.Object.Spec.BackoffLimitPerIndex != nil {
		return retryAtPerIndex(job)
	}
	failures, last := recentFailures(job.Pods)
	if failures == 0 {
		return time.Time{}
	}
	return last.Add(backoffAfter(failures))
}

// retryAtPerIndex is the earliest instant at which one of the indexes is tried again.
func retryAtPerIndex(job *Job) time.Time {
	latest := map[int]*Pod{}
	for _, pod := range job.Pods {
		if old := latest[pod.Index]; old == nil || old.Object.CreationTimestamp.Before(&pod.Object.CreationTimestamp) {
			latest[pod.Index] = pod
		}
	}
	var earliest time.Time
	for _, pod := range latest {
		if pod.Object.Status.Phase != corev1.PodFailed {
			continue
		}
		failures := 1 + annotatedCount(pod, batchv1.JobIndexFailureCountAnnotation) + annotatedCount(pod, "batch.kubernetes.io/job-index-ignored-failure-count")
		if limit := job.Object.Spec.BackoffLimitPerIndex; annotatedCount(pod, batchv1.JobIndexFailureCountAnnotation) >= int(*limit) {
			continue
		}
		if at := finishTime(pod.Object).Add(backoffAfter(failures)); earliest.IsZero() || at.Before(earliest) {
			earliest = at
		}
	}
	return earliest
}

func annotatedCount(pod *Pod, annotation string) int {
	n, err := strconv.Atoi(pod.Object.Annotations[annotation])
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// recentFailures counts the pods that failed after the last one that succeeded, and tells when the latest of them ended.
func recentFailures(pods []*Pod) (failures int, last time.Time) {
	var success time.Time
	for _, pod := range pods {
		if pod.Object.Status.Phase == corev1.PodSucceeded {
			if at := finishTime(pod.Object); at.After(success) {
				success = at
			}
		}
	}
	for _, pod := range pods {
		if pod.Object.Status.Phase != corev1.PodFailed {
			continue
		}
		at := finishTime(pod.Object)
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

func backoffAfter(failures int) time.Duration {
	delay := firstBackoff
	for i := 1; i < failures && delay < maxBackoff; i++ {
		delay *= 2
	}
	return min(delay, maxBackoff)
}

// finishTime is when a pod ended, as the Job controller reckons it: by its containers, else by its conditions.
func finishTime(pod *corev1.Pod) time.Time {
	var last time.Time
	all := len(pod.Status.ContainerStatuses) > 0
	for _, s := range pod.Status.ContainerStatuses {
		if s.State.Terminated == nil {
			all = false
			continue
		}
		if at := s.State.Terminated.FinishedAt.Time; at.After(last) {
			last = at
		}
	}
	if all && !last.IsZero() {
		return last
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady && c.Status == corev1.ConditionFalse && !c.LastTransitionTime.IsZero() {
			return c.LastTransitionTime.Time
		}
	}
	return pod.CreationTimestamp.Time
}

// backoffMessage is how the kubelet says how long a container waits to be restarted.
var backoffMessage = regexp.MustCompile(`back-off (\S+) restarting failed container`)

// restartBackoff says whether a container of the pod waits to be restarted by the kubelet, and until when.
func restartBackoff(pod *corev1.Pod) (until time.Time, waits bool) {
	for _, statuses := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for _, s := range statuses {
			if t := s.State.Terminated; t != nil && t.ExitCode != 0 && pod.Spec.RestartPolicy == corev1.RestartPolicyOnFailure {
				return time.Time{}, true // just ended; the kubelet is about to say how long
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
