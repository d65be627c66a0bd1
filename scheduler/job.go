package scheduler

import (
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
)

// A sync of a Job has three steps. Each is a pure function, and the controller carries out what it asks for:
//
//	PlanJob          → delete or create pods                     → JobOutcome
//	JobPlan.Count    → write the status, remove finalizers       → which were removed
//	JobCount.Finish  → write the status again, record the end
//
// The status is written before the finalizers are removed, so that a pod is counted once even if the controller dies in between.

// Limits of one sync.
const (
	maxPodChanges = 500
	maxUncounted  = 500
)

// JobInput is what a sync of a Job sees: the Job, the pods it controls (see [ClaimPods]), what the controller remembers,
// and the current time. Nothing of it is changed.
type JobInput struct {
	Job     *batchv1.Job
	Pods    []*corev1.Pod
	Backoff BackoffRecord
	Now     time.Time
}

// JobEvent is an event to record on the Job.
type JobEvent struct{ Type, Reason, Message string }

// JobPlan is what a Job wants done to its pods.
type JobPlan struct {
	// Delete are the pods to delete, in this order. With Release, their tracking finalizer is removed first, so that
	// they never count as failed.
	Delete  []*corev1.Pod
	Release bool
	// Create are the pods to create, in this order; see [SlowStart].
	Create []*corev1.Pod
	// SyncAfter is how long after now to sync the Job again; 0 when only changes matter.
	SyncAfter time.Duration

	state jobState
}

// jobState is what one step of a sync hands to the next.
type jobState struct {
	job  *batchv1.Job // a copy whose status becomes the one to write
	pods []*corev1.Pod
	now  time.Time

	active, terminating, ready int32
	activePods                 []*corev1.Pod
	succeeded, failed          int32

	countedBefore    indexes.Set // status.completedIndexes
	succeededIndexes indexes.Set
	failedIndexes    indexes.Set
	delayed          map[int]*corev1.Pod // by index: failed pods that wait for their replacement

	backoff  BackoffRecord
	verdict  *batchv1.JobCondition // why the Job ends, as an interim or a final condition; nil while it goes on
	finishes bool                  // the plan deletes the active pods because of the verdict
	managed  bool                  // pods were managed, so completion and suspension may be judged
}

// SkipJob reports whether the controller has nothing to do for a Job, and returns the event to record then, if any.
func SkipJob(job *batchv1.Job) (skip bool, event *JobEvent) {
	if _, elsewhere := ManagedElsewhere(job); elsewhere || JobFinished(job) != nil {
		return true, nil
	}
	switch ptr.Deref(job.Spec.CompletionMode, batchv1.NonIndexedCompletion) {
	case batchv1.NonIndexedCompletion, batchv1.IndexedCompletion:
		return false, nil
	}
	return true, &JobEvent{corev1.EventTypeWarning, "UnknownCompletionMode", "Skipped Job sync because completion mode is unknown"}
}

// PlanJob decides which pods of a Job to delete and create.
func PlanJob(in JobInput) *JobPlan {
	plan := &JobPlan{state: newJobState(in)}
	s := &plan.state
	setStartTime(s)
	s.verdict = plan.judge()
	switch {
	case s.verdict != nil:
		s.finishes = true
		plan.Delete = s.activePods
	case s.job.DeletionTimestamp == nil:
		s.managed = true
		plan.managePods()
	}
	return plan
}

func newJobState(in JobInput) jobState {
	copied := *in.Job // the spec is shared: nobody changes it
	job := &copied
	in.Job.Status.DeepCopyInto(&job.Status)
	if job.Status.UncountedTerminatedPods == nil {
		job.Status.UncountedTerminatedPods = &batchv1.UncountedTerminatedPods{}
	}
	s := jobState{
		job: job, now: in.Now, pods: slices.Clone(in.Pods),
		activePods:  selectPods(in.Pods, PodActive),
		terminating: countPods(in.Pods, PodTerminating),
	}
	s.active = int32(len(s.activePods))
	s.ready = countPods(s.activePods, podReady)

	uncounted := job.Status.UncountedTerminatedPods
	newSucceeded := s.newlyFinished(uncounted.Succeeded, func(pod *corev1.Pod) bool { return pod.Status.Phase == corev1.PodSucceeded })
	newFailed := s.newlyFinished(uncounted.Failed, func(pod *corev1.Pod) bool { return PodFailed(pod, job) })
	counted := countPods(newFailed, func(pod *corev1.Pod) bool { return MatchPodFailure(job.Spec.PodFailurePolicy, pod).Counted() })
	s.succeeded = job.Status.Succeeded + int32(len(newSucceeded)+len(uncounted.Succeeded))
	s.failed = job.Status.Failed + counted + int32(len(uncounted.Failed))
	s.backoff = in.Backoff.after(newSucceeded, newFailed)
	return s
}

// setStartTime sets the start time of a Job seen for the first time. It keeps the fraction of a second, which is lost once the
// status is written: the first deadline timer counts from the exact instant.
func setStartTime(s *jobState) {
	if s.job.Status.StartTime == nil && !isSuspended(s.job) {
		s.job.Status.StartTime = ptr.To(metav1.NewTime(s.now))
	}
}

// judge finds the verdict on a Job. The first rule that applies wins, and failure goes before success.
func (plan *JobPlan) judge() *batchv1.JobCondition {
	s := &plan.state
	verdict := s.earlierVerdict()
	if verdict == nil {
		verdict = s.limitVerdict()
	}
	if verdict == nil {
		if allowed, passed, running := s.deadline(); running {
			plan.syncAfter(allowed - passed)
		}
	}
	if isIndexed(s.job) {
		s.tallyIndexes()
		if verdict == nil {
			verdict = s.indexVerdict()
		}
		if verdict == nil {
			if rule, met := MatchSuccessPolicy(s.job.Spec.SuccessPolicy, completions(s.job), s.succeededIndexes); met {
				verdict = newJobCondition(batchv1.JobSuccessCriteriaMet, batchv1.JobReasonSuccessPolicy,
					fmt.Sprintf("Matched rules at index %d", rule), s.now)
			}
		}
	}
	return verdict
}

func (plan *JobPlan) syncAfter(d time.Duration) {
	if plan.SyncAfter == 0 || d < plan.SyncAfter {
		plan.SyncAfter = d
	}
}

// newlyFinished are the pods that ended and that no earlier sync recorded.
func (s *jobState) newlyFinished(noted []types.UID, ended func(*corev1.Pod) bool) []*corev1.Pod {
	return selectPods(s.pods, func(pod *corev1.Pod) bool {
		return HasTrackingFinalizer(pod) && !slices.Contains(noted, pod.UID) && s.indexInRange(pod) && ended(pod)
	})
}

// indexInRange reports whether a pod has an index that the Job still asks for; pods of NonIndexed Jobs need none.
func (s *jobState) indexInRange(pod *corev1.Pod) bool {
	if !isIndexed(s.job) {
		return true
	}
	index, ok := CompletionIndex(pod)
	return ok && index < completions(s.job)
}
