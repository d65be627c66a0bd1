package scheduler

import (
	"math"
	"slices"
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
)

// noIndex is the completion index of a pod that has none.
const noIndex = -1

// HasTrackingFinalizer reports whether a pod still waits to be counted by its Job.
func HasTrackingFinalizer(pod *corev1.Pod) bool {
	return slices.Contains(pod.Finalizers, batchv1.JobTrackingFinalizer)
}

// CompletionIndex returns the index that a pod works on, and reports whether it has a valid one.
func CompletionIndex(pod *corev1.Pod) (int, bool) {
	index, err := strconv.Atoi(pod.Annotations[batchv1.JobCompletionIndexAnnotation])
	if err != nil || index < 0 {
		return noIndex, false
	}
	return index, true
}

func podIndex(pod *corev1.Pod) int {
	index, _ := CompletionIndex(pod)
	return index
}

// indexesOf is the set of the valid indexes of pods.
func indexesOf(pods []*corev1.Pod) indexes.Set {
	var valid []int
	for _, pod := range pods {
		if index, ok := CompletionIndex(pod); ok {
			valid = append(valid, index)
		}
	}
	return indexes.Of(valid...)
}

func terminal(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// PodActive reports whether a pod still works for its Job: neither ended nor being deleted.
func PodActive(pod *corev1.Pod) bool { return !terminal(pod) && pod.DeletionTimestamp == nil }

// PodTerminating reports whether a pod is being deleted but has not ended.
func PodTerminating(pod *corev1.Pod) bool { return !terminal(pod) && pod.DeletionTimestamp != nil }

// PodFailed reports whether a pod counts as failed for its Job. Unless the Job replaces only failed pods, a pod that is
// being deleted does: it may never get a chance to report its phase.
func PodFailed(pod *corev1.Pod, job *batchv1.Job) bool {
	if pod.Status.Phase == corev1.PodFailed {
		return true
	}
	return !replacesOnlyFailed(job) && pod.DeletionTimestamp != nil && pod.Status.Phase != corev1.PodSucceeded
}

func podReady(pod *corev1.Pod) bool {
	c := podCondition(pod, corev1.PodReady)
	return c != nil && c.Status == corev1.ConditionTrue
}

func podCondition(pod *corev1.Pod, conditionType corev1.PodConditionType) *corev1.PodCondition {
	for i := range pod.Status.Conditions {
		if pod.Status.Conditions[i].Type == conditionType {
			return &pod.Status.Conditions[i]
		}
	}
	return nil
}

func selectPods(pods []*corev1.Pod, keep func(*corev1.Pod) bool) []*corev1.Pod {
	var result []*corev1.Pod
	for _, pod := range pods {
		if keep(pod) {
			result = append(result, pod)
		}
	}
	return result
}

func countPods(pods []*corev1.Pod, is func(*corev1.Pod) bool) int32 {
	var n int32
	for _, pod := range pods {
		if is(pod) {
			n++
		}
	}
	return n
}

// PodFinishedAt returns when a pod ended: when its last container did, else when it ceased to be ready, else when its deletion
// was requested, else when it was created.
func PodFinishedAt(pod *corev1.Pod) time.Time {
	if t, ok := containersFinishedAt(pod); ok {
		return t
	}
	if c := podCondition(pod, corev1.PodReady); c != nil && c.Status == corev1.ConditionFalse && !c.LastTransitionTime.IsZero() {
		return c.LastTransitionTime.Time
	}
	if pod.DeletionTimestamp != nil {
		var grace int64
		if pod.DeletionGracePeriodSeconds != nil {
			grace = *pod.DeletionGracePeriodSeconds
		}
		return pod.DeletionTimestamp.Add(-Seconds(grace))
	}
	return pod.CreationTimestamp.Time
}

// containersFinishedAt is when the last container ended, sidecars included, if all have.
func containersFinishedAt(pod *corev1.Pod) (time.Time, bool) {
	var latest time.Time
	for _, status := range slices.Concat(pod.Status.ContainerStatuses, sidecarStatuses(pod)) {
		ended := status.State.Terminated
		if ended == nil || ended.FinishedAt.IsZero() {
			return time.Time{}, false
		}
		if latest.Before(ended.FinishedAt.Time) {
			latest = ended.FinishedAt.Time
		}
	}
	return latest, !latest.IsZero()
}

// sidecarStatuses are the statuses of the init containers that run beside the regular ones.
func sidecarStatuses(pod *corev1.Pod) []corev1.ContainerStatus {
	var statuses []corev1.ContainerStatus
	for _, status := range pod.Status.InitContainerStatuses {
		isSidecar := slices.ContainsFunc(pod.Spec.InitContainers, func(c corev1.Container) bool {
			return c.Name == status.Name && c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
		})
		if isSidecar {
			statuses = append(statuses, status)
		}
	}
	return statuses
}

// FailureCount reads a failure count that the controller wrote into the annotation key of the pod. It is 0 for a value that is not one.
func FailureCount(pod *corev1.Pod, key string) int32 {
	n, err := strconv.Atoi(pod.Annotations[key])
	if err != nil || n < 0 || n > math.MaxInt32 {
		return 0
	}
	return int32(n)
}
