package validate

import (
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var status = field.NewPath("status")

// jobState is what the checks of a status ask about a Job.
type jobState struct {
	complete, failed, finished, failureTarget, successCriteria, suspended, resumed bool
}

func stateOf(j *batchv1.Job) jobState {
	is := func(t batchv1.JobConditionType) bool { return hasCondition(j, t, corev1.ConditionTrue) }
	s := jobState{
		complete: is(batchv1.JobComplete), failed: is(batchv1.JobFailed), failureTarget: is(batchv1.JobFailureTarget),
		successCriteria: is(batchv1.JobSuccessCriteriaMet), suspended: is(batchv1.JobSuspended),
		resumed: hasCondition(j, batchv1.JobSuspended, corev1.ConditionFalse),
	}
	s.finished = s.complete || s.failed
	return s
}

// JobStatusUpdate checks an update of a Job's status. Most rules only apply when the status they are about changed, so
// that a status which breaks one can still be written to.
func JobStatusUpdate(j, old *batchv1.Job) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &j.ObjectMeta, &old.ObjectMeta)
	now, was := stateOf(j), stateOf(old)
	statusCounters(e, &j.Status)
	statusConditions(e, j, old, now, was)
	statusOfFinished(e, j, old, now, was)
	statusIndexes(e, j, old)
	statusAgrees(e, j, old, now, was)
	statusTransitions(e, j, old, now, was)
	return e.list
}

func statusCounters(e *errs, s *batchv1.JobStatus) {
	nonNegative(e, status, "active", &s.Active)
	nonNegative(e, status, "succeeded", &s.Succeeded)
	nonNegative(e, status, "failed", &s.Failed)
	nonNegative(e, status, "ready", s.Ready)
	nonNegative(e, status, "terminating", s.Terminating)
	u := s.UncountedTerminatedPods
	if u == nil || len(u.Succeeded)+len(u.Failed) == 0 {
		return
	}
	seen := make(map[types.UID]bool, len(u.Succeeded)+len(u.Failed))
	check := func(child string, uids []types.UID) {
		for i, uid := range uids {
			at := func() *field.Path { return status.Child("uncountedTerminatedPods", child).Index(i) }
			switch {
			case uid == "":
				e.invalid(at(), uid, "must not be empty")
			case seen[uid]:
				e.duplicate(at(), uid)
			}
			seen[uid] = true
		}
	}
	check("succeeded", u.Succeeded)
	check("failed", u.Failed)
}

// conditionError says which conditions do not go together.
func conditionError(e *errs, wrong bool, detail string) {
	if wrong {
		e.invalid(status.Child("conditions"), field.OmitValueType{}, detail)
	}
}

func statusConditions(e *errs, j, old *batchv1.Job, now, was jobState) {
	completeChanged, s := now.complete != was.complete, &j.Status
	failedChanged, targetChanged := now.failed != was.failed, now.failureTarget != was.failureTarget
	startChanged := !sameTime(s.StartTime, old.Status.StartTime)
	endChanged := !sameTime(s.CompletionTime, old.Status.CompletionTime)
	conditionError(e, (completeChanged || failedChanged) && now.complete && now.failed, "cannot set Complete=True and Failed=true conditions")
	conditionError(e, (completeChanged || targetChanged) && now.complete && now.failureTarget, "cannot set Complete=True and FailureTarget=true conditions")
	if completeChanged || endChanged {
		if s.CompletionTime != nil && !now.complete {
			e.invalid(status.Child("completionTime"), s.CompletionTime, "cannot set completionTime when there is no Complete=True condition")
		}
		if s.CompletionTime == nil && now.complete {
			e.required(status.Child("completionTime"), "completionTime is required for Complete jobs")
		}
	}
	if (startChanged || endChanged) && s.StartTime != nil && s.CompletionTime != nil && s.CompletionTime.Before(s.StartTime) {
		e.invalid(status.Child("completionTime"), s.CompletionTime, "must be equal to or after `startTime`")
	}
	failedIndexesChanged := !equalPtr(old.Status.FailedIndexes, s.FailedIndexes)
	conditionError(e, (failedChanged || failedIndexesChanged) && now.failed && !now.failureTarget,
		"cannot set Failed=True condition without the FailureTarget=true condition")
	conditionError(e, (completeChanged || now.successCriteria != was.successCriteria) && now.complete && !now.successCriteria,
		"cannot set Complete=True condition without the SuccessCriteriaMet=true condition")
}

func statusOfFinished(e *errs, j, old *batchv1.Job, now, was jobState) {
	if !now.finished {
		return
	}
	s, changed := &j.Status, now.finished != was.finished
	if (changed || s.Active != old.Status.Active) && s.Active > 0 {
		e.invalid(status.Child("active"), s.Active, "active>0 is invalid for finished job")
	}
	neverStarts := j.Spec.Suspend != nil && *j.Spec.Suspend && j.Spec.Completions != nil && *j.Spec.Completions == 0
	if (changed || !sameTime(s.StartTime, old.Status.StartTime)) && !neverStarts && s.StartTime == nil {
		e.required(status.Child("startTime"), "startTime is required for finished job")
	}
	u := s.UncountedTerminatedPods
	if u != nil && len(u.Succeeded)+len(u.Failed) > 0 && (changed || !equality.Semantic.DeepEqual(u, old.Status.UncountedTerminatedPods)) {
		e.invalid(status.Child("uncountedTerminatedPods"), Internal(u), "must be empty for finished job")
	}
}

