package api_test

import (
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	coreapply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

type optionsOf = api.Options

func podTemplate() *coreapply.PodTemplateSpecApplyConfiguration {
	return coreapply.PodTemplateSpec().WithSpec(coreapply.PodSpec().WithRestartPolicy(corev1.RestartPolicyNever).
		WithContainers(coreapply.Container().WithName("main").WithImage("busybox")))
}

func names(items []batchv1.Job) []string {
	var got []string
	for i := range items {
		got = append(got, items[i].Name)
	}
	return got
}

func TestPagesShowOneMomentUntilItIsForgotten(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	for i := range 5 {
		must(jobs.Create(p.ctx, job(fmt.Sprintf("j%d", i)), metav1.CreateOptions{}))(t)
	}
	page := must(jobs.List(p.ctx, metav1.ListOptions{Limit: 2}))(t)
	if page.RemainingItemCount == nil || *page.RemainingItemCount != 3 {
		t.Errorf("remaining %v, want 3", page.RemainingItemCount)
	}
	check(t, jobs.Delete(p.ctx, "j3", metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationBackground)}))
	must(jobs.Create(p.ctx, job("j2a"), metav1.CreateOptions{}))(t)
	rest := must(jobs.List(p.ctx, metav1.ListOptions{Limit: 9, Continue: page.Continue}))(t)
	if diff := cmp.Diff([]string{"j2", "j3", "j4"}, names(rest.Items)); diff != "" {
		t.Errorf("the second page is not of the moment of the first: %s", diff)
	}
	j := must(jobs.Get(p.ctx, "j0", metav1.GetOptions{}))(t)
	for i := range 70 {
		j.Labels = map[string]string{"n": fmt.Sprint(i)}
		j = must(jobs.Update(p.ctx, j, metav1.UpdateOptions{}))(t)
	}
	_, err := jobs.List(p.ctx, metav1.ListOptions{Limit: 9, Continue: page.Continue})
	if !apierrors.IsResourceExpired(err) {
		t.Fatalf("a page of a forgotten moment: got %v, want 410", err)
	}
	token := err.(apierrors.APIStatus).Status().Continue
	rest = must(jobs.List(p.ctx, metav1.ListOptions{Continue: token}))(t)
	if diff := cmp.Diff([]string{"j2", "j2a", "j4"}, names(rest.Items)); diff != "" {
		t.Errorf("going on from the present: %s", diff)
	}
}

func TestSelectors(t *testing.T) {
	p := newPlane(t)
	for _, name := range []string{"a", "b"} {
		j := job(name)
		j.Labels = map[string]string{"name": name}
		must(p.typed.BatchV1().Jobs("ns").Create(p.ctx, j, metav1.CreateOptions{}))(t)
	}
	for _, o := range []metav1.ListOptions{
		{LabelSelector: "name in (b)"},
		{FieldSelector: "metadata.name=b"},
		{FieldSelector: "metadata.name!=a,status.successful=0"},
	} {
		list := must(p.typed.BatchV1().Jobs("").List(p.ctx, o))(t)
		if diff := cmp.Diff([]string{"b"}, names(list.Items)); diff != "" {
			t.Errorf("%+v: %s", o, diff)
		}
	}
	_, err := p.typed.BatchV1().Jobs("ns").List(p.ctx, metav1.ListOptions{FieldSelector: "spec.suspend=true"})
	if !apierrors.IsBadRequest(err) {
		t.Errorf("an unknown field: got %v, want a bad request", err)
	}
	o := metav1.ListOptions{LabelSelector: labels.Set{"name": "a"}.String()}
	background := metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationBackground)}
	check(t, p.typed.BatchV1().Jobs("ns").DeleteCollection(p.ctx, background, o))
	if diff := cmp.Diff([]string{"b"}, names(must(p.typed.BatchV1().Jobs("ns").List(p.ctx, metav1.ListOptions{}))(t).Items)); diff != "" {
		t.Errorf("after deleting a collection: %s", diff)
	}
}

func TestDryRunStoresNothing(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	got := must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{DryRun: []string{"All"}}))(t)
	if got.Name != "j" || got.UID == "" {
		t.Errorf("answered %s %q", got.Name, got.UID)
	}
	if _, err := jobs.Get(p.ctx, "j", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}

func TestConflictOnAnOldVersion(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	old := must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{}))(t)
	changed := old.DeepCopy()
	changed.Labels = map[string]string{"a": "b"}
	must(jobs.Update(p.ctx, changed, metav1.UpdateOptions{}))(t)
	if _, err := jobs.Update(p.ctx, changed, metav1.UpdateOptions{}); !apierrors.IsConflict(err) {
		t.Errorf("over HTTP: got %v, want a conflict", err)
	}
	if _, err := p.Client().Jobs().Update(changed); !apierrors.IsConflict(err) {
		t.Errorf("directly: got %v, want a conflict", err)
	}
}

