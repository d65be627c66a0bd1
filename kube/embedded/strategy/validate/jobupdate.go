package validate

import (
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// JobUpdate checks an update of a Job's metadata and spec.
func JobUpdate(j, old *batchv1.Job) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &j.ObjectMeta, &old.ObjectMeta)
	s, o := &j.Spec, &old.Spec
	jobSpecWithSelector(e, s)
	completionsUpdate(e, s, o)
	immutable(e, spec, "selector", s.Selector, o.Selector)
	templateUpdate(e, s, o, canEditTemplate(old))
	immutable(e, spec, "completionMode", s.CompletionMode, o.CompletionMode)
	immutable(e, spec, "podFailurePolicy", s.PodFailurePolicy, o.PodFailurePolicy)
	immutable(e, spec, "backoffLimitPerIndex", s.BackoffLimitPerIndex, o.BackoffLimitPerIndex)
	immutable(e, spec, "managedBy", s.ManagedBy, o.ManagedBy)
	immutable(e, spec, "successPolicy", s.SuccessPolicy, o.SuccessPolicy)
	nameAllowsCompletions(e, j)
	return e.list
}

func completionsUpdate(e *errs, s, old *batchv1.JobSpec) {
	if !isIndexed(s) {
		immutable(e, spec, "completions", s.Completions, old.Completions)
		return
	}
	if equalPtr(s.Completions, old.Completions) || s.Completions == nil {
		return
	}
	if s.Parallelism == nil || *s.Completions != *s.Parallelism {
		e.invalid(spec.Child("completions"), s.Completions, "can only be modified in tandem with spec.parallelism")
	}
}

// canEditTemplate tells whether a stored Job is suspended and has come to rest, which is when its pod template may change
// where pods run and how much they get.
func canEditTemplate(old *batchv1.Job) bool {
	suspended := old.Spec.Suspend != nil && *old.Spec.Suspend
	return suspended && old.Status.Active == 0 && (old.Status.StartTime == nil || hasCondition(old, batchv1.JobSuspended, corev1.ConditionTrue))
}

func hasCondition(j *batchv1.Job, t batchv1.JobConditionType, status corev1.ConditionStatus) bool {
	return slices.ContainsFunc(j.Status.Conditions, func(c batchv1.JobCondition) bool { return c.Type == t && c.Status == status })
}

func templateUpdate(e *errs, s, old *batchv1.JobSpec, editable bool) {
	if sameMessage(&s.Template, &old.Template) {
		return
	}
	if !editable {
		immutable(e, spec, "template", s.Template, old.Template)
		return
	}
	// What may change is taken over from the new template, so that it cannot differ.
	t, o := &s.Template.Spec, old.Template.Spec.DeepCopy()
	takeNodeAffinity(o, t)
	o.NodeSelector, o.Tolerations, o.SchedulingGates = t.NodeSelector, t.Tolerations, t.SchedulingGates
	takeResources(o.Containers, t.Containers)
	takeResources(o.InitContainers, t.InitContainers)
	if !equality.Semantic.DeepEqual(t, o) {
		e.invalid(spec.Child("template.spec"), Internal(*t), apivalidation.FieldImmutableErrorMsg)
	}
}

func takeNodeAffinity(old, updated *corev1.PodSpec) {
	switch {
	case updated.Affinity == nil && old.Affinity != nil:
		old.Affinity.NodeAffinity = nil
		if *old.Affinity == (corev1.Affinity{}) {
			old.Affinity = nil
		}
	case updated.Affinity != nil && old.Affinity == nil:
		old.Affinity = &corev1.Affinity{NodeAffinity: updated.Affinity.NodeAffinity}
	case updated.Affinity != nil:
		old.Affinity.NodeAffinity = updated.Affinity.NodeAffinity
	}
}

// takeResources goes by position and name.
func takeResources(old, updated []corev1.Container) {
	if len(old) != len(updated) {
		return
	}
	for i := range old {
		if old[i].Name == updated[i].Name {
			old[i].Resources = updated[i].Resources
		}
	}
}
