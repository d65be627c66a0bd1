package jobdetail

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

var now = time.Date(2026, 11, 24, 0, 58, 12, 0, time.UTC)

func ago(d time.Duration) metav1.Time { return metav1.NewTime(now.Add(-d)) }

// pod returns a pod of image-processor of a given age.
func pod(index int, status string, phase corev1.PodPhase, age time.Duration) *workload.Pod {
	p := &workload.Pod{
		Trimmed: &corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{
				Namespace: "demo", Name: fmt.Sprintf("image-processor-%d-x7k2p", index), CreationTimestamp: ago(age),
			},
			Spec:   corev1.PodSpec{NodeName: "node-0"},
			Status: corev1.PodStatus{Phase: phase},
		},
		Status: status, Index: index, Started: now.Add(-age),
	}
	switch phase {
	case corev1.PodSucceeded:
		p.Ended, p.ExitCode = p.Started.Add(31*time.Second), ptr.To(int32(0))
	case corev1.PodFailed:
		p.Ended, p.ExitCode = p.Started.Add(12*time.Second), ptr.To(int32(3))
	case corev1.PodPending:
		p.Started = time.Time{}
	}
	return p
}

// imageProcessor is the guide's Indexed Job, under way.
func imageProcessor() *workload.Job {
	start := ago(5 * time.Minute)
	job := &workload.Job{
		Trimmed: &batchv1.Job{
			ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: "image-processor"},
			Spec: batchv1.JobSpec{
				Completions: ptr.To(int32(100)), Parallelism: ptr.To(int32(10)), BackoffLimit: ptr.To(int32(6)),
				CompletionMode: ptr.To(batchv1.IndexedCompletion),
			},
			Status: batchv1.JobStatus{
				StartTime: &start, Succeeded: 43, Failed: 2, Active: 3, Ready: ptr.To(int32(2)), CompletedIndexes: "0-39,41-43",
				FailedIndexes: ptr.To("40"),
			},
		},
		State: workload.JobRunning, Expected: 43 * time.Second,
		Pods: []*workload.Pod{
			pod(40, "Error", corev1.PodFailed, 2*time.Minute), pod(42, "Completed", corev1.PodSucceeded, time.Minute),
			pod(44, "Running", corev1.PodRunning, 31*time.Second), pod(45, "Running", corev1.PodRunning, 16*time.Second),
			pod(46, "ContainerCreating", corev1.PodPending, time.Second),
		},
	}
	job.Pods[3].Restarts = 1
	return job
}

type silentFeed struct{ end chan struct{} }

func (f silentFeed) Next() (logs.Batch, error) { <-f.end; return logs.Batch{}, io.EOF }
func (f silentFeed) Close()                    { close(f.end) }

type world struct {
	*testing.T
	env    *screen.Env
	screen *Screen
	asked  []tea.Msg
	opened []logs.Target
}

func newWorld(t *testing.T, jobs ...*workload.Job) *world {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, env: &screen.Env{
		Cluster: &kube.Cluster{}, Snapshot: &workload.Snapshot{Jobs: jobs}, Styles: theme.Styles(), Keys: keymap.Default(),
		Now: now, Zone: time.UTC,
	}}
	w.screen = New(t.Context(), w.env, kube.Key{Namespace: "demo", Name: "image-processor"}, func(_ context.Context, target logs.Target) (logs.Feed, error) {
		w.opened = append(w.opened, target)
		return silentFeed{make(chan struct{})}, nil
	})
	w.screen.SetSize(120, 32)
	return w
}

func (w *world) press(k string) {
	w.screen.Update(tuitest.Key(w, k))
	w.asked = append(w.asked, w.env.Asked()...)
}

func (w *world) changed(jobs ...*workload.Job) {
	w.env.Snapshot = &workload.Snapshot{Jobs: jobs}
	w.screen.Update(screen.ChangedMsg{})
}

func (w *world) view() string { return ansi.Strip(w.screen.View()) }

func (w *world) sees(parts ...string) {
	w.Helper()
	tuitest.Sees(w, w.screen, parts...)
}
