package resource

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// Restarts reports whether a container that ended with an exit code runs again: by the first of its rules that matches, by its own
// policy, or by its pod's.
func Restarts(c *corev1.Container, pod corev1.RestartPolicy, code int32) bool {
	if c.RestartPolicy != nil {
		if slices.ContainsFunc(c.RestartPolicyRules, func(r corev1.ContainerRestartRule) bool { return matches(r, code) }) {
			return true // every existing action restarts it
		}
		pod = corev1.RestartPolicy(*c.RestartPolicy)
	}
	return pod == corev1.RestartPolicyAlways || pod == corev1.RestartPolicyOnFailure && code != 0
}

func matches(r corev1.ContainerRestartRule, code int32) bool {
	if r.ExitCodes == nil {
		return false
	}
	return slices.Contains(r.ExitCodes.Values, code) == (r.ExitCodes.Operator == corev1.ContainerRestartRuleOnExitCodesOpIn)
}
