package controller

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

func TestTrap09IgnoredFailuresStillDelay(t *testing.T) {
	w := newWorld(t, fail(time.Second, 42))
	w.create(func(spec *batchv1.JobSpec) {
		spec.BackoffLimit = ptr.To[int32](0)
		spec.PodFailurePolicy = &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
			Action: batchv1.PodFailurePolicyActionIgnore,
			OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{
				Operator: batchv1.PodFailurePolicyOnExitCodesOpIn, Values: []int32{42},
			},
		}}}
	})
	w.until(80 * time.Second)
	// Each pod runs for a second; the next one follows 10, 20 and 40 s after its end.
	wantCreated(t, w, 0, 11, 32, 73)
	if job := w.job(); job.Status.Failed != 0 || len(job.Status.Conditions) > 0 {
		t.Errorf("failed = %d, conditions %v: want none", job.Status.Failed, job.Status.Conditions)
	}
}

func TestTrap10ParallelFailuresCompound(t *testing.T) {
	w := newWorld(t, func(_ *corev1.Pod, n int) fate { return fate{after: time.Second, exit: 1, forever: n > 3} })
	w.create(func(spec *batchv1.JobSpec) { spec.Completions, spec.Parallelism = ptr.To[int32](3), ptr.To[int32](3) })
	w.until(60 * time.Second)
	wantCreated(t, w, 0, 0, 0, 41, 41, 41)
}

func TestTrap11PerIndexAccountingLag(t *testing.T) {
	w := newWorld(t, func(_ *corev1.Pod, n int) fate { return fate{after: time.Second, exit: 1, forever: n > 1} })
	w.create(func(spec *batchv1.JobSpec) {
		spec.CompletionMode, spec.BackoffLimitPerIndex = ptr.To(batchv1.IndexedCompletion), ptr.To[int32](2)
		spec.Completions = ptr.To[int32](1)
	})
	w.until(10 * time.Second)
	pods := w.client.Pods().List("ns")
	if job := w.job(); job.Status.Failed != 0 || len(pods) != 1 || len(pods[0].Finalizers) != 1 {
		t.Fatalf("during the back-off: failed = %d, pods %v", job.Status.Failed, pods)
	}
	w.until(15 * time.Second)
	wantCreated(t, w, 0, 11)
	if got := w.job().Status.Failed; got != 1 {
		t.Errorf("after the replacement: failed = %d, want 1", got)
	}
	for _, pod := range w.client.Pods().List("ns") {
		failed := pod.Status.Phase == corev1.PodFailed
		want := map[bool]string{true: "0", false: "1"}[failed]
		if got := pod.Annotations[batchv1.JobIndexFailureCountAnnotation]; got != want || failed == (len(pod.Finalizers) > 0) {
			t.Errorf("pod %s %s: failure count %q, finalizers %v", pod.Name, pod.Status.Phase, got, pod.Finalizers)
		}
	}
}

func TestTrap12HeadOfLineBackoff(t *testing.T) {
	w := newWorld(t, func(_ *corev1.Pod, n int) fate {
		if n == 1 {
			return fate{after: time.Second, exit: 1}
		}
		return fate{after: time.Second}
	})
	w.create(func(spec *batchv1.JobSpec) {
		spec.CompletionMode, spec.BackoffLimitPerIndex = ptr.To(batchv1.IndexedCompletion), ptr.To[int32](2)
		spec.Completions, spec.Parallelism = ptr.To[int32](2), ptr.To[int32](1)
	})
	w.until(30 * time.Second)
	wantCreated(t, w, 0, 11, 13)
}

func TestTrap13LongDeadlineSurvivesShortBackoff(t *testing.T) {
	w := newWorld(t, func(_ *corev1.Pod, n int) fate { return fate{after: time.Second, exit: 1, forever: n > 1} })
	w.create(func(spec *batchv1.JobSpec) { spec.ActiveDeadlineSeconds = ptr.To[int64](60) })
	w.until(59 * time.Second)
	wantCreated(t, w, 0, 11)
	w.until(62 * time.Second)
	lines := w.timeline()
	if got := lines[len(lines)-1]; !strings.HasPrefix(got, "1m1s:") || !strings.HasSuffix(got, "FailureTarget=True Failed=True") {
		t.Errorf("the deadline ought to have failed the Job:\n%s", strings.Join(lines, "\n"))
	}
}

