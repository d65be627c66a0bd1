// Package apitest makes API servers and objects for the tests of the API server's packages. Only tests import it.
package apitest

import (
	"context"
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/klog/v2"

	"go.uber.org/goleak"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// Plane is a server with the namespace "ns", its clock, and a client over HTTP.
type Plane struct {
	*api.Server
	Clock *clock.Clock
	Typed kubernetes.Interface
	Ctx   context.Context // ends with the test
}

// Start is the first instant of every plane.
var Start = time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)

// New returns a plane. change may change the options of its server.
func New(t testing.TB, change ...func(*api.Options)) Plane {
	t.Helper()
	c := clock.NewManual(Start)
	o := api.Options{Clock: c, Seed: 1, Store: store.Options{History: 64}}
	for _, f := range change {
		f(&o)
	}
	s := Must(api.New(o))(t)
	Must(s.Client().Namespaces().Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ns"}}))(t)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return Plane{s, c, Must(kubernetes.NewForConfig(s.RESTConfig()))(t), ctx}
}

// Job returns a Job in "ns" whose pods have one container.
func Job(name string) *batchv1.Job {
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name},
		Spec:       batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: Pod(name).Spec}},
	}
}

// Pod returns a pod in "ns" with one container.
func Pod(name string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name},
		Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox"}},
		},
	}
}

// Must returns a func that returns v, and ends the test if err is not nil.
func Must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		Check(t, err)
		return v
	}
}

// Check ends the test if err is not nil.
func Check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Events reads n events of a watch, as "TYPE name".
func Events(t testing.TB, w watch.Interface, n int) []string {
	t.Helper()
	var got []string
	for range n {
		e, ok := <-w.ResultChan()
		if !ok {
			t.Fatalf("the watch ended after %q", got)
		}
		if m, ok := e.Object.(metav1.Object); ok {
			got = append(got, fmt.Sprintf("%s %s", e.Type, m.GetName()))
			continue
		}
		got = append(got, fmt.Sprintf("%s %d", e.Type, apierrors.FromObject(e.Object).(apierrors.APIStatus).Status().Code))
	}
	return got
}

// Main runs the tests of a package, without upstream's log, and fails if they leave goroutines behind.
func Main(m *testing.M) {
	klog.SetLogger(klog.Logger{}) // upstream's handlers report what the tests provoke
	// klog's own flusher, the only goroutine that the imports start.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("k8s.io/klog/v2.(*flushDaemon).run.func1"), goleak.Cleanup(func(int) { klog.StopFlushDaemon() }))
}
