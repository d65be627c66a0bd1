package resource_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

func TestRestarts(t *testing.T) {
	own := func(p corev1.ContainerRestartPolicy, rules ...corev1.ContainerRestartRule) *corev1.Container {
		return &corev1.Container{RestartPolicy: &p, RestartPolicyRules: rules}
	}
	rule := func(operator corev1.ContainerRestartRuleOnExitCodesOperator, codes ...int32) corev1.ContainerRestartRule {
		return corev1.ContainerRestartRule{
			Action:    corev1.ContainerRestartRuleActionRestart,
			ExitCodes: &corev1.ContainerRestartRuleOnExitCodes{Operator: operator, Values: codes},
		}
	}
	const in, notIn = corev1.ContainerRestartRuleOnExitCodesOpIn, corev1.ContainerRestartRuleOnExitCodesOpNotIn
	for name, c := range map[string]struct {
		container *corev1.Container
		pod       corev1.RestartPolicy
		code      int32
		want      bool
	}{
		"the pod's Always, after success":                    {&corev1.Container{}, corev1.RestartPolicyAlways, 0, true},
		"the pod's OnFailure, after success":                 {&corev1.Container{}, corev1.RestartPolicyOnFailure, 0, false},
		"the pod's OnFailure, after a failure":               {&corev1.Container{}, corev1.RestartPolicyOnFailure, 1, true},
		"the pod's Never, after a failure":                   {&corev1.Container{}, corev1.RestartPolicyNever, 1, false},
		"its own OnFailure in a pod with Never":              {own(corev1.ContainerRestartPolicyOnFailure), corev1.RestartPolicyNever, 1, true},
		"its own Never in a pod with Always":                 {own(corev1.ContainerRestartPolicyNever), corev1.RestartPolicyAlways, 1, false},
		"a rule that names the code":                         {own(corev1.ContainerRestartPolicyNever, rule(in, 42)), corev1.RestartPolicyNever, 42, true},
		"a rule that names another code":                     {own(corev1.ContainerRestartPolicyNever, rule(in, 42)), corev1.RestartPolicyNever, 1, false},
		"a rule for all codes but this":                      {own(corev1.ContainerRestartPolicyNever, rule(notIn, 42)), corev1.RestartPolicyNever, 42, false},
		"a rule for all codes but another":                   {own(corev1.ContainerRestartPolicyNever, rule(notIn, 42)), corev1.RestartPolicyNever, 1, true},
		"the second of two rules":                            {own(corev1.ContainerRestartPolicyNever, rule(in, 1), rule(in, 2)), corev1.RestartPolicyNever, 2, true},
		"a rule that does not match leaves it to the policy": {own(corev1.ContainerRestartPolicyOnFailure, rule(in, 42)), corev1.RestartPolicyNever, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := resource.Restarts(c.container, c.pod, c.code); got != c.want {
				t.Errorf("restarts: %v, want %v", got, c.want)
			}
		})
	}
}
