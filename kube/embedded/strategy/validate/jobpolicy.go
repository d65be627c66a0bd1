package validate

import (
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var (
	failureActions = []batchv1.PodFailurePolicyAction{
		batchv1.PodFailurePolicyActionCount, batchv1.PodFailurePolicyActionFailIndex,
		batchv1.PodFailurePolicyActionFailJob, batchv1.PodFailurePolicyActionIgnore,
	}
	exitCodeOperators = []batchv1.PodFailurePolicyOnExitCodesOperator{
		batchv1.PodFailurePolicyOnExitCodesOpIn, batchv1.PodFailurePolicyOnExitCodesOpNotIn,
	}
	conditionStatuses = []corev1.ConditionStatus{corev1.ConditionFalse, corev1.ConditionTrue, corev1.ConditionUnknown}
)

// oneOfQuoted is oneOf for a required field whose absence is answered with the valid values.
func oneOfQuoted[T ~string](e *errs, p *field.Path, child string, value T, valid []T) {
	if value == "" {
		e.required(p.Child(child), fmt.Sprintf("valid values: %q", valid))
		return
	}
	oneOf(e, p, child, value, valid...)
}

func tooMany(e *errs, p *field.Path, child string, n, most int) {
	if n > most {
		e.list = append(e.list, field.TooMany(p.Child(child), n, most))
	}
}

func podFailurePolicy(e *errs, p *field.Path, s *batchv1.JobSpec) {
	tooMany(e, p, "rules", len(s.PodFailurePolicy.Rules), 20)
	for i := range s.PodFailurePolicy.Rules {
		rule, at := &s.PodFailurePolicy.Rules[i], p.Child("rules").Index(i)
		if rule.Action == batchv1.PodFailurePolicyActionFailIndex && s.BackoffLimitPerIndex == nil {
			e.invalid(at.Child("action"), rule.Action, "requires the backoffLimitPerIndex to be set")
		} else {
			oneOfQuoted(e, at, "action", rule.Action, failureActions)
		}
		if rule.OnExitCodes != nil {
			onExitCodes(e, at.Child("onExitCodes"), rule.OnExitCodes, &s.Template.Spec)
		}
		if len(rule.OnPodConditions) > 0 {
			onPodConditions(e, at, rule.OnPodConditions)
		}
		switch {
		case rule.OnExitCodes != nil && len(rule.OnPodConditions) > 0:
			e.invalid(at, field.OmitValueType{}, "specifying both OnExitCodes and OnPodConditions is not supported")
		case rule.OnExitCodes == nil && len(rule.OnPodConditions) == 0:
			e.invalid(at, field.OmitValueType{}, "specifying one of OnExitCodes and OnPodConditions is required")
		}
	}
}

func onExitCodes(e *errs, p *field.Path, r *batchv1.PodFailurePolicyOnExitCodesRequirement, pod *corev1.PodSpec) {
	oneOfQuoted(e, p, "operator", r.Operator, exitCodeOperators)
	if r.ContainerName != nil {
		named := func(c corev1.Container) bool { return c.Name == *r.ContainerName }
		if !slices.ContainsFunc(pod.Containers, named) && !slices.ContainsFunc(pod.InitContainers, named) {
			e.invalid(p.Child("containerName"), *r.ContainerName, "must be one of the container or initContainer names in the pod template")
		}
	}
	values := p.Child("values")
	if len(r.Values) == 0 {
		e.invalid(values, r.Values, "at least one value is required")
	}
	tooMany(e, p, "values", len(r.Values), 255)
	seen := make(map[int32]bool, len(r.Values))
	for i, code := range r.Values {
		if code == 0 && r.Operator == batchv1.PodFailurePolicyOnExitCodesOpIn {
			e.invalid(values.Index(i), code, "must not be 0 for the In operator")
		}
		if seen[code] {
			e.duplicate(values.Index(i), code)
		}
		seen[code] = true
	}
	if !slices.IsSorted(r.Values) {
		e.invalid(values, r.Values, "must be ordered")
	}
}

func onPodConditions(e *errs, p *field.Path, patterns []batchv1.PodFailurePolicyOnPodConditionsPattern) {
	tooMany(e, p, "onPodConditions", len(patterns), 20)
	for i := range patterns {
		at := p.Child("onPodConditions").Index(i)
		qualifiedName(e, at.Child("type"), string(patterns[i].Type))
		oneOfQuoted(e, at, "status", patterns[i].Status, conditionStatuses)
	}
}

func successPolicy(e *errs, p *field.Path, s *batchv1.JobSpec) {
	if len(s.SuccessPolicy.Rules) == 0 {
		e.required(p.Child("rules"), "at least one rules must be specified when the successPolicy is specified")
	}
	tooMany(e, p, "rules", len(s.SuccessPolicy.Rules), 20)
	for i := range s.SuccessPolicy.Rules {
		successRule(e, p.Child("rules").Index(i), &s.SuccessPolicy.Rules[i], s.Completions)
	}
}

// successRule checks a rule; without completions, which is an error of its own, only what does not depend on them.
func successRule(e *errs, p *field.Path, r *batchv1.SuccessPolicyRule, completions *int32) {
	if r.SucceededCount == nil && r.SucceededIndexes == nil {
		e.required(p, "at least one of succeededCount or succeededIndexes must be specified")
	}
	var listed int32
	if r.SucceededIndexes != nil {
		at := p.Child("succeededIndexes")
		if len(*r.SucceededIndexes) > 64<<10 {
			e.list = append(e.list, field.TooLong(at, "", 64<<10))
		}
		if completions != nil {
			var err error
			if listed, err = countIndexes(*r.SucceededIndexes, *completions); err != nil {
				e.invalid(at, *r.SucceededIndexes, fmt.Sprintf("error parsing succeededIndexes: %s", err))
			}
		}
	}
	if r.SucceededCount == nil {
		return
	}
	nonNegative(e, p, "succeededCount", r.SucceededCount)
	if completions == nil {
		return
	}
	if *r.SucceededCount > *completions {
		e.invalid(p.Child("succeededCount"), *r.SucceededCount,
			fmt.Sprintf("must be less than or equal to %d (the number of specified completions)", *completions))
	}
	if r.SucceededIndexes != nil && *r.SucceededCount > listed {
		e.invalid(p.Child("succeededCount"), *r.SucceededCount,
			fmt.Sprintf("must be less than or equal to %d (the number of indexes in the specified succeededIndexes field)", listed))
	}
}
