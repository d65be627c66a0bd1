package api_test

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/scheduler"
)

func TestAWriteThatChangesNothingMakesNoVersionWhoeverWroteBefore(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{FieldManager: "m"}))(t)
	label := func(manager string) string {
		patch := fmt.Appendf(nil, `{"metadata":{"labels":{%q:"x"}}}`, manager)
		return must(jobs.Patch(p.ctx, "j", types.MergePatchType, patch, metav1.PatchOptions{FieldManager: manager}))(t).ResourceVersion
	}
	// Managers of the same instant are ordered by name: one that comes first shows it when the machine's clock is ahead of the
	// plane's, one that comes last when it is behind.
	for _, manager := range []string{"a", "z"} {
		wrote := label(manager)
		if again := label(manager); again != wrote {
			t.Errorf("%s changed nothing, but version %s became %s", manager, wrote, again)
		}
	}
}

func TestGracePeriodsRunOverAsUpstreamsDo(t *testing.T) {
	p := newPlane(t)
	pods := p.typed.CoreV1().Pods("ns")
	must(pods.Create(p.ctx, pod("p"), metav1.CreateOptions{}))(t)
	check(t, pods.Bind(p.ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Name: "p"}, Target: corev1.ObjectReference{Kind: "Node", Name: "node-0"},
	}, metav1.CreateOptions{}))
	for _, grace := range []int64{10_000_000_000, 9_000_000_000, 30} { // the first runs over, and is taken back as it was added
		check(t, pods.Delete(p.ctx, "p", metav1.DeleteOptions{GracePeriodSeconds: &grace}))
		got := must(pods.Get(p.ctx, "p", metav1.GetOptions{}))(t)
		want := start.Add(scheduler.Seconds(grace))
		// What runs over is no whole number of seconds, and its fraction is lost when it is written.
		if off := want.Sub(got.DeletionTimestamp.Time).Abs(); off > time.Second || *got.DeletionGracePeriodSeconds != grace {
			t.Errorf("%d seconds: deletion at %v in %d s, want %v", grace, got.DeletionTimestamp, *got.DeletionGracePeriodSeconds, want)
		}
	}
}
