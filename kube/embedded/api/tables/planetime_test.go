package tables_test

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
	"github.com/kronoscope/kronoscope/scheduler"
)

func TestAWriteThatChangesNothingMakesNoVersionWhoeverWroteBefore(t *testing.T) {
	p := apitest.New(t)
	jobs := p.Typed.BatchV1().Jobs("ns")
	apitest.Must(jobs.Create(p.Ctx, apitest.Job("j"), metav1.CreateOptions{FieldManager: "m"}))(t)
	label := func(manager string) string {
		patch := fmt.Appendf(nil, `{"metadata":{"labels":{%q:"x"}}}`, manager)
		return apitest.Must(jobs.Patch(p.Ctx, "j", types.MergePatchType, patch, metav1.PatchOptions{FieldManager: manager}))(t).ResourceVersion
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
	p := apitest.New(t)
	pods := p.Typed.CoreV1().Pods("ns")
	apitest.Must(pods.Create(p.Ctx, apitest.Pod("p"), metav1.CreateOptions{}))(t)
	apitest.Check(t, pods.Bind(p.Ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Name: "p"}, Target: corev1.ObjectReference{Kind: "Node", Name: "node-0"},
	}, metav1.CreateOptions{}))
	for _, grace := range []int64{10_000_000_000, 9_000_000_000, 30} { // the first runs over, and is taken back as it was added
		apitest.Check(t, pods.Delete(p.Ctx, "p", metav1.DeleteOptions{GracePeriodSeconds: &grace}))
		got := apitest.Must(pods.Get(p.Ctx, "p", metav1.GetOptions{}))(t)
		want := apitest.Start.Add(scheduler.Seconds(grace))
		// What runs over is no whole number of seconds, and its fraction is lost when it is written.
		if off := want.Sub(got.DeletionTimestamp.Time).Abs(); off > time.Second || *got.DeletionGracePeriodSeconds != grace {
			t.Errorf("%d seconds: deletion at %v in %d s, want %v", grace, got.DeletionTimestamp, *got.DeletionGracePeriodSeconds, want)
		}
	}
}
