package scheduler

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
)

func TestMatchPodFailure(t *testing.T) {
	exited := func(name string, code int32) corev1.ContainerStatus {
		return corev1.ContainerStatus{Name: name, State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code}}}
	}
	codes := func(action batchv1.PodFailurePolicyAction, op batchv1.PodFailurePolicyOnExitCodesOperator, container *string, values ...int32) batchv1.PodFailurePolicyRule {
		return batchv1.PodFailurePolicyRule{Action: action, OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{
			ContainerName: container, Operator: op, Values: values,
		}}
	}
	condition := func(action batchv1.PodFailurePolicyAction) batchv1.PodFailurePolicyRule {
		return batchv1.PodFailurePolicyRule{Action: action, OnPodConditions: []batchv1.PodFailurePolicyOnPodConditionsPattern{
			{Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue},
		}}
	}
	const (
		in, notIn                         = batchv1.PodFailurePolicyOnExitCodesOpIn, batchv1.PodFailurePolicyOnExitCodesOpNotIn
		failJob, ignore, count, failIndex = batchv1.PodFailurePolicyActionFailJob, batchv1.PodFailurePolicyActionIgnore,
			batchv1.PodFailurePolicyActionCount, batchv1.PodFailurePolicyActionFailIndex
	)
	pod := func(init, main, side int32, disrupted corev1.ConditionStatus) *corev1.Pod {
		return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "p"}, Status: corev1.PodStatus{
			InitContainerStatuses: []corev1.ContainerStatus{exited("init", init)},
			ContainerStatuses:     []corev1.ContainerStatus{exited("main", main), exited("side", side), {Name: "running"}},
			Conditions:            []corev1.PodCondition{{Type: corev1.DisruptionTarget, Status: disrupted}},
		}}
	}
	unmatched := PodFailure{Rule: -1}
	for _, test := range []struct {
		name  string
		rules []batchv1.PodFailurePolicyRule
		pod   *corev1.Pod
		want  PodFailure
	}{
		{"no rule", nil, pod(0, 1, 0, ""), unmatched},
		{"a code that is listed", []batchv1.PodFailurePolicyRule{codes(failJob, in, nil, 1, 42)}, pod(0, 42, 0, ""), PodFailure{
			failJob, 0, "Container main for pod ns/p failed with exit code 42 matching FailJob rule at index 0",
		}},
		{"a code that is not", []batchv1.PodFailurePolicyRule{codes(failJob, in, nil, 1)}, pod(0, 42, 0, ""), unmatched},
		{
			"the first rule that matches wins",
			[]batchv1.PodFailurePolicyRule{codes(count, in, nil, 1), codes(ignore, in, nil, 2), codes(failJob, in, nil, 2)},
			pod(0, 2, 0, ""),
			PodFailure{ignore, 1, ""},
		},
		{"NotIn does not match success", []batchv1.PodFailurePolicyRule{codes(ignore, notIn, nil, 1)}, pod(0, 0, 0, ""), unmatched},
		{"NotIn matches another code", []batchv1.PodFailurePolicyRule{codes(failIndex, notIn, nil, 1)}, pod(0, 2, 0, ""), PodFailure{failIndex, 0, ""}},
		{"a named container only", []batchv1.PodFailurePolicyRule{codes(ignore, in, ptr.To("side"), 2)}, pod(0, 2, 0, ""), unmatched},
		{"regular containers go before init containers", []batchv1.PodFailurePolicyRule{codes(failJob, in, nil, 2, 3)}, pod(3, 0, 2, ""), PodFailure{
			failJob, 0, "Container side for pod ns/p failed with exit code 2 matching FailJob rule at index 0",
		}},
		{"an init container", []batchv1.PodFailurePolicyRule{codes(failJob, in, nil, 3)}, pod(3, 0, 0, ""), PodFailure{
			failJob, 0, "Container init for pod ns/p failed with exit code 3 matching FailJob rule at index 0",
		}},
		{"a condition", []batchv1.PodFailurePolicyRule{condition(failJob)}, pod(0, 1, 0, corev1.ConditionTrue), PodFailure{
			failJob, 0, "Pod ns/p has condition DisruptionTarget matching FailJob rule at index 0",
		}},
		{"a condition of another status", []batchv1.PodFailurePolicyRule{condition(ignore)}, pod(0, 1, 0, corev1.ConditionFalse), unmatched},
		{"a rule of an unknown action is passed over", []batchv1.PodFailurePolicyRule{condition("Odd"), condition(ignore)}, pod(0, 1, 0, corev1.ConditionTrue), PodFailure{ignore, 1, ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := MatchPodFailure(&batchv1.PodFailurePolicy{Rules: test.rules}, test.pod)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if got.Counted() != (test.want.Action != ignore) {
				t.Errorf("counted: %v", got.Counted())
			}
		})
	}
	if got := MatchPodFailure(nil, pod(0, 1, 0, "")); got != unmatched {
		t.Errorf("without policy: %+v", got)
	}
}