func TestFinalizersKeepADeletedObject(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	j := job("j")
	j.Finalizers = []string{"example.com/wait"}
	must(jobs.Create(p.ctx, j, metav1.CreateOptions{}))(t)
	check(t, p.clock.RunUntil(p.ctx, start.Add(time.Minute)))
	check(t, jobs.Delete(p.ctx, "j", metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationForeground)}))
	got := must(jobs.Get(p.ctx, "j", metav1.GetOptions{}))(t)
	if got.DeletionTimestamp == nil || !got.DeletionTimestamp.Time.Equal(start.Add(time.Minute)) {
		t.Errorf("deleted at %v, want the plane's time", got.DeletionTimestamp)
	}
	if diff := cmp.Diff([]string{"example.com/wait", metav1.FinalizerDeleteDependents}, got.Finalizers); diff != "" {
		t.Error(diff)
	}
	got.Finalizers = nil
	must(jobs.Update(p.ctx, got, metav1.UpdateOptions{}))(t)
	if _, err := jobs.Get(p.ctx, "j", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("without finalizers: got %v, want not found", err)
	}
}

// A running pod has its grace period; one without a node, none.
func TestGracefulDeletionOfPods(t *testing.T) {
	p := newPlane(t)
	pods := p.typed.CoreV1().Pods("ns")
	must(pods.Create(p.ctx, pod("unscheduled"), metav1.CreateOptions{}))(t)
	check(t, pods.Delete(p.ctx, "unscheduled", metav1.DeleteOptions{}))
	if _, err := pods.Get(p.ctx, "unscheduled", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("a pod without node: got %v, want not found", err)
	}
	must(pods.Create(p.ctx, pod("p"), metav1.CreateOptions{}))(t)
	check(t, pods.Bind(p.ctx, &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Name: "p"}, Target: corev1.ObjectReference{Kind: "Node", Name: "node-0"},
	}, metav1.CreateOptions{}))
	check(t, pods.Delete(p.ctx, "p", metav1.DeleteOptions{GracePeriodSeconds: new(int64(30))}))
	got := must(pods.Get(p.ctx, "p", metav1.GetOptions{}))(t)
	if !got.DeletionTimestamp.Time.Equal(start.Add(30*time.Second)) || *got.DeletionGracePeriodSeconds != 30 {
		t.Errorf("deletion at %v in %d s, want the plane's time and 30 s", got.DeletionTimestamp, *got.DeletionGracePeriodSeconds)
	}
	check(t, pods.Delete(p.ctx, "p", metav1.DeleteOptions{GracePeriodSeconds: new(int64(5))}))
	got = must(pods.Get(p.ctx, "p", metav1.GetOptions{}))(t)
	if !got.DeletionTimestamp.Time.Equal(start.Add(5 * time.Second)) {
		t.Errorf("a shorter grace period moved the deletion to %v, want %v", got.DeletionTimestamp, start.Add(5*time.Second))
	}
	check(t, pods.Delete(p.ctx, "p", metav1.DeleteOptions{GracePeriodSeconds: new(int64)}))
	if _, err := pods.Get(p.ctx, "p", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("without grace: got %v, want not found", err)
	}
}

func TestEvictionMarksThePod(t *testing.T) {
	p := newPlane(t)
	bound := pod("p")
	bound.Finalizers = []string{"example.com/keep"}
	must(p.typed.CoreV1().Pods("ns").Create(p.ctx, bound, metav1.CreateOptions{}))(t)
	check(t, p.typed.PolicyV1().Evictions("ns").Evict(p.ctx, &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "p"}}))
	got := must(p.Client().Pods().Get("ns", "p"))(t)
	if got.DeletionTimestamp == nil || len(got.Status.Conditions) != 1 || got.Status.Conditions[0].Reason != "EvictionByEvictionAPI" {
		t.Errorf("deleted %v, conditions %v", got.DeletionTimestamp, got.Status.Conditions)
	}
}

func TestEventsExpireAfterAnHour(t *testing.T) {
	p := newPlane(t)
	must(p.Client().Events().Create(&corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "ns", Name: "e"},
		InvolvedObject: corev1.ObjectReference{Kind: "Job", Namespace: "ns", Name: "j"}, Reason: "R", Message: "m", Type: "Normal",
	}))(t)
	check(t, p.clock.RunUntil(p.ctx, start.Add(59*time.Minute)))
	must(p.Client().Events().Get("ns", "e"))(t)
	check(t, p.clock.RunUntil(p.ctx, start.Add(62*time.Minute)))
	if _, err := p.Client().Events().Get("ns", "e"); !apierrors.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}

func TestProtobufClient(t *testing.T) {
	p := newPlane(t)
	c := p.RESTConfig()
	c.ContentType = "application/vnd.kubernetes.protobuf"
	typed := must(kubernetes.NewForConfig(c))(t)
	must(typed.BatchV1().Jobs("ns").Create(p.ctx, job("j"), metav1.CreateOptions{}))(t)
	w := must(typed.BatchV1().Jobs("ns").Watch(p.ctx, metav1.ListOptions{}))(t)
	defer w.Stop()
	if diff := cmp.Diff([]string{"ADDED j"}, apitest.Events(t, w, 1)); diff != "" {
		t.Error(diff)
	}
}

func TestSeedMakesIdentitiesRepeatable(t *testing.T) {
	create := func() (string, string) {
		p := newPlane(t)
		j := job("")
		j.GenerateName = "gen-"
		got := must(p.Client().Jobs().Create(j))(t)
		return got.Name, string(got.UID)
	}
	name, uid := create()
	if n, u := create(); n != name || u != uid {
		t.Errorf("%s %s the first time, %s %s the second", name, uid, n, u)
	}
}
