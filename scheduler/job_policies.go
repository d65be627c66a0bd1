package scheduler

import (
	"fmt"
	"slices"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// PodFailure is how a Job's podFailurePolicy treats a failed pod.
type PodFailure struct {
	// Action of the rule that matched; empty when none did.
	Action batchv1.PodFailurePolicyAction
	// Rule is the index of the rule that matched, −1 when none did.
	Rule int
	// Message is why the Job fails; only with action FailJob.
	Message string
}

// Counted reports whether the failure counts towards the Job's limits.
func (f PodFailure) Counted() bool { return f.Action != batchv1.PodFailurePolicyActionIgnore }

// MatchPodFailure applies the first rule that matches a failed pod.
func MatchPodFailure(policy *batchv1.PodFailurePolicy, pod *corev1.Pod) PodFailure {
	if policy == nil {
		return PodFailure{Rule: -1}
	}
	for i, rule := range policy.Rules {
		cause, matched := matchFailureRule(rule, pod)
		if !matched {
			continue
		}
		switch rule.Action {
		case batchv1.PodFailurePolicyActionIgnore, batchv1.PodFailurePolicyActionCount, batchv1.PodFailurePolicyActionFailIndex:
			return PodFailure{Action: rule.Action, Rule: i}
		case batchv1.PodFailurePolicyActionFailJob:
			return PodFailure{Action: rule.Action, Rule: i, Message: fmt.Sprintf("%s matching %v rule at index %d", cause, rule.Action, i)}
		}
	}
	return PodFailure{Rule: -1}
}

// matchFailureRule reports whether a rule matches; cause is what the pod did, as the beginning of a sentence.
func matchFailureRule(rule batchv1.PodFailurePolicyRule, pod *corev1.Pod) (cause string, matched bool) {
	if codes := rule.OnExitCodes; codes != nil {
		// Regular containers come first, whatever the order in which they ended.
		for _, statuses := range [][]corev1.ContainerStatus{pod.Status.ContainerStatuses, pod.Status.InitContainerStatuses} {
			for _, status := range statuses {
				if matchesExitCode(codes, status) {
					return fmt.Sprintf("Container %s for pod %s/%s failed with exit code %d",
						status.Name, pod.Namespace, pod.Name, status.State.Terminated.ExitCode), true
				}
			}
		}
		return "", false
	}
	for _, c := range pod.Status.Conditions {
		for _, pattern := range rule.OnPodConditions {
			if c.Type == pattern.Type && c.Status == pattern.Status {
				return fmt.Sprintf("Pod %s/%s has condition %v", pod.Namespace, pod.Name, c.Type), true
			}
		}
	}
	return "", false
}

func matchesExitCode(codes *batchv1.PodFailurePolicyOnExitCodesRequirement, status corev1.ContainerStatus) bool {
	ended := status.State.Terminated
	if ended == nil || ended.ExitCode == 0 || codes.ContainerName != nil && *codes.ContainerName != status.Name {
		return false
	}
	switch codes.Operator {
	case batchv1.PodFailurePolicyOnExitCodesOpIn:
		return slices.Contains(codes.Values, ended.ExitCode)
	case batchv1.PodFailurePolicyOnExitCodesOpNotIn:
		return !slices.Contains(codes.Values, ended.ExitCode)
	}
	return false
}

// MatchSuccessPolicy returns the index of the first rule that the succeeded indexes of an Indexed Job fulfil; met is false when
// there is none.
func MatchSuccessPolicy(policy *batchv1.SuccessPolicy, completions int, succeeded indexes.Set) (rule int, met bool) {
	if policy == nil || len(succeeded) == 0 {
		return 0, false
	}
	for i, rule := range policy.Rules {
		if meetsSuccessRule(rule, completions, succeeded) {
			return i, true
		}
	}
	return 0, false
}

func meetsSuccessRule(rule batchv1.SuccessPolicyRule, completions int, succeeded indexes.Set) bool {
	wanted := rule.SucceededCount
	if rule.SucceededIndexes == nil {
		return wanted != nil && succeeded.Count() >= int(*wanted)
	}
	listed := indexes.Parse(*rule.SucceededIndexes, completions)
	if len(listed) == 0 {
		return false
	}
	n := listed.Intersect(succeeded).Count()
	return n == listed.Count() || wanted != nil && n >= int(*wanted)
}
