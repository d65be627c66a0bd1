package controller

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

func wantTimeline(t *testing.T, w *world, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.timeline()); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
}

func wantCreated(t *testing.T, w *world, want ...time.Duration) {
	t.Helper()
	got := w.created()
	for i := range got {
		got[i] = got[i].Truncate(time.Second)
	}
	for i := range want {
		want[i] *= time.Second
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pods created at (-want +got):\n%s", diff)
	}
}

func TestTrap01BatchingDelaysPodEventsButNotEdits(t *testing.T) {
	w := newWorld(t, func(_ *corev1.Pod, n int) fate { return fate{after: 9500 * time.Millisecond, forever: n > 1} })
	w.create(func(spec *batchv1.JobSpec) { spec.Completions, spec.Parallelism = ptr.To[int32](3), ptr.To[int32](1) })
	w.at(20*time.Second, func() { w.edit(func(spec *batchv1.JobSpec) { spec.Parallelism = ptr.To[int32](2) }) })
	w.until(20 * time.Second)
	wantTimeline(t, w,
		"0s: active=0 terminating=0 succeeded=0 failed=0",
		"0s: active=1 terminating=0 succeeded=0 failed=0",
		"10.5s: active=1 terminating=0 succeeded=0 failed=0 uncounted=1/0",
		"10.5s: active=1 terminating=0 succeeded=1 failed=0",
		"20s: active=2 terminating=0 succeeded=1 failed=0",
	)
}

func TestTrap02DeadlineBeatsSuccess(t *testing.T) {
	w := newWorld(t, succeed(9500*time.Millisecond))
	w.create(func(spec *batchv1.JobSpec) { spec.ActiveDeadlineSeconds = ptr.To[int64](10) })
	w.until(15 * time.Second)
	wantTimeline(t, w,
		"0s: active=0 terminating=0 succeeded=0 failed=0",
		"0s: active=1 terminating=0 succeeded=0 failed=0",
		"10s: active=0 terminating=0 succeeded=0 failed=0 uncounted=1/0 FailureTarget=True",
		"10s: active=0 terminating=0 succeeded=1 failed=0 FailureTarget=True Failed=True",
	)
}

func TestTrap03TwoWrites(t *testing.T) {
	w := newWorld(t, succeed(3*time.Second))
	w.create(nil)
	w.until(10 * time.Second)
	wantTimeline(t, w,
		"0s: active=0 terminating=0 succeeded=0 failed=0",
		"0s: active=1 terminating=0 succeeded=0 failed=0",
		"4s: active=0 terminating=0 succeeded=0 failed=0 uncounted=1/0 SuccessCriteriaMet=True",
		"4s: active=0 terminating=0 succeeded=1 failed=0 SuccessCriteriaMet=True Complete=True",
	)
	if got := w.job().Status.CompletionTime; got == nil || !got.Time.Equal(start.Add(4*time.Second)) {
		t.Errorf("completionTime = %v, want whole second 4", got)
	}
	if diff := cmp.Diff(map[string]int{"SuccessfulCreate": 1, "Completed": 1}, w.events()); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestTrap04FailedIsNeverWrittenBySyncThatDeletedAnActivePod(t *testing.T) {
	for name, other := range map[string]fate{
		"running":                          {forever: true},
		"unscheduled, it vanishes at once": {stuck: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(_ *corev1.Pod, n int) fate {
				if n == 1 {
					return fate{after: time.Second, exit: 1}
				}
				return other
			})
			w.create(func(spec *batchv1.JobSpec) {
				spec.BackoffLimit, spec.Completions, spec.Parallelism = ptr.To[int32](0), ptr.To[int32](2), ptr.To[int32](2)
			})
			w.until(10 * time.Second)
			wantTimeline(t, w,
				"0s: active=0 terminating=0 succeeded=0 failed=0",
				"0s: active=2 terminating=0 succeeded=0 failed=0",
				"2s: active=0 terminating=1 succeeded=0 failed=0 uncounted=0/2 FailureTarget=True",
				"2s: active=0 terminating=1 succeeded=0 failed=2 FailureTarget=True",
				"3s: active=0 terminating=0 succeeded=0 failed=2 FailureTarget=True",
				"3s: active=0 terminating=0 succeeded=0 failed=2 FailureTarget=True Failed=True",
			)
		})
	}
}

