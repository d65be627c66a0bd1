package strategy_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

func TestGraceOfPods(t *testing.T) {
	graceful := newPlane(t).resources["Pod"].Strategy.(rest.RESTGracefulDeleteStrategy)
	for _, c := range []struct {
		name      string
		node      string
		phase     corev1.PodPhase
		own, asks *int64
		want      int64
	}{
		{"what the pod says", "n", corev1.PodRunning, new(int64(30)), nil, 30},
		{"what the request says", "n", corev1.PodRunning, new(int64(30)), new(int64(5)), 5},
		{"nowhere yet", "", corev1.PodPending, new(int64(30)), new(int64(5)), 0},
		{"ended", "n", corev1.PodSucceeded, new(int64(30)), nil, 0},
		{"negative", "n", corev1.PodRunning, new(int64(-3)), nil, 1},
		{"nothing said", "n", corev1.PodRunning, nil, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			pod := &corev1.Pod{Spec: corev1.PodSpec{NodeName: c.node, TerminationGracePeriodSeconds: c.own}, Status: corev1.PodStatus{Phase: c.phase}}
			options := &metav1.DeleteOptions{GracePeriodSeconds: c.asks}
			if !graceful.CheckGracefulDelete(context.Background(), pod, options) || *options.GracePeriodSeconds != c.want {
				t.Errorf("%v seconds, want %d", *options.GracePeriodSeconds, c.want)
			}
		})
	}
}

func TestWhoOrphansDependents(t *testing.T) {
	p, ctx := newPlane(t), context.Background()
	got := map[string]rest.GarbageCollectionPolicy{}
	for kind, r := range p.resources {
		if policy := r.Strategy.DefaultGarbageCollectionPolicy(ctx); policy != rest.DeleteDependents {
			got[kind] = policy
		}
	}
	if diff := cmp.Diff(map[string]rest.GarbageCollectionPolicy{"Job": rest.OrphanDependents, "Event": rest.Unsupported}, got); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
	jobs, background := p.resources["Job"], metav1.DeletePropagationBackground
	if !jobs.WarnsOfOrphans(&metav1.DeleteOptions{}) || jobs.WarnsOfOrphans(&metav1.DeleteOptions{PropagationPolicy: &background}) ||
		p.resources["CronJob"].WarnsOfOrphans(&metav1.DeleteOptions{}) {
		t.Error("only a delete of Jobs without a policy deserves a warning")
	}
}

func newJob(t *testing.T, labels, templateLabels map[string]string) *batchv1.Job {
	t.Helper()
	j := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "j", Namespace: "ns", UID: "u", Labels: labels}}
	j.Spec.Template.Labels = templateLabels
	j.Spec.Template.Spec = ordinaryPod().Spec
	return j
}

func TestLabelsOfANewJob(t *testing.T) {
	generated := map[string]string{"job-name": "j", "controller-uid": "u", batchv1.JobNameLabel: "j", batchv1.ControllerUidLabel: "u"}
	with := func(k, v string) map[string]string {
		m := map[string]string{k: v}
		for k, v := range generated {
			m[k] = v
		}
		return m
	}
	for _, c := range []struct {
		name             string
		job, template    map[string]string
		copied           bool // between defaulting and preparing, as where the name was generated
		wantJob, wantPod map[string]string
	}{
		{"none at all", nil, nil, false, generated, generated},
		{"its own", map[string]string{"a": "b"}, nil, false, map[string]string{"a": "b"}, generated},
		{"the template's, with a fixed name", nil, map[string]string{"a": "b"}, false, with("a", "b"), with("a", "b")},
		{"the template's, with a generated name", nil, map[string]string{"a": "b"}, true, map[string]string{"a": "b"}, with("a", "b")},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, j := newPlane(t), newJob(t, c.job, c.template)
			p.scheme.Default(j)
			if c.copied {
				j = j.DeepCopy()
			}
			p.resources["Job"].Strategy.PrepareForCreate(context.Background(), j)
			if c.job == nil && c.template == nil && j.Labels != nil {
				t.Errorf("the Job has labels %v before its validation", j.Labels)
			}
			p.resources["Job"].Strategy.Canonicalize(j)
			if diff := cmp.Diff(c.wantJob, j.Labels); diff != "" {
				t.Errorf("of the Job (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.wantPod, j.Spec.Template.Labels); diff != "" {
				t.Errorf("of its pods (-want +got):\n%s", diff)
			}
			j.Labels["later"] = "x"
			if _, shared := j.Spec.Template.Labels["later"]; shared {
				t.Error("the Job and its template still share a map")
			}
		})
	}
}

func TestEachErrorIsSaidOnce(t *testing.T) {
	p := newPlane(t)
	old := newJob(t, nil, nil)
	old.ResourceVersion = "1"
	p.scheme.Default(old)
	p.resources["Job"].Strategy.PrepareForCreate(context.Background(), old)
	changed := old.DeepCopy()
	changed.Labels = map[string]string{"bad label": "x"}
	errs := rest.ValidateUpdate(context.Background(), changed, old, p.resources["Job"].Strategy)
	if len(errs) != 1 || errs[0].Field != "metadata.labels" {
		t.Errorf("errors %v, want one of metadata.labels", errs)
	}
}