func statusIndexes(e *errs, j, old *batchv1.Job) {
	s, completions := &j.Status, j.Spec.Completions
	completedChanged := s.CompletedIndexes != old.Status.CompletedIndexes
	failedChanged := !equalPtr(s.FailedIndexes, old.Status.FailedIndexes)
	if completedChanged && completions != nil {
		if _, err := countIndexes(s.CompletedIndexes, *completions); err != nil {
			e.invalid(status.Child("completedIndexes"), s.CompletedIndexes, fmt.Sprintf("error parsing completedIndexes: %s", err))
		}
	}
	if failedChanged && completions != nil && j.Spec.BackoffLimitPerIndex != nil && s.FailedIndexes != nil {
		if _, err := countIndexes(*s.FailedIndexes, *completions); err != nil {
			e.invalid(status.Child("failedIndexes"), s.FailedIndexes, fmt.Sprintf("error parsing failedIndexes: %s", err))
		}
	}
	if completedChanged && s.CompletedIndexes != "" && !isIndexed(&j.Spec) {
		e.invalid(status.Child("completedIndexes"), s.CompletedIndexes, "cannot set non-empty completedIndexes when non-indexed completion mode")
	}
	if failedChanged && j.Spec.BackoffLimitPerIndex == nil && s.FailedIndexes != nil {
		e.invalid(status.Child("failedIndexes"), *s.FailedIndexes, "cannot set non-null failedIndexes when backoffLimitPerIndex is null")
	}
	if (completedChanged || failedChanged) && completions != nil && s.FailedIndexes != nil {
		if err := overlap(s.CompletedIndexes, *s.FailedIndexes, *completions); err != nil {
			e.invalid(status.Child("failedIndexes"), *s.FailedIndexes, err.Error())
		}
	}
}

func statusAgrees(e *errs, j, old *batchv1.Job, now, was jobState) {
	s := &j.Status
	if (now.finished != was.finished || !equalPtr(s.Terminating, old.Status.Terminating)) && now.finished && s.Terminating != nil && *s.Terminating > 0 {
		e.invalid(status.Child("terminating"), s.Terminating, "terminating>0 is invalid for finished job")
	}
	if (!equalPtr(s.Ready, old.Status.Ready) || s.Active != old.Status.Active) && s.Ready != nil && *s.Ready > s.Active {
		e.invalid(status.Child("ready"), *s.Ready, "cannot set more ready pods than active")
	}
	conditionError(e, now.successCriteria && now.failed, "cannot set SuccessCriteriaMet=True and Failed=true conditions")
	conditionError(e, now.successCriteria && now.failureTarget, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions")
	conditionError(e, j.Spec.SuccessPolicy != nil && !now.successCriteria && now.complete,
		"cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True")
}

func statusTransitions(e *errs, j, old *batchv1.Job, now, was jobState) {
	s, o := &j.Status, &old.Status
	conditionError(e, was.failed && !now.failed, "cannot disable the terminal Failed=True condition")
	conditionError(e, was.complete && !now.complete, "cannot disable the terminal Complete=True condition")
	conditionError(e, was.failureTarget && !now.failureTarget, "cannot disable the terminal FailureTarget=True condition")
	if s.Failed < o.Failed {
		e.invalid(status.Child("failed"), s.Failed, "cannot decrease the failed counter")
	}
	scalable := isIndexed(&j.Spec) && equalPtr(j.Spec.Completions, j.Spec.Parallelism)
	if s.Succeeded < o.Succeeded && !scalable {
		e.invalid(status.Child("succeeded"), s.Succeeded, "cannot decrease the succeeded counter")
	}
	if s.CompletionTime != nil && o.CompletionTime != nil && !sameTime(s.CompletionTime, o.CompletionTime) {
		e.invalid(status.Child("completionTime"), s.CompletionTime, "field is immutable")
	}
	resuming := was.suspended && now.resumed
	if !sameTime(s.StartTime, o.StartTime) && o.StartTime != nil && !resuming && (j.Spec.Suspend == nil || !*j.Spec.Suspend) {
		e.invalid(status.Child("startTime"), s.StartTime, "field is immutable for unsuspended job once set")
	}
	conditionError(e, was.successCriteria && !now.successCriteria, "cannot disable the SuccessCriteriaMet=True condition")
	conditionError(e, was.complete && !was.successCriteria && now.successCriteria,
		"cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions")
}

// sameTime compares instants, whatever their zones.
func sameTime(a, b *metav1.Time) bool { return a.Equal(b) }
