package api_test

import (
	"context"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// plane is a server with the namespace "ns", and clients of it.
type plane struct {
	*api.Server
	clock *clock.Clock
	typed kubernetes.Interface
	ctx   context.Context
}

var start = time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)

func newPlane(t testing.TB, change ...func(*api.Options)) plane {
	t.Helper()
	c := clock.NewManual(start)
	o := api.Options{Clock: c, Seed: 1, Store: store.Options{History: 64}}
	for _, f := range change {
		f(&o)
	}
	s := must(api.New(o))(t)
	must(s.Client().Namespaces().Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ns"}}))(t)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return plane{s, c, must(kubernetes.NewForConfig(s.RESTConfig()))(t), ctx}
}

func job(name string) *batchv1.Job {
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox"}},
		}}},
	}
}

func pod(name string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name},
		Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox"}},
		},
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCreateReadUpdateDelete(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	created := must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{}))(t)
	if !created.CreationTimestamp.Time.Equal(start) {
		t.Errorf("created at %v, want the plane's %v", created.CreationTimestamp, start)
	}
	got := must(jobs.Get(p.ctx, "j", metav1.GetOptions{}))(t)
	got.Labels = map[string]string{"a": "b"}
	updated := must(jobs.Update(p.ctx, got, metav1.UpdateOptions{}))(t)
	list := must(jobs.List(p.ctx, metav1.ListOptions{LabelSelector: "a=b"}))(t)
	if len(list.Items) != 1 || list.Items[0].ResourceVersion != updated.ResourceVersion {
		t.Errorf("listed %d Jobs, want the one updated", len(list.Items))
	}
	check(t, jobs.Delete(p.ctx, "j", metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationBackground)}))
	if n := len(must(jobs.List(p.ctx, metav1.ListOptions{}))(t).Items); n != 0 {
		t.Errorf("%d Jobs are left", n)
	}
}
