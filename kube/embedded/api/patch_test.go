package api_test

import (
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	batchapply "k8s.io/client-go/applyconfigurations/batch/v1"
	"k8s.io/client-go/dynamic"
)

func TestEveryKindOfPatch(t *testing.T) {
	for _, tt := range []struct {
		name  string
		kind  types.PatchType
		patch string
	}{
		{"JSON patch", types.JSONPatchType, `[{"op":"replace","path":"/spec/suspend","value":true}]`},
		{"merge patch", types.MergePatchType, `{"spec":{"suspend":true}}`},
		{"strategic merge patch", types.StrategicMergePatchType, `{"spec":{"suspend":true}}`},
		{"server-side apply", types.ApplyPatchType, `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"suspend":true}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPlane(t)
			jobs := p.typed.BatchV1().Jobs("ns")
			created := must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{}))(t)
			o := metav1.PatchOptions{}
			if tt.kind == types.ApplyPatchType {
				o = metav1.PatchOptions{FieldManager: "test", Force: new(true)}
			}
			got := must(jobs.Patch(p.ctx, "j", tt.kind, []byte(tt.patch), o))(t)
			if got.Spec.Suspend == nil || !*got.Spec.Suspend {
				t.Errorf("suspend is %v, want true", got.Spec.Suspend)
			}
			if got.Generation != created.Generation+1 || got.ResourceVersion == created.ResourceVersion {
				t.Errorf("generation %d, version %s after %d, %s", got.Generation, got.ResourceVersion, created.Generation, created.ResourceVersion)
			}
			again := must(jobs.Patch(p.ctx, "j", tt.kind, []byte(tt.patch), o))(t)
			if again.ResourceVersion != got.ResourceVersion {
				t.Error("a patch that changes nothing made a new version")
			}
		})
	}
}

func TestAPatchThatSetsAFieldTakesOverNoOther(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	j := must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{}))(t)
	at := metav1.NewTime(start)
	j.Status.Conditions = []batchv1.JobCondition{{
		Type: batchv1.JobSuspended, Status: corev1.ConditionTrue, LastProbeTime: at, LastTransitionTime: at,
	}}
	must(jobs.UpdateStatus(p.ctx, j, metav1.UpdateOptions{FieldManager: "controller"}))(t)
	patched := must(jobs.Patch(p.ctx, "j", types.MergePatchType, []byte(`{"status":{"ready":0}}`), metav1.PatchOptions{FieldManager: "patcher"}, "status"))(t)
	for _, m := range patched.ManagedFields {
		if m.Manager == "patcher" && m.FieldsV1.GetRawString() != `{"f:status":{"f:ready":{}}}` {
			t.Errorf("the patch of status.ready owns %s", m.FieldsV1.GetRawString())
		}
	}
}

func TestApplyCreatesOwnsAndConflicts(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().CronJobs("ns")
	spec := func(schedule string) *batchapply.CronJobApplyConfiguration {
		return batchapply.CronJob("c", "ns").WithSpec(batchapply.CronJobSpec().WithSchedule(schedule).
			WithJobTemplate(batchapply.JobTemplateSpec().WithSpec(batchapply.JobSpec().
				WithTemplate(podTemplate()))))
	}
	created := must(jobs.Apply(p.ctx, spec("* * * * *"), metav1.ApplyOptions{FieldManager: "one"}))(t)
	if m := created.ManagedFields; len(m) != 1 || m[0].Manager != "one" || !m[0].Time.Time.Equal(start) {
		t.Errorf("managed fields %+v, want those of one at the plane's time", m)
	}
	_, err := jobs.Apply(p.ctx, spec("0 * * * *"), metav1.ApplyOptions{FieldManager: "two"})
	if !apierrors.IsConflict(err) {
		t.Errorf("got %v, want a conflict between managers", err)
	}
	must(jobs.Apply(p.ctx, spec("0 * * * *"), metav1.ApplyOptions{FieldManager: "two", Force: true}))(t)
}

func TestDynamicClient(t *testing.T) {
	p := newPlane(t)
	d := must(dynamic.NewForConfig(p.RESTConfig()))(t).Resource(batchv1.SchemeGroupVersion.WithResource("jobs")).Namespace("ns")
	obj := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "batch/v1", "kind": "Job", "metadata": map[string]any{"name": "j"},
		"spec": map[string]any{"template": map[string]any{"spec": map[string]any{
			"restartPolicy": "Never", "containers": []any{map[string]any{"name": "main", "image": "busybox"}},
		}}},
	}}
	must(d.Create(p.ctx, obj, metav1.CreateOptions{}))(t)
	list := must(d.List(p.ctx, metav1.ListOptions{}))(t)
	if len(list.Items) != 1 || list.Items[0].GetKind() != "Job" || list.Items[0].GetAPIVersion() != "batch/v1" {
		t.Errorf("listed %v", list.Items)
	}
	obj.Object["spec"].(map[string]any)["unknown"] = 1
	obj.SetName("k")
	if _, err := d.Create(p.ctx, obj, metav1.CreateOptions{FieldValidation: "Strict"}); !apierrors.IsBadRequest(err) {
		t.Errorf("an unknown field under strict validation: got %v, want a bad request", err)
	}
}

func TestStatusIsWrittenThroughItsSubresource(t *testing.T) {
	p := newPlane(t)
	pods := p.typed.CoreV1().Pods("ns")
	got := must(pods.Create(p.ctx, pod("p"), metav1.CreateOptions{}))(t)
	got.Status.Phase = corev1.PodRunning
	unchanged := must(pods.Update(p.ctx, got, metav1.UpdateOptions{}))(t)
	if unchanged.Status.Phase != corev1.PodPending {
		t.Errorf("an update of the pod made it %s", unchanged.Status.Phase)
	}
	got.ResourceVersion = ""
	if updated := must(pods.UpdateStatus(p.ctx, got, metav1.UpdateOptions{}))(t); updated.Status.Phase != corev1.PodRunning {
		t.Errorf("an update of the status left it %s", updated.Status.Phase)
	}
}
