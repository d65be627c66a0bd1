package controller

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/resource/resourcetest"
)

// podLatency is how long the test's kubelet takes to notice anything: short against the batches of the controller.
const podLatency = 20 * time.Millisecond

// fate is what becomes of a pod: it exits with a code after a while, or runs until it is deleted.
type fate struct {
	after   time.Duration
	exit    int32
	forever bool
	stuck   bool // stays Pending, without a node
	linger  time.Duration
}

// world is a Job controller with an API, and a kubelet that lets pods run as a script says.
type world struct {
	t      *testing.T
	clock  *clock.Clock
	client *resourcetest.Client
	jobs   controller
	script func(pod *corev1.Pod, n int) fate

	mu    sync.Mutex
	pods  int
	lines []string
}

func newWorld(t *testing.T, script func(pod *corev1.Pod, n int) fate) *world {
	t.Helper()
	clk := clock.NewManual(start)
	w := &world{t: t, clock: clk, client: resourcetest.New(clk.Now), script: script}
	w.client.Pods().OnChange(w.podChanged)
	w.client.Jobs().OnChange(w.jobChanged)
	w.restart()
	t.Cleanup(func() { w.jobs.stop() })
	return w
}

// restart makes a new controller, which knows only what the API holds.
func (w *world) restart() {
	if w.jobs != nil {
		w.jobs.stop()
	}
	w.jobs = newJobController(deps{client: w.client, clock: w.clock, onError: func(_, key string, err error) {
		w.t.Logf("at %v: sync of %s: %v", w.clock.Since(start), key, err)
	}})
	w.jobs.start()
}

// until runs the world up to an offset from its start.
func (w *world) until(d time.Duration) {
	w.t.Helper()
	if err := w.clock.RunUntil(context.Background(), start.Add(d)); err != nil {
		w.t.Fatal(err)
	}
}

// at does something at an offset from the start.
func (w *world) at(d time.Duration, f func()) {
	w.clock.At(start.Add(d), func() { w.clock.Go(f) })
}

func (w *world) create(change func(spec *batchv1.JobSpec)) *batchv1.Job {
	w.t.Helper()
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "j"},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever, TerminationGracePeriodSeconds: ptr.To[int64](1),
			Containers: []corev1.Container{{Name: "main", Image: "busybox"}},
		}}},
	}
	if change != nil {
		change(&job.Spec)
	}
	created, err := w.client.Jobs().Create(job)
	if err != nil {
		w.t.Fatal(err)
	}
	return created
}

// edit changes the Job's spec, as a user does.
func (w *world) edit(change func(spec *batchv1.JobSpec)) {
	job := w.job().DeepCopy()
	change(&job.Spec)
	if _, err := w.client.Jobs().Update(job); err != nil {
		w.t.Error(err)
	}
}

func (w *world) job() *batchv1.Job {
	job, err := w.client.Jobs().Get("ns", "j")
	if err != nil {
		w.t.Fatal(err)
	}
	return job
}

func (w *world) jobChanged(_, job *batchv1.Job) {
	if job == nil {
		return
	}
	s := job.Status
	line := fmt.Sprintf("active=%d terminating=%d succeeded=%d failed=%d",
		s.Active, ptr.Deref(s.Terminating, 0), s.Succeeded, s.Failed)
	if s.CompletedIndexes != "" {
		line += " completed=" + s.CompletedIndexes
	}
	if s.FailedIndexes != nil {
		line += " failedIndexes=" + *s.FailedIndexes
	}
	if u := s.UncountedTerminatedPods; u != nil && len(u.Succeeded)+len(u.Failed) > 0 {
		line += fmt.Sprintf(" uncounted=%d/%d", len(u.Succeeded), len(u.Failed))
	}
	for _, c := range s.Conditions {
		line += fmt.Sprintf(" %s=%s", c.Type, c.Status)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if n := len(w.lines); n > 0 && strings.HasSuffix(w.lines[n-1], ": "+line) {
		return
	}
	w.lines = append(w.lines, fmt.Sprintf("%v: %s", w.clock.Since(start).Truncate(100*time.Millisecond), line))
}

// events are the reasons of all events on the Job, with their counts.
func (w *world) events() map[string]int {
	reasons := map[string]int{}
	for _, event := range w.client.Events().List("ns") {
		reasons[event.Reason] += int(event.Count)
	}
	return reasons
}

// created are the offsets at which pods were created, in order.
func (w *world) created() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	var offsets []time.Duration
	for _, line := range w.lines {
		if text, found := strings.CutSuffix(line, ": pod"); found {
			d, err := time.ParseDuration(text)
			if err != nil {
				w.t.Fatal(err)
			}
			offsets = append(offsets, d)
		}
	}
	return offsets
}

