package api_test

import (
	"context"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// plane is a server with the namespace "ns", and clients of it.
type plane struct {
	*api.Server
	clock *clock.Clock
	typed kubernetes.Interface
	ctx   context.Context
}

var start = apitest.Start

func newPlane(t testing.TB, change ...func(*api.Options)) plane {
	t.Helper()
	p := apitest.New(t, change...)
	return plane{p.Server, p.Clock, p.Typed, p.Ctx}
}

func job(name string) *batchv1.Job { return apitest.Job(name) }

func pod(name string) *corev1.Pod { return apitest.Pod(name) }

func must[T any](v T, err error) func(testing.TB) T { return apitest.Must(v, err) }

func check(t testing.TB, err error) {
	t.Helper()
	apitest.Check(t, err)
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
