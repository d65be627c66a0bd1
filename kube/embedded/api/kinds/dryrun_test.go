package kinds_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

// Dry runs answer by the plane's clock, as the requests themselves would, and store nothing.
func TestDryRunsHaveThePlanesTime(t *testing.T) {
	p := apitest.New(t)
	all := []string{metav1.DryRunAll}
	pods := p.Typed.CoreV1().Pods("ns")
	running := apitest.Must(pods.Create(p.Ctx, apitest.Pod("p"), metav1.CreateOptions{FieldManager: "other"}))(t)
	running.Spec.NodeName = "node-0"
	stored := apitest.Must(p.Client().Pods().Update(running))(t)

	raw := apitest.Must(p.Typed.CoreV1().RESTClient().Delete().AbsPath("/api/v1/namespaces/ns/pods/p").
		Body(&metav1.DeleteOptions{DryRun: all, GracePeriodSeconds: new(int64(7))}).Do(p.Ctx).Get())(t)
	deleted := raw.(*corev1.Pod)
	if want := apitest.Start.Add(7 * time.Second); deleted.DeletionTimestamp == nil || !deleted.DeletionTimestamp.Time.Equal(want) {
		t.Errorf("a dry DELETE says %v, want %v", deleted.DeletionTimestamp, want)
	}
	created := apitest.Must(pods.Create(p.Ctx, apitest.Pod("new"), metav1.CreateOptions{DryRun: all, FieldManager: "me"}))(t)
	if !created.CreationTimestamp.Time.Equal(apitest.Start) {
		t.Errorf("a dry POST says %v", created.CreationTimestamp)
	}
	fieldTimes(t, "a dry POST", created)
	patched := apitest.Must(pods.Patch(p.Ctx, "p", types.MergePatchType, []byte(`{"metadata":{"labels":{"a":"b"}}}`),
		metav1.PatchOptions{DryRun: all, FieldManager: "me"}))(t)
	fieldTimes(t, "a dry PATCH", patched)
	patched = apitest.Must(pods.Patch(p.Ctx, "p", types.MergePatchType, []byte(`{"status":{"reason":"x"}}`),
		metav1.PatchOptions{DryRun: all, FieldManager: "me"}, "status"))(t)
	fieldTimes(t, "a dry PATCH of the status", patched)

	raw = apitest.Must(p.Typed.CoreV1().RESTClient().Delete().AbsPath("/api/v1/namespaces/ns").
		Body(&metav1.DeleteOptions{DryRun: all}).Do(p.Ctx).Get())(t)
	if at := raw.(*corev1.Namespace).DeletionTimestamp; at == nil || !at.Time.Equal(apitest.Start) {
		t.Errorf("a dry DELETE of a namespace says %v", at)
	}
	if list := p.Client().Pods().List("ns"); len(list) != 1 || list[0] != stored {
		t.Errorf("dry runs changed what is stored: %v", list)
	}
}

func fieldTimes(t *testing.T, what string, obj metav1.Object) {
	t.Helper()
	if len(obj.GetManagedFields()) == 0 {
		t.Errorf("%s has no managed fields", what)
	}
	for _, f := range obj.GetManagedFields() {
		if !f.Time.Time.Equal(apitest.Start) {
			t.Errorf("%s: fields of %s are of %v, want %v", what, f.Manager, f.Time, apitest.Start)
		}
	}
}
