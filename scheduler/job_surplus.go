package scheduler

import (
	"cmp"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// surplusPods are the active pods to remove: of an Indexed Job those that are misplaced (no index, one out of range, or
// one that a better pod works on), then, if these are fewer than atLeast, those whose deletion loses least.
func (s *jobState) surplusPods(atLeast int) []*corev1.Pod {
	var surplus []*corev1.Pod
	left := s.activePods
	if isIndexed(s.job) {
		surplus, left = s.misplacedPods()
	}
	if missing := atLeast - len(surplus); missing > 0 {
		surplus = append(surplus, byLoss(left)[:missing]...)
	}
	return surplus
}

// misplacedPods splits the active pods into the misplaced ones and the others.
func (s *jobState) misplacedPods() (misplaced, placed []*corev1.Pod) {
	best := map[int]*corev1.Pod{}
	order := byLoss(s.activePods)
	for _, pod := range order {
		if index, ok := CompletionIndex(pod); ok && index < completions(s.job) {
			best[index] = pod // the last one is the best: its deletion would lose most
		}
	}
	slices.SortStableFunc(order, func(a, b *corev1.Pod) int { return cmp.Compare(podIndex(a), podIndex(b)) })
	for _, pod := range order {
		if best[podIndex(pod)] == pod {
			placed = append(placed, pod)
		} else {
			misplaced = append(misplaced, pod)
		}
	}
	return misplaced, placed
}

// byLoss orders pods so that those come first whose deletion loses least.
func byLoss(pods []*corev1.Pod) []*corev1.Pod {
	return slices.SortedStableFunc(slices.Values(pods), func(a, b *corev1.Pod) int {
		return cmp.Or(
			falseFirst(a.Spec.NodeName != "", b.Spec.NodeName != ""),
			cmp.Compare(phaseRank(a), phaseRank(b)),
			falseFirst(podReady(a), podReady(b)),
			compareReadySince(a, b),
			cmp.Compare(maxRestarts(b.Status.ContainerStatuses), maxRestarts(a.Status.ContainerStatuses)),
			cmp.Compare(maxRestarts(sidecarStatuses(b)), maxRestarts(sidecarStatuses(a))),
			newestFirst(a.CreationTimestamp.Time, b.CreationTimestamp.Time),
		)
	})
}

func phaseRank(pod *corev1.Pod) int {
	return max(slices.Index([]corev1.PodPhase{corev1.PodPending, corev1.PodUnknown, corev1.PodRunning}, pod.Status.Phase), 0)
}

func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func compareReadySince(a, b *corev1.Pod) int {
	if !podReady(a) || !podReady(b) {
		return 0
	}
	return newestFirst(podCondition(a, corev1.PodReady).LastTransitionTime.Time, podCondition(b, corev1.PodReady).LastTransitionTime.Time)
}

// newestFirst orders instants; an unknown one comes first of all.
func newestFirst(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return falseFirst(!a.IsZero(), !b.IsZero())
	}
	return b.Compare(a)
}

func maxRestarts(statuses []corev1.ContainerStatus) int32 {
	var n int32
	for _, status := range statuses {
		n = max(n, status.RestartCount)
	}
	return n
}