// timeline are the distinct states of the Job's status, with the offset of each.
func (w *world) timeline() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var lines []string
	for _, line := range w.lines {
		if !strings.HasSuffix(line, ": pod") {
			lines = append(lines, line)
		}
	}
	return lines
}

func (w *world) podChanged(old, pod *corev1.Pod) {
	switch {
	case old == nil:
		w.mu.Lock()
		w.pods++
		n := w.pods
		w.lines = append(w.lines, fmt.Sprintf("%v: pod", w.clock.Since(start).Truncate(100*time.Millisecond)))
		w.mu.Unlock()
		if f := w.script(pod, n); !f.stuck {
			w.later(podLatency, func() { w.play(pod, f) })
		}
	case pod != nil && pod.DeletionTimestamp != nil && old.DeletionTimestamp == nil && *pod.DeletionGracePeriodSeconds > 0:
		w.later(podLatency+w.script(pod, 0).linger, func() {
			w.end(pod, 143)
			_ = w.client.Pods().Delete(pod.Namespace, pod.Name, metav1.DeleteOptions{GracePeriodSeconds: ptr.To[int64](0)})
		})
	}
}

func (w *world) play(pod *corev1.Pod, f fate) {
	bound := w.fresh(pod)
	if bound == nil {
		return
	}
	bound.Spec.NodeName = "node-0"
	if _, err := w.client.Pods().Update(bound); err != nil {
		return
	}
	running := w.fresh(pod)
	running.Status.Phase = corev1.PodRunning
	running.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: metav1.NewTime(w.clock.Now())}}
	if _, err := w.client.Pods().UpdateStatus(running); err != nil {
		w.t.Error(err)
	}
	if !f.forever {
		w.later(f.after, func() { w.end(pod, f.exit) })
	}
}

func (w *world) end(pod *corev1.Pod, exit int32) {
	ended := w.fresh(pod)
	if ended == nil || ended.Status.Phase == corev1.PodSucceeded || ended.Status.Phase == corev1.PodFailed {
		return
	}
	ended.Status.Phase = corev1.PodSucceeded
	if exit != 0 {
		ended.Status.Phase = corev1.PodFailed
	}
	now := metav1.NewTime(w.clock.Now())
	ended.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionFalse, LastTransitionTime: now}}
	ended.Status.ContainerStatuses = []corev1.ContainerStatus{{
		Name: "main", State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: exit, FinishedAt: now}},
	}}
	if _, err := w.client.Pods().UpdateStatus(ended); err != nil {
		w.t.Error(err)
	}
}

// fresh is a copy of a pod's present state, nil when it is gone.
func (w *world) fresh(pod *corev1.Pod) *corev1.Pod {
	current, err := w.client.Pods().Get(pod.Namespace, pod.Name)
	if err != nil || current.UID != pod.UID {
		return nil
	}
	return current.DeepCopy()
}

func (w *world) later(d time.Duration, f func()) {
	w.clock.AfterFunc(d, func() { w.clock.Go(f) })
}

var _ resource.Client = (*resourcetest.Client)(nil)

// succeed lets every pod end well after a while.
func succeed(after time.Duration) func(*corev1.Pod, int) fate {
	return func(*corev1.Pod, int) fate { return fate{after: after} }
}

// fail lets every pod end with an exit code after a while.
func fail(after time.Duration, exit int32) func(*corev1.Pod, int) fate {
	return func(*corev1.Pod, int) fate { return fate{after: after, exit: exit} }
}
