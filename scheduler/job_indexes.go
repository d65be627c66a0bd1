package scheduler

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
)

// tallyIndexes works out which indexes succeeded and failed, and which failed pods wait for their replacement.
func (s *jobState) tallyIndexes() {
	limit := completions(s.job)
	s.countedBefore = indexes.Parse(s.job.Status.CompletedIndexes, limit)
	s.succeededIndexes = s.countedBefore.Union(s.indexesWhere(func(pod *corev1.Pod) bool {
		return pod.Status.Phase == corev1.PodSucceeded
	}))
	s.succeeded = int32(s.succeededIndexes.Count())
	if !hasLimitPerIndex(s.job) {
		return
	}
	s.failedIndexes = indexes.Parse(ptr.Deref(s.job.Status.FailedIndexes, ""), limit).Union(s.indexesWhere(s.failsIndex))
	s.delayed = s.delayedPods()
}

// indexesWhere are the indexes of the uncounted pods for which is holds.
func (s *jobState) indexesWhere(is func(*corev1.Pod) bool) indexes.Set {
	return indexesOf(selectPods(s.pods, func(pod *corev1.Pod) bool {
		return HasTrackingFinalizer(pod) && s.indexInRange(pod) && is(pod)
	}))
}

// failsIndex reports whether a pod's failure is the last one that its index is allowed.
func (s *jobState) failsIndex(pod *corev1.Pod) bool {
	if !PodFailed(pod, s.job) {
		return false
	}
	failure := MatchPodFailure(s.job.Spec.PodFailurePolicy, pod)
	if failure.Action == batchv1.PodFailurePolicyActionFailIndex {
		return true
	}
	return failure.Counted() &&
		FailureCount(pod, batchv1.JobIndexFailureCountAnnotation) >= *s.job.Spec.BackoffLimitPerIndex
}

// delayedPods are, by index, the failed pods whose finalizer stays until there is a replacement, because they hold the
// index's failure count: the latest failed pod of every index that is neither active nor done.
func (s *jobState) delayedPods() map[int]*corev1.Pod {
	taken := s.succeededIndexes.Union(s.failedIndexes).Union(indexesOf(s.activePods))
	delayed := map[int]*corev1.Pod{}
	for _, pod := range s.pods {
		index := podIndex(pod)
		if !HasTrackingFinalizer(pod) || !s.indexInRange(pod) || !PodFailed(pod, s.job) || taken.Has(index) {
			continue
		}
		other := delayed[index]
		if other == nil || failuresOfIndex(other) <= failuresOfIndex(pod) && !PodFinishedAt(pod).Before(PodFinishedAt(other)) {
			delayed[index] = pod
		}
	}
	return delayed
}

// failuresOfIndex is how often an index had failed, ignored failures included, when a pod was created for it.
func failuresOfIndex(pod *corev1.Pod) int32 {
	return FailureCount(pod, batchv1.JobIndexFailureCountAnnotation) +
		FailureCount(pod, batchv1.JobIndexIgnoredFailureCountAnnotation)
}