func TestGenerationCountsChangesOfTheSpec(t *testing.T) {
	p, ctx := newPlane(t), context.Background()
	jobs := p.resources["Job"]
	old := newJob(t, nil, nil)
	p.scheme.Default(old)
	jobs.Strategy.PrepareForCreate(ctx, old)
	if old.Generation != 1 {
		t.Errorf("created at generation %d, want 1", old.Generation)
	}
	edit := func(s strategy.Strategy, change func(j *batchv1.Job)) *batchv1.Job {
		j := old.DeepCopy()
		change(j)
		s.PrepareForUpdate(ctx, j, old)
		return j
	}
	both := func(j *batchv1.Job) {
		j.Spec.Parallelism, j.Status.Active = new(int32(9)), 9
		j.Annotations = map[string]string{"a": "b"}
	}
	if j := edit(jobs.Strategy, both); j.Generation != 2 || *j.Spec.Parallelism != 9 || j.Status.Active != 0 {
		t.Errorf("after an update: generation %d, parallelism %d, active %d", j.Generation, *j.Spec.Parallelism, j.Status.Active)
	}
	if j := edit(jobs.Status, both); j.Generation != 1 || *j.Spec.Parallelism != 1 || j.Status.Active != 9 || j.Annotations["a"] != "b" {
		t.Errorf("after an update of the status: generation %d, parallelism %d, active %d", j.Generation, *j.Spec.Parallelism, j.Status.Active)
	}
	if j := edit(jobs.Strategy, func(j *batchv1.Job) { j.Annotations = map[string]string{"a": "b"} }); j.Generation != 1 {
		t.Errorf("after an annotation: generation %d", j.Generation)
	}
}

func TestSelectableFields(t *testing.T) {
	p := newPlane(t)
	for _, c := range []struct {
		kind, label, value string
		obj                runtime.Object
	}{
		{"Job", "status.successful", "3", &batchv1.Job{Status: batchv1.JobStatus{Succeeded: 3}}},
		{"Job", "metadata.namespace", "ns", &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "ns"}}},
		{"CronJob", "metadata.name", "c", &batchv1.CronJob{ObjectMeta: metav1.ObjectMeta{Name: "c"}}},
		{"Pod", "spec.nodeName", "n", &corev1.Pod{Spec: corev1.PodSpec{NodeName: "n"}}},
		{"Pod", "status.podIP", "10.0.0.1", &corev1.Pod{Status: corev1.PodStatus{PodIPs: []corev1.PodIP{{IP: "10.0.0.1"}}}}},
		{"Event", "involvedObject.name", "j", &corev1.Event{InvolvedObject: corev1.ObjectReference{Name: "j"}}},
		{"Event", "source", "job-controller", &corev1.Event{ReportingController: "job-controller"}},
		{"Namespace", "status.phase", "Active", &corev1.Namespace{Status: corev1.NamespaceStatus{Phase: "Active"}}},
		{"Node", "spec.unschedulable", "true", &corev1.Node{Spec: corev1.NodeSpec{Unschedulable: true}}},
		{"Secret", "type", "Opaque", &corev1.Secret{Type: "Opaque"}},
	} {
		r := p.resources[c.kind]
		label, value, err := p.scheme.ConvertFieldLabel(r.GroupVersionKind(), c.label, c.value)
		if err != nil {
			t.Errorf("%s %s: %v", c.kind, c.label, err)
			continue
		}
		_, fields, err := r.GetAttrs(c.obj)
		if err != nil || fields[label] != value {
			t.Errorf("%s %s: %q, %v, want %q", c.kind, c.label, fields[label], err, value)
		}
	}
	for kind, want := range map[string]string{
		"Job": `field label "spec.x" not supported for Job`, "Pod": "field label not supported: spec.x",
		"ConfigMap": `"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"`,
	} {
		_, _, err := p.scheme.ConvertFieldLabel(p.resources[kind].GroupVersionKind(), "spec.x", "")
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", kind, err, want)
		}
	}
	if _, _, err := p.resources["Pod"].GetAttrs(&corev1.Node{}); err == nil {
		t.Error("a node has the fields of a pod")
	}
}

func TestWhatOtherKindsStartWith(t *testing.T) {
	p, ctx := newPlane(t), context.Background()
	claim := &corev1.PersistentVolumeClaim{Status: corev1.PersistentVolumeClaimStatus{Phase: corev1.ClaimBound}}
	p.resources["PersistentVolumeClaim"].Strategy.PrepareForCreate(ctx, claim)
	if claim.Status.Phase != corev1.ClaimPending {
		t.Errorf("a new claim is %s", claim.Status.Phase)
	}
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "n"}}
	namespaces := p.resources["Namespace"]
	namespaces.Strategy.PrepareForCreate(ctx, ns)
	namespaces.Strategy.Canonicalize(ns)
	if ns.Status.Phase != corev1.NamespaceActive || ns.Labels[corev1.LabelMetadataName] != "n" || len(ns.Spec.Finalizers) != 1 {
		t.Errorf("a new namespace is %+v", ns)
	}
	left := ns.DeepCopy()
	left.Spec.Finalizers = nil
	namespaces.Finalize.PrepareForUpdate(ctx, left, ns)
	if len(left.Spec.Finalizers) != 0 || len(namespaces.Finalize.ValidateUpdate(ctx, left, left)) == 0 {
		t.Errorf("finalizers %v after /finalize; an update without resourceVersion should be refused", left.Spec.Finalizers)
	}
	pod := ordinaryPod()
	pod.Status.Phase = corev1.PodRunning
	p.scheme.Default(pod)
	p.resources["Pod"].Strategy.PrepareForCreate(ctx, pod)
	if want := (corev1.PodStatus{Phase: corev1.PodPending, QOSClass: corev1.PodQOSBurstable}); pod.Generation != 1 || cmp.Diff(want, pod.Status) != "" {
		t.Errorf("a new pod is at generation %d with status %+v", pod.Generation, pod.Status)
	}
}
