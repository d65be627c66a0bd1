package validate

import (
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	klabels "k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Labels that a Job's pods have had since before labels had a domain.
const (
	LegacyJobNameLabel       = "job-name"
	LegacyControllerUIDLabel = "controller-uid"
)

var spec = field.NewPath("spec")

// Job checks a new Job, after defaulting and with its UID, generated labels and selector.
func Job(j *batchv1.Job) field.ErrorList {
	e := &errs{}
	objectMeta(e, &j.ObjectMeta)
	generatedSelector(e, j)
	jobSpecWithSelector(e, &j.Spec)
	nameAllowsCompletions(e, j)
	return e.list
}

// generatedSelector checks that the labels and the selector of a Job without manualSelector are those of its own pods only.
func generatedSelector(e *errs, j *batchv1.Job) {
	if j.Spec.ManualSelector != nil && *j.Spec.ManualSelector || j.Spec.Selector == nil {
		return
	}
	if j.UID == "" {
		e.required(metadata.Child("uid"), "")
	}
	p := spec.Child("template", "metadata")
	uid, have := string(j.UID), j.Spec.Template.Labels
	hasLabel(e, p, have, LegacyControllerUIDLabel, uid)
	hasLabel(e, p, have, LegacyJobNameLabel, j.Name)
	hasLabel(e, p, have, batchv1.ControllerUidLabel, uid)
	hasLabel(e, p, have, batchv1.JobNameLabel, j.Name)
	generated := klabels.Set{
		LegacyControllerUIDLabel: uid, batchv1.ControllerUidLabel: uid, LegacyJobNameLabel: j.Name, batchv1.JobNameLabel: j.Name,
	}
	if !selects(j.Spec.Selector, generated) {
		e.invalid(spec.Child("selector"), j.Spec.Selector, "`selector` not auto-generated")
	}
}

// selects tells whether the selector matches the labels, or cannot be made sense of, which is another error.
func selects(s *metav1.LabelSelector, set klabels.Set) bool {
	if s != nil && len(s.MatchExpressions) == 0 {
		for k, v := range s.MatchLabels {
			if got, ok := set[k]; !ok || got != v {
				selector, err := metav1.LabelSelectorAsSelector(s)
				return err != nil || selector.Matches(set)
			}
		}
		return true
	}
	selector, err := metav1.LabelSelectorAsSelector(s)
	return err != nil || selector.Matches(set)
}

func jobSpecWithSelector(e *errs, s *batchv1.JobSpec) {
	jobSpec(e, spec, s)
	if s.Selector == nil {
		e.required(spec.Child("selector"), "")
	} else {
		labelSelector(e, spec, "selector", s.Selector)
	}
	if !selects(s.Selector, s.Template.Labels) {
		e.invalid(spec.Child("template", "metadata", "labels"), s.Template.Labels, "`selector` does not match template `labels`")
	}
}

// nameAllowsCompletions wants the pod of the last index to have a valid host name.
func nameAllowsCompletions(e *errs, j *batchv1.Job) {
	if !isIndexed(&j.Spec) || j.Spec.Completions == nil || *j.Spec.Completions <= 0 {
		return
	}
	host := fmt.Sprintf("%s-%d", j.Name, *j.Spec.Completions-1)
	if !isLabel(host) {
		e.invalid(metadata.Child("name"), j.Name, "will not able to create pod with invalid DNS label: "+host)
	}
}

func isIndexed(s *batchv1.JobSpec) bool {
	return s.CompletionMode != nil && *s.CompletionMode == batchv1.IndexedCompletion
}

// jobSpec checks what a Job's spec and a CronJob's template of it share.
func jobSpec(e *errs, p *field.Path, s *batchv1.JobSpec) {
	nonNegative(e, p, "parallelism", s.Parallelism)
	nonNegative(e, p, "completions", s.Completions)
	nonNegative(e, p, "activeDeadlineSeconds", s.ActiveDeadlineSeconds)
	nonNegative(e, p, "backoffLimit", s.BackoffLimit)
	nonNegative(e, p, "ttlSecondsAfterFinished", s.TTLSecondsAfterFinished)
	nonNegative(e, p, "backoffLimitPerIndex", s.BackoffLimitPerIndex)
	if s.MaxFailedIndexes != nil {
		nonNegative(e, p, "maxFailedIndexes", s.MaxFailedIndexes)
		if s.BackoffLimitPerIndex == nil {
			e.required(p.Child("backoffLimitPerIndex"), "when maxFailedIndexes is specified")
		}
	}
	if s.ManagedBy != nil {
		e.add(validation.IsDomainPrefixedPath(p.Child("managedBy"), *s.ManagedBy))
		if len(*s.ManagedBy) > 63 {
			e.list = append(e.list, field.TooLong(p.Child("managedBy"), "", 63))
		}
	}
	if s.CompletionMode != nil {
		oneOf(e, p, "completionMode", *s.CompletionMode, batchv1.NonIndexedCompletion, batchv1.IndexedCompletion)
	}
	if isIndexed(s) {
		indexedSpec(e, p, s)
	}
	if s.CompletionMode == nil || *s.CompletionMode == batchv1.NonIndexedCompletion {
		if s.BackoffLimitPerIndex != nil {
			e.invalid(p.Child("backoffLimitPerIndex"), *s.BackoffLimitPerIndex, "requires indexed completion mode")
		}
		if s.MaxFailedIndexes != nil {
			e.invalid(p.Child("maxFailedIndexes"), *s.MaxFailedIndexes, "requires indexed completion mode")
		}
	}
	if s.PodFailurePolicy != nil {
		podFailurePolicy(e, p.Child("podFailurePolicy"), s)
	}
	if s.SuccessPolicy != nil {
		if isIndexed(s) {
			successPolicy(e, p.Child("successPolicy"), s)
		} else {
			e.invalid(p.Child("successPolicy"), Internal(*s.SuccessPolicy), "requires indexed completion mode")
		}
	}
	if s.PodReplacementPolicy != nil {
		if s.PodFailurePolicy != nil {
			oneOf(e, p, "podReplacementPolicy", *s.PodReplacementPolicy, batchv1.Failed)
		} else {
			oneOf(e, p, "podReplacementPolicy", *s.PodReplacementPolicy, batchv1.Failed, batchv1.TerminatingOrFailed)
		}
	}
	podTemplate(e, p.Child("template"), &s.Template)
	jobRestartPolicy(e, p, s)
}

func indexedSpec(e *errs, p *field.Path, s *batchv1.JobSpec) {
	const limit, highLimit = 100_000, 10_000
	atMost := func(child string, value *int32, most int32, when string) {
		if value != nil && *value > most {
			e.invalid(p.Child(child), *value, fmt.Sprintf("must be less than or equal to %d%s", most, when))
		}
	}
	if s.Completions == nil {
		e.required(p.Child("completions"), "when completion mode is Indexed")
	}
	atMost("parallelism", s.Parallelism, limit, " when completion mode is Indexed")
	if s.Completions != nil && s.MaxFailedIndexes != nil && *s.MaxFailedIndexes > *s.Completions {
		e.invalid(p.Child("maxFailedIndexes"), *s.MaxFailedIndexes, "must be less than or equal to completions")
	}
	atMost("maxFailedIndexes", s.MaxFailedIndexes, limit, "")
	if s.Completions == nil || *s.Completions <= limit || s.BackoffLimitPerIndex == nil {
		return
	}
	if s.MaxFailedIndexes == nil {
		e.required(p.Child("maxFailedIndexes"), fmt.Sprintf("must be specified when completions is above %d", limit))
	}
	when := fmt.Sprintf(" when completions are above %d and used with backoff limit per index", limit)
	atMost("parallelism", s.Parallelism, highLimit, when)
	atMost("maxFailedIndexes", s.MaxFailedIndexes, highLimit, when)
}

func jobRestartPolicy(e *errs, p *field.Path, s *batchv1.JobSpec) {
	policy := s.Template.Spec.RestartPolicy
	at := func() *field.Path { return p.Child("template", "spec", "restartPolicy") }
	switch policy {
	case corev1.RestartPolicyAlways, "":
		e.required(at(), fmt.Sprintf("valid values: %q, %q", corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever))
	case corev1.RestartPolicyNever:
	case corev1.RestartPolicyOnFailure:
		if s.PodFailurePolicy != nil {
			e.invalid(at(), policy, fmt.Sprintf("only %q is supported when podFailurePolicy is specified", corev1.RestartPolicyNever))
		}
	default:
		oneOf(e, p.Child("template", "spec"), "restartPolicy", policy, corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever)
	}
}