func TestMatchSuccessPolicy(t *testing.T) {
	rule := func(indexes *string, count *int32) batchv1.SuccessPolicyRule {
		return batchv1.SuccessPolicyRule{SucceededIndexes: indexes, SucceededCount: count}
	}
	for _, test := range []struct {
		name      string
		rules     []batchv1.SuccessPolicyRule
		succeeded string
		rule      int
		met       bool
	}{
		{"no success never meets one", []batchv1.SuccessPolicyRule{rule(nil, ptr.To[int32](0))}, "", 0, false},
		{"all listed indexes", []batchv1.SuccessPolicyRule{rule(ptr.To("0,2-3"), nil)}, "0-4", 0, true},
		{"all but one", []batchv1.SuccessPolicyRule{rule(ptr.To("0,2-3"), nil)}, "0-2,4", 0, false},
		{"as many of the listed ones", []batchv1.SuccessPolicyRule{rule(ptr.To("0,2-3"), ptr.To[int32](2))}, "0,1,3", 0, true},
		{"too few of the listed ones", []batchv1.SuccessPolicyRule{rule(ptr.To("0,2-3"), ptr.To[int32](2))}, "1,3-6", 0, false},
		{"as many of any", []batchv1.SuccessPolicyRule{rule(nil, ptr.To[int32](2))}, "5,7", 0, true},
		{"the first rule that is met", []batchv1.SuccessPolicyRule{rule(nil, ptr.To[int32](3)), rule(ptr.To("5"), nil), rule(nil, ptr.To[int32](2))}, "5,7", 1, true},
		{"indexes out of range are none", []batchv1.SuccessPolicyRule{rule(ptr.To("90-99"), nil)}, "0", 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, met := MatchSuccessPolicy(&batchv1.SuccessPolicy{Rules: test.rules}, 10, indexes.Parse(test.succeeded, 10))
			if got != test.rule || met != test.met {
				t.Errorf("rule %d, met %v", got, met)
			}
		})
	}
}

func TestIndexesReadAndWritten(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"0", "0"},
		{"0,1", "0,1"},
		{"0-2", "0-2"},
		{"0,1,2", "0-2"},
		{"1,3-5,7,8", "1,3-5,7,8"},
		{"3-12", "3-9"},
		{"3,11", "3"},
		{"x,2,4-y,5-3,7", "2,7"},
	} {
		if got := indexes.Parse(test.text, 10).String(); got != test.want {
			t.Errorf("%q below 10: got %q, want %q", test.text, got, test.want)
		}
	}
	if got := indexes.Of(0, 2, 3).Missing(3, 6); !slices.Equal(got, []int{1, 4, 5}) {
		t.Errorf("missing: %v", got)
	}
}

func TestSlowStart(t *testing.T) {
	for n, want := range map[int][]int{0: nil, 1: {1}, 2: {1, 1}, 10: {1, 2, 4, 3}, 500: {1, 2, 4, 8, 16, 32, 64, 128, 245}} {
		if got := slices.Collect(SlowStart(n)); !slices.Equal(got, want) {
			t.Errorf("%d pods: batches %v, want %v", n, got, want)
		}
	}
}
