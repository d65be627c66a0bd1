package controller

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/scheduler"
)

func TestCreationStartsSlowlyAndIsRetried(t *testing.T) {
	w := newWorld(t, func(*corev1.Pod, int) fate { return fate{forever: true} })
	tries, quota := 0, true
	w.client.Before(func(verb, resource string, _ resource.Object) error {
		if verb != "create" || resource != "pods" {
			return nil
		}
		if tries++; quota && tries > 3 {
			return apierrors.NewForbidden(corev1.Resource("pods"), "", errors.New("exceeded quota"))
		}
		return nil
	})
	w.create(func(spec *batchv1.JobSpec) { spec.Completions, spec.Parallelism = ptr.To[int32](20), ptr.To[int32](20) })
	w.until(0)
	// Batches of 1, 2 and 4: all of the third are refused, and the others never tried.
	if job := w.job(); tries != 7 || job.Status.Active != 3 {
		t.Errorf("%d tries, %d active pods", tries, job.Status.Active)
	}
	if got := w.events()["FailedCreate"]; got != 4 {
		t.Errorf("%d events of failed creations, want 4", got)
	}
	quota = false
	w.until(2 * time.Second)
	if got := w.job().Status.Active; got != 20 {
		t.Errorf("once allowed, %d pods are active", got)
	}
}

func TestAConflictIsRetriedWithoutCountingTwice(t *testing.T) {
	w := newWorld(t, succeed(time.Second))
	failures := 0
	w.client.Before(func(verb, resource string, _ resource.Object) error {
		if verb == "update-status" && resource == "jobs" && failures < 3 {
			failures++
			return apierrors.NewConflict(batchv1.Resource("jobs"), "j", errors.New("changed meanwhile"))
		}
		return nil
	})
	w.create(func(spec *batchv1.JobSpec) { spec.Completions, spec.Parallelism = ptr.To[int32](3), ptr.To[int32](1) })
	w.until(30 * time.Second)
	if job := w.job(); job.Status.Succeeded != 3 || scheduler.JobFinished(job) == nil || w.pods != 3 {
		t.Errorf("%d pods, status %+v", w.pods, job.Status)
	}
}

func TestOrphansAreAdoptedAndStrayedPodsReleased(t *testing.T) {
	w := newWorld(t, func(*corev1.Pod, int) fate { return fate{forever: true} })
	job := w.create(func(spec *batchv1.JobSpec) { spec.Completions, spec.Parallelism = ptr.To[int32](3), ptr.To[int32](1) })
	w.until(2 * time.Second)
	own := w.client.Pods().List("ns")[0].DeepCopy()
	orphan := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "orphan", Labels: own.Labels}}
	if _, err := w.client.Pods().Create(orphan); err != nil {
		t.Fatal(err)
	}
	w.until(4 * time.Second)
	adopted, err := w.client.Pods().Get("ns", "orphan")
	if err == nil && (!metav1.IsControlledBy(adopted, job) || !scheduler.HasTrackingFinalizer(adopted)) {
		t.Errorf("the orphan was not adopted: %+v", adopted.ObjectMeta)
	}
	// Two are one too many: the newer one goes.
	w.until(8 * time.Second)
	if pods := w.client.Pods().List("ns"); len(pods) != 1 || pods[0].Name != own.Name {
		t.Errorf("pods: %v", pods)
	}
	own = w.fresh(own)
	own.Labels = map[string]string{"strayed": "yes"}
	if _, err := w.client.Pods().Update(own); err != nil {
		t.Fatal(err)
	}
	w.until(10 * time.Second)
	if released := w.fresh(own); len(released.OwnerReferences) > 0 || len(released.Finalizers) > 0 {
		t.Errorf("the strayed pod was not released: %+v", released.ObjectMeta)
	}
	if got := w.job().Status.Active; got != 1 {
		t.Errorf("%d active pods, want a new one", got)
	}
}

func TestPodsOfAJobThatIsGoneLoseTheirFinalizer(t *testing.T) {
	w := newWorld(t, func(*corev1.Pod, int) fate { return fate{forever: true} })
	job := w.create(nil)
	w.until(time.Second)
	err := w.client.Jobs().Delete("ns", job.Name, metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)})
	if err != nil {
		t.Fatal(err)
	}
	w.until(2 * time.Second)
	for _, pod := range w.client.Pods().List("ns") {
		if len(pod.Finalizers) > 0 {
			t.Errorf("pod %s keeps %v", pod.Name, pod.Finalizers)
		}
	}
}

func TestAJobManagedElsewhereIsLeftAlone(t *testing.T) {
	w := newWorld(t, succeed(time.Second))
	w.create(func(spec *batchv1.JobSpec) { spec.ManagedBy = ptr.To("acme.io/batch") })
	w.until(10 * time.Second)
	if job := w.job(); w.pods > 0 || job.Status.StartTime != nil {
		t.Errorf("%d pods, status %+v", w.pods, job.Status)
	}
}

// TestARestartAtAnyMomentEndsTheSame stops and starts the controller at every tenth of a second of a Job's life.
func TestARestartAtAnyMomentEndsTheSame(t *testing.T) {
	play := func(t *testing.T, restart time.Duration) string {
		w := newWorld(t, func(_ *corev1.Pod, n int) fate { return fate{after: 1500 * time.Millisecond, exit: int32(n % 2)} })
		w.create(func(spec *batchv1.JobSpec) { spec.Completions, spec.Parallelism = ptr.To[int32](3), ptr.To[int32](2) })
		if restart > 0 {
			w.at(restart, w.restart)
		}
		w.until(5 * time.Minute)
		job := w.job()
		var left []string
		for _, pod := range w.client.Pods().List("ns") {
			left = append(left, pod.Finalizers...)
		}
		end := scheduler.JobFinished(job)
		if end == nil {
			return fmt.Sprintf("unfinished: %+v", job.Status)
		}
		return fmt.Sprintf("%s succeeded=%d %s", end.Type, job.Status.Succeeded, strings.Join(left, " "))
	}
	want := play(t, 0)
	for at := 100 * time.Millisecond; at < 8*time.Second; at += 100 * time.Millisecond {
		if diff := cmp.Diff(want, play(t, at)); diff != "" {
			t.Errorf("restarted at %v (-want +got):\n%s", at, diff)
		}
	}
}
