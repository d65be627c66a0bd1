package scheduler

import (
	"cmp"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
)

// JobOutcome is what came of a plan.
type JobOutcome struct {
	// Deleted are the pods of the plan that were deleted, or gone already.
	Deleted []*corev1.Pod
	// Created is how many pods of the plan were created, or refused because their namespace is being deleted.
	Created int
}

// JobCount is what a sync counts, before any finalizer goes.
type JobCount struct {
	// Status is to be written if Write is set, and Backoff to be remembered then.
	Status  batchv1.JobStatus
	Write   bool
	Backoff BackoffRecord
	// Events are to be recorded before the status is written.
	Events []JobEvent
	// Untrack are the pods whose tracking finalizer is to be removed next.
	Untrack []*corev1.Pod

	state    jobState
	tracked  map[types.UID]struct{} // pods with finalizer
	overflow bool                   // there is more to count than fits into one sync
}

// Count counts the pods that ended and what came of the plan.
func (plan *JobPlan) Count(outcome JobOutcome) *JobCount {
	c := &JobCount{state: plan.state, tracked: map[types.UID]struct{}{}}
	s := &c.state
	c.Backoff = s.backoff
	s.applyOutcome(outcome)
	if s.finishes {
		if len(outcome.Deleted) < len(plan.Delete) {
			s.verdict = nil // some pods are still active: the end has to wait
		}
	} else {
		c.judgeCompletion()
	}
	c.setNumbers()
	c.countPods()
	if isIndexed(s.job) {
		c.setIndexes()
	}
	c.setInterim()
	c.Status = s.status()
	return c
}

func (s *jobState) applyOutcome(outcome JobOutcome) {
	deleted := int32(len(outcome.Deleted))
	s.active += int32(outcome.Created) - deleted
	s.terminating += deleted
	s.ready -= countPods(outcome.Deleted, podReady)
}

// judgeCompletion completes the Job if enough pods succeeded; else it records that the Job is suspended, or no longer is.
func (c *JobCount) judgeCompletion() {
	s := &c.state
	complete := s.succeeded > 0
	if wanted := s.job.Spec.Completions; wanted != nil {
		complete = s.succeeded >= *wanted
	}
	if complete && s.active == 0 {
		s.verdict = newJobCondition(batchv1.JobSuccessCriteriaMet, batchv1.JobReasonCompletionsReached, messageCompletions, s.now)
		return
	}
	if !s.managed {
		return
	}
	condition := newJobCondition(batchv1.JobSuspended, "JobSuspended", "Job suspended", s.now)
	if !isSuspended(s.job) {
		condition.Status, condition.Reason, condition.Message = corev1.ConditionFalse, "JobResumed", "Job resumed"
	}
	if !setJobCondition(&s.job.Status.Conditions, *condition) {
		return
	}
	c.Write = true
	event := JobEvent{corev1.EventTypeNormal, "Suspended", condition.Message}
	s.job.Status.StartTime = nil
	if !isSuspended(s.job) {
		event.Reason = "Resumed"
		s.job.Status.StartTime = ptr.To(metav1.NewTime(s.now)) // the deadline starts over
	}
	c.Events = append(c.Events, event)
}

func (c *JobCount) setNumbers() {
	s, status := &c.state, &c.state.job.Status
	if status.Active != s.active || !ptr.Equal(status.Ready, &s.ready) || !ptr.Equal(status.Terminating, &s.terminating) {
		c.Write = true
	}
	status.Active, status.Ready, status.Terminating = s.active, ptr.To(s.ready), ptr.To(s.terminating)
}

// countPods adds the pods that ended to the uncounted ones in the status, and to those whose finalizer may be removed.
func (c *JobCount) countPods() {
	s := &c.state
	if isIndexed(s.job) {
		slices.SortStableFunc(s.pods, func(a, b *corev1.Pod) int { return cmp.Compare(podIndex(a), podIndex(b)) })
	}
	for _, pod := range s.pods {
		if HasTrackingFinalizer(pod) {
			c.tracked[pod.UID] = struct{}{}
		}
	}
	if foldUncounted(&s.job.Status, c.tracked) {
		c.Write = true
	}
	uncounted := s.job.Status.UncountedTerminatedPods
	var newIndexes []int
	for _, pod := range s.pods {
		if !HasTrackingFinalizer(pod) || !s.mayUntrack(pod) {
			continue
		}
		c.Untrack = append(c.Untrack, pod)
		switch {
		case pod.Status.Phase == corev1.PodSucceeded && !slices.Contains(uncounted.Failed, pod.UID):
			index := podIndex(pod)
			switch {
			case !isIndexed(s.job):
				c.Write = addUID(&uncounted.Succeeded, pod.UID) || c.Write
			case s.indexInRange(pod) && !s.countedBefore.Has(index):
				newIndexes = append(newIndexes, index)
				c.Write = true
			}
		case s.countsAsFailed(pod):
			c.Write = addUID(&uncounted.Failed, pod.UID) || c.Write
		}
		if len(newIndexes)+len(uncounted.Succeeded)+len(uncounted.Failed) >= maxUncounted {
			c.overflow = true
			break
		}
	}
	s.succeededIndexes = s.succeededIndexes.Union(indexes.Of(newIndexes...))
}

// mayUntrack reports whether a pod need not be kept any longer.
func (s *jobState) mayUntrack(pod *corev1.Pod) bool {
	if s.job.DeletionTimestamp != nil || s.verdict != nil || pod.Status.Phase == corev1.PodSucceeded {
		return true
	}
	if !PodFailed(pod, s.job) {
		return false
	}
	waiting := s.delayed[podIndex(pod)]
	return waiting == nil || waiting.UID != pod.UID
}

// countsAsFailed reports whether a pod adds to status.failed: one that failed does, and once the Job fails every other one too.
func (s *jobState) countsAsFailed(pod *corev1.Pod) bool {
	jobFails := s.verdict != nil && s.verdict.Type != batchv1.JobSuccessCriteriaMet
	return (PodFailed(pod, s.job) || jobFails) && s.indexInRange(pod) &&
		MatchPodFailure(s.job.Spec.PodFailurePolicy, pod).Counted()
}

// setIndexes writes the tallies of an Indexed Job: its successes are counted by index, not by pod.
func (c *JobCount) setIndexes() {
	s, status := &c.state, &c.state.job.Status
	completed := s.succeededIndexes.String()
	var failed *string
	if hasLimitPerIndex(s.job) {
		failed = ptr.To(s.failedIndexes.String())
	}
	if completed != status.CompletedIndexes || !ptr.Equal(failed, status.FailedIndexes) {
		c.Write = true
	}
	status.Succeeded = int32(s.succeededIndexes.Count())
	status.CompletedIndexes, status.FailedIndexes = completed, failed
}

// setInterim adds the verdict as an interim condition, which announces how the Job will end, and turns it into the final one.
func (c *JobCount) setInterim() {
	s := &c.state
	if s.verdict == nil {
		return
	}
	final := batchv1.JobFailed
	switch s.verdict.Type {
	case batchv1.JobFailureTarget:
	case batchv1.JobSuccessCriteriaMet:
		final = batchv1.JobComplete
	default:
		return
	}
	if JobCondition(s.job, s.verdict.Type) == nil {
		s.job.Status.Conditions = append(s.job.Status.Conditions, *s.verdict)
		c.Write = true
	}
	s.verdict = newJobCondition(final, s.verdict.Reason, s.verdict.Message, s.now)
}

func addUID(list *[]types.UID, uid types.UID) bool {
	if slices.Contains(*list, uid) {
		return false
	}
	*list = append(*list, uid)
	return true
}