func TestTrap05LeftoversCountAsFailedOnlyWhenTheJobFails(t *testing.T) {
	indexed := func(spec *batchv1.JobSpec) {
		spec.CompletionMode, spec.BackoffLimit = ptr.To(batchv1.IndexedCompletion), ptr.To[int32](0)
		spec.Completions, spec.Parallelism = ptr.To[int32](3), ptr.To[int32](3)
	}
	first := func(exit int32) func(*corev1.Pod, int) fate {
		return func(_ *corev1.Pod, n int) fate { return fate{after: time.Second, exit: exit, forever: n != 1} }
	}
	for _, test := range []struct {
		name   string
		script func(*corev1.Pod, int) fate
		spec   func(*batchv1.JobSpec)
		edit   func(*batchv1.JobSpec)
		failed int32
	}{
		{name: "failing", script: first(1), spec: indexed, failed: 3},
		{name: "success policy", script: first(0), spec: func(spec *batchv1.JobSpec) {
			indexed(spec)
			spec.SuccessPolicy = &batchv1.SuccessPolicy{Rules: []batchv1.SuccessPolicyRule{{SucceededCount: ptr.To[int32](1)}}}
		}},
		{name: "scale-down", script: first(0), spec: indexed, edit: func(spec *batchv1.JobSpec) { spec.Parallelism = ptr.To[int32](0) }},
		{name: "suspend", script: first(0), spec: indexed, edit: func(spec *batchv1.JobSpec) { spec.Suspend = ptr.To(true) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, test.script)
			w.create(test.spec)
			if test.edit != nil {
				w.at(3*time.Second, func() { w.edit(test.edit) })
			}
			w.until(20 * time.Second)
			if got := w.job().Status.Failed; got != test.failed {
				t.Errorf("status.failed = %d, want %d\n%s", got, test.failed, strings.Join(w.timeline(), "\n"))
			}
			for _, pod := range w.client.Pods().List("ns") {
				if len(pod.Finalizers) > 0 {
					t.Errorf("pod %s keeps finalizers %v", pod.Name, pod.Finalizers)
				}
			}
		})
	}
}

func TestTrap07DeletedPodCountsAtOnceOrOnlyWhenItEnded(t *testing.T) {
	for _, test := range []struct {
		policy  batchv1.PodReplacementPolicy
		failed  time.Duration
		created []time.Duration
	}{
		// The pod lingers for four seconds after its deletion at 3 s.
		{batchv1.TerminatingOrFailed, 4 * time.Second, []time.Duration{0, 13}},
		{batchv1.Failed, 8 * time.Second, []time.Duration{0, 17}},
	} {
		t.Run(string(test.policy), func(t *testing.T) {
			w := newWorld(t, func(*corev1.Pod, int) fate { return fate{forever: true, linger: 4 * time.Second} })
			w.create(func(spec *batchv1.JobSpec) { spec.PodReplacementPolicy = ptr.To(test.policy) })
			w.at(3*time.Second, func() {
				for _, pod := range w.client.Pods().List("ns") {
					if err := w.client.Pods().Delete("ns", pod.Name, metav1.DeleteOptions{}); err != nil {
						t.Error(err)
					}
				}
			})
			w.until(20 * time.Second)
			wantCreated(t, w, test.created...)
			i := slices.IndexFunc(w.timeline(), func(line string) bool { return strings.Contains(line, "failed=1") })
			if i < 0 || !strings.HasPrefix(w.timeline()[i], test.failed.String()+":") {
				t.Errorf("the failure ought to be counted at %v:\n%s", test.failed, strings.Join(w.timeline(), "\n"))
			}
		})
	}
}
