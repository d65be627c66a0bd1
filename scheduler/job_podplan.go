package scheduler

import (
	"time"

	corev1 "k8s.io/api/core/v1"
)

// batchPeriod is the least time between a change of a pod and the sync that sees it.
const batchPeriod = time.Second

// managePods plans the removal of surplus pods or, if there are none, the creation of missing ones.
func (plan *JobPlan) managePods() {
	s := &plan.state
	if isSuspended(s.job) {
		plan.Release = true
		plan.Delete = s.surplusPods(int(s.active))
		return
	}
	want := s.wantedPods()
	if surplus := s.surplusPods(int(max(s.active-want, 0))); len(surplus) > 0 {
		plan.Release = true
		plan.Delete = surplus[:min(len(surplus), maxPodChanges)]
		return
	}
	missing := want - s.active
	if replacesOnlyFailed(s.job) {
		missing -= s.terminating
	}
	if missing > 0 {
		plan.createPods(int(missing))
	}
}

// wantedPods is how many pods should be active.
func (s *jobState) wantedPods() int32 {
	if s.job.Spec.Completions == nil {
		if s.succeeded > 0 {
			return s.active // a work queue winds down after its first success
		}
		return parallelism(s.job)
	}
	return max(min(parallelism(s.job), *s.job.Spec.Completions-s.succeeded), 0)
}

// createPods plans new pods, unless the back-off forbids them for now.
func (plan *JobPlan) createPods(missing int) {
	s := &plan.state
	if !hasLimitPerIndex(s.job) {
		if left := s.backoff.remaining(s.now); left > 0 {
			plan.syncAfter(max(left, batchPeriod))
			return
		}
	}
	missing = min(missing, maxPodChanges)
	if !isIndexed(s.job) {
		template := newPodTemplate(s.job)
		for range missing {
			plan.Create = append(plan.Create, template.pod())
		}
		return
	}
	indexes, left := s.readyIndexes(s.pendingIndexes(missing))
	if left > 0 {
		plan.syncAfter(max(left, batchPeriod))
	}
	template := newPodTemplate(s.job)
	for _, index := range indexes {
		plan.Create = append(plan.Create, template.indexedPod(index, s.delayed[index]))
	}
}

// pendingIndexes are the n lowest indexes that are not done and that no pod works on.
func (s *jobState) pendingIndexes(n int) []int {
	taken := s.succeededIndexes.Union(s.failedIndexes).Union(indexesOf(s.activePods))
	if replacesOnlyFailed(s.job) {
		taken = taken.Union(indexesOf(selectPods(s.pods, PodTerminating)))
	}
	return taken.Missing(n, completions(s.job))
}

// readyIndexes are those of the pending indexes whose own back-off is over. If there are none, left is the shortest wait.
// The indexes were chosen before: a low one in back-off keeps a higher one from starting.
func (s *jobState) readyIndexes(pending []int) (ready []int, left time.Duration) {
	for _, index := range pending {
		wait := s.indexBackoff(s.delayed[index])
		switch {
		case wait == 0:
			ready = append(ready, index)
		case left == 0 || wait < left:
			left = wait
		}
	}
	if len(ready) > 0 {
		left = 0
	}
	return ready, left
}

func (s *jobState) indexBackoff(failed *corev1.Pod) time.Duration {
	if failed == nil {
		return 0
	}
	return backoffRemaining(failuresOfIndex(failed)+1, PodFinishedAt(failed), s.now)
}

// SlowStart yields the sizes of the batches in which n pods are created: 1, 2, 4 and so on. A controller stops after the first
// batch in which a creation failed.
func SlowStart(n int) func(yield func(size int) bool) {
	return func(yield func(int) bool) {
		for size := min(1, n); n > 0; size = min(2*size, n) {
			if !yield(size) {
				return
			}
			n -= size
		}
	}
}