func TestTrap14ResumeResetsTheDeadline(t *testing.T) {
	w := newWorld(t, func(*corev1.Pod, int) fate { return fate{forever: true} })
	w.create(func(spec *batchv1.JobSpec) { spec.ActiveDeadlineSeconds = ptr.To[int64](10) })
	w.at(5*time.Second, func() { w.edit(func(spec *batchv1.JobSpec) { spec.Suspend = ptr.To(true) }) })
	w.until(30 * time.Second)
	if got := w.job().Status.StartTime; got != nil {
		t.Errorf("suspended: startTime = %v, want none", got)
	}
	w.edit(func(spec *batchv1.JobSpec) { spec.Suspend = ptr.To(false) })
	w.until(39 * time.Second)
	if got := w.job().Status.StartTime; got == nil || !got.Time.Equal(start.Add(30*time.Second)) {
		t.Errorf("resumed: startTime = %v", got)
	}
	w.until(45 * time.Second)
	lines := w.timeline()
	if got := lines[len(lines)-1]; got != "41s: active=0 terminating=0 succeeded=0 failed=1 Suspended=False FailureTarget=True Failed=True" {
		t.Errorf("last line %q of\n%s", got, strings.Join(lines, "\n"))
	}
	want := map[string]int{"SuccessfulCreate": 2, "SuccessfulDelete": 2, "Suspended": 1, "Resumed": 1, "DeadlineExceeded": 1}
	if diff := cmp.Diff(want, w.events()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestTrap15ElasticShrink(t *testing.T) {
	quick := map[string]bool{"0": true, "1": true, "5": true, "6": true}
	w := newWorld(t, func(pod *corev1.Pod, n int) fate {
		return fate{after: time.Second, forever: !quick[pod.Labels[batchv1.JobCompletionIndexAnnotation]] || n > 10}
	})
	resize := func(n int32) func(*batchv1.JobSpec) {
		return func(spec *batchv1.JobSpec) {
			spec.Completions, spec.Parallelism = ptr.To(n), ptr.To(n)
			spec.CompletionMode = ptr.To(batchv1.IndexedCompletion)
		}
	}
	w.create(resize(10))
	w.at(5*time.Second, func() { w.edit(resize(5)) })
	w.until(5 * time.Second)
	before := w.timeline()
	if got := before[len(before)-1]; !strings.Contains(got, "succeeded=2 failed=0 completed=0,1") || !strings.Contains(before[len(before)-2], "succeeded=4 failed=0 completed=0,1,5,6") {
		t.Errorf("after the shrink:\n%s", strings.Join(before, "\n"))
	}
	w.until(10 * time.Second)
	if job := w.job(); job.Status.Failed != 0 || job.Status.Active != 3 {
		t.Errorf("failed = %d, active = %d", job.Status.Failed, job.Status.Active)
	}
	w.edit(resize(10))
	w.until(15 * time.Second)
	var again []string
	for _, pod := range w.client.Pods().List("ns") {
		if pod.CreationTimestamp.After(start.Add(5 * time.Second)) {
			again = append(again, pod.Labels[batchv1.JobCompletionIndexAnnotation])
		}
	}
	slices.Sort(again)
	if diff := cmp.Diff([]string{"5", "6", "7", "8", "9"}, again); diff != "" {
		t.Errorf("indexes that run again (-want +got):\n%s", diff)
	}
}

func TestTrap16WorkQueueIsNotRefilledAfterASuccess(t *testing.T) {
	w := newWorld(t, func(_ *corev1.Pod, n int) fate {
		return map[int]fate{1: {after: time.Second}, 2: {after: 5 * time.Second, exit: 1}, 3: {after: 8 * time.Second, exit: 1}}[n]
	})
	w.create(func(spec *batchv1.JobSpec) { spec.Parallelism = ptr.To[int32](3) })
	w.until(30 * time.Second)
	wantCreated(t, w, 0, 0, 0)
	lines := w.timeline()
	if got := lines[len(lines)-1]; got != "9s: active=0 terminating=0 succeeded=1 failed=2 SuccessCriteriaMet=True Complete=True" {
		t.Errorf("last line %q", got)
	}
}
