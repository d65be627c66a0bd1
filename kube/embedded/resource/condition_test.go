package resource_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

func TestSetPodCondition(t *testing.T) {
	second := func(s int) time.Time { return time.Date(2026, 11, 24, 2, 0, s, 0, time.UTC) }
	ready := func(status corev1.ConditionStatus, reason string, s int) corev1.PodCondition {
		return corev1.PodCondition{Type: corev1.PodReady, Status: status, Reason: reason, LastTransitionTime: metav1.NewTime(second(s))}
	}
	scheduled := corev1.PodCondition{Type: corev1.PodScheduled, Status: corev1.ConditionTrue, LastTransitionTime: metav1.NewTime(second(1))}
	for _, c := range []struct {
		name   string
		before []corev1.PodCondition
		set    corev1.PodCondition
		want   []corev1.PodCondition
	}{
		{"a first one", nil, ready("True", "", 0), []corev1.PodCondition{ready("True", "", 9)}},
		{
			"another status",
			[]corev1.PodCondition{ready("True", "", 1), scheduled},
			ready("False", "PodFailed", 0),
			[]corev1.PodCondition{ready("False", "PodFailed", 9), scheduled},
		},
		{
			"another reason only",
			[]corev1.PodCondition{scheduled, ready("False", "ContainersNotReady", 2)},
			ready("False", "PodFailed", 0),
			[]corev1.PodCondition{scheduled, ready("False", "PodFailed", 2)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			status := corev1.PodStatus{Conditions: c.before}
			resource.SetPodCondition(&status, c.set, second(9).Add(700*time.Millisecond))
			if diff := cmp.Diff(c.want, status.Conditions); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
		})
	}
}
