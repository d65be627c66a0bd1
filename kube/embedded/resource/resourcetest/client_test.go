package resourcetest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/resource/resourcetest"
)

var start = time.Date(2026, time.November, 24, 1, 0, 0, 500, time.UTC)

func newClient() *resourcetest.Client { return resourcetest.New(func() time.Time { return start }) }

func pod(name string, finalizers ...string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, Finalizers: finalizers},
		Spec:       corev1.PodSpec{NodeName: "node-0"},
	}
}

func TestAWriteWithAStaleResourceVersionConflicts(t *testing.T) {
	c := newClient()
	first := must(c.Pods().Create(pod("p")))(t)
	changed := first.DeepCopy()
	changed.Labels = map[string]string{"a": "b"}
	must(c.Pods().Update(changed))(t)
	if _, err := c.Pods().Update(changed); !apierrors.IsConflict(err) {
		t.Errorf("second update with the first version: got %v, want a conflict", err)
	}
	if len(first.Labels) != 0 {
		t.Error("the object read before was changed")
	}
}

func TestSpecAndStatusAreWrittenApart(t *testing.T) {
	c := newClient()
	job := must(c.Jobs().Create(&batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "j"}}))(t).DeepCopy()
	job.Spec.Parallelism, job.Status.Active = ptr.To[int32](7), 3
	got := must(c.Jobs().UpdateStatus(job))(t)
	if *got.Spec.Parallelism != 1 || got.Status.Active != 3 || got.Generation != 1 {
		t.Errorf("after a status update: parallelism %d, active %d, generation %d", *got.Spec.Parallelism, got.Status.Active, got.Generation)
	}
	job = got.DeepCopy()
	job.Spec.Parallelism, job.Status.Active = ptr.To[int32](7), 0
	got = must(c.Jobs().Update(job))(t)
	if *got.Spec.Parallelism != 7 || got.Status.Active != 3 || got.Generation != 2 {
		t.Errorf("after an update: parallelism %d, active %d, generation %d", *got.Spec.Parallelism, got.Status.Active, got.Generation)
	}
}

func TestDeletionWaitsForGraceAndFinalizers(t *testing.T) {
	c := newClient()
	must(c.Pods().Create(pod("p", "batch.kubernetes.io/job-tracking")))(t)
	check(t, c.Pods().Delete("ns", "p", metav1.DeleteOptions{}))
	got := must(c.Pods().Get("ns", "p"))(t)
	if want := start.Truncate(time.Second).Add(30 * time.Second); !got.DeletionTimestamp.Time.Equal(want) {
		t.Errorf("deletionTimestamp %v, want %v", got.DeletionTimestamp, want)
	}
	check(t, c.Pods().Delete("ns", "p", metav1.DeleteOptions{GracePeriodSeconds: ptr.To[int64](0)}))
	got = must(c.Pods().Get("ns", "p"))(t).DeepCopy()
	got.Finalizers = nil
	must(c.Pods().Update(got))(t)
	if _, err := c.Pods().Get("ns", "p"); !apierrors.IsNotFound(err) {
		t.Errorf("without finalizers: got %v, want not found", err)
	}
}

func TestJobsAreOrphanedUnlessToldOtherwise(t *testing.T) {
	c := newClient()
	must(c.Jobs().Create(&batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "j"}}))(t)
	check(t, c.Jobs().Delete("ns", "j", metav1.DeleteOptions{}))
	got := must(c.Jobs().Get("ns", "j"))(t)
	if diff := cmp.Diff([]string{metav1.FinalizerOrphanDependents}, got.Finalizers); diff != "" {
		t.Error(diff)
	}
	check(t, c.Jobs().Delete("ns", "j", metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)}))
	if _, err := c.Jobs().Get("ns", "j"); !apierrors.IsNotFound(err) {
		t.Errorf("after a background deletion: got %v, want not found", err)
	}
}

func TestHandlersSeeWhatExistsAndEveryChange(t *testing.T) {
	c := newClient()
	must(c.Pods().Create(pod("p")))(t)
	var seen []string
	stop := c.Pods().OnChange(func(old, updated *corev1.Pod) {
		switch {
		case old == nil:
			seen = append(seen, "added "+updated.Name)
		case updated == nil:
			seen = append(seen, "removed "+old.Name)
		default:
			seen = append(seen, "changed "+updated.Name)
		}
	})
	q := must(c.Pods().Create(pod("q")))(t).DeepCopy()
	must(c.Pods().Update(q))(t) // changes nothing, so nobody hears of it
	q.Status.Phase = corev1.PodRunning
	must(c.Pods().UpdateStatus(q))(t)
	check(t, c.Pods().Delete("ns", "q", metav1.DeleteOptions{GracePeriodSeconds: ptr.To[int64](0)}))
	stop()
	must(c.Pods().Create(pod("r")))(t)
	if diff := cmp.Diff([]string{"added p", "added q", "changed q", "removed q"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsCreatedInATerminatingNamespace(t *testing.T) {
	c := newClient()
	must(c.Namespaces().Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ns"}}))(t)
	check(t, c.Namespaces().Delete("", "ns", metav1.DeleteOptions{}))
	_, err := c.Pods().Create(pod("p"))
	if !apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
		t.Errorf("got %v, want the cause %s", err, corev1.NamespaceTerminatingCause)
	}
	ns := must(c.Namespaces().Get("", "ns"))(t).DeepCopy()
	ns.Spec.Finalizers = nil
	must(c.Namespaces().Update(ns))(t)
	if _, err := c.Namespaces().Get("", "ns"); !apierrors.IsNotFound(err) {
		t.Errorf("once finalized: got %v, want not found", err)
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
