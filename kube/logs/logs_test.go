package logs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// stamped is a log line as the API server sends it with timestamps.
func stamped(seconds float64, text string) string {
	return workloadtest.Epoch.Add(time.Duration(seconds*float64(time.Second))).Format(time.RFC3339Nano) + " " + text + "\n"
}

// fakeLogs plays the log endpoint: each container has a script of answers, one for each request.
type fakeLogs struct {
	mu      sync.Mutex
	answers map[string][]answer // by pod/container, with " previous" for that log; the last one serves all further requests
	asked   []string
	open    int
	maxOpen int
}

type answer struct {
	text string
	err  error         // instead of a body
	cut  error         // after the text, instead of its end
	wait chan struct{} // before the end of the body
}

func (f *fakeLogs) opener(ctx context.Context, pod kube.Key, opts *corev1.PodLogOptions) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := pod.Name + "/" + opts.Container
	if opts.Previous {
		name += " previous"
	}
	ask := name
	if opts.Follow {
		ask += " follow"
	}
	if opts.SinceTime != nil {
		ask += " since " + opts.SinceTime.UTC().Format("15:04:05")
	}
	if opts.TailLines != nil {
		ask += fmt.Sprint(" tail ", *opts.TailLines)
	}
	f.asked = append(f.asked, ask)
	script := f.answers[name]
	if len(script) == 0 {
		return nil, errors.New("no such log")
	}
	a := script[0]
	if len(script) > 1 {
		f.answers[name] = script[1:]
	}
	if a.err != nil {
		return nil, a.err
	}
	f.open++
	f.maxOpen = max(f.maxOpen, f.open)
	return &fakeBody{Reader: strings.NewReader(a.text), a: a, ctx: ctx, logs: f}, nil
}

type fakeBody struct {
	io.Reader
	a    answer
	ctx  context.Context
	logs *fakeLogs
}

func (b *fakeBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == nil {
		return n, nil
	}
	if b.a.wait != nil {
		select {
		case <-b.a.wait:
		case <-b.ctx.Done():
			return n, b.ctx.Err()
		}
	}
	if b.a.cut != nil {
		return n, b.a.cut
	}
	return n, err
}

func (b *fakeBody) Close() error {
	b.logs.mu.Lock()
	defer b.logs.mu.Unlock()
	b.logs.open--
	return nil
}

// readAll collects lines, as "container text", until the stream ends.
func readAll(t *testing.T, s *Stream) (lines, notices []string) {
	t.Helper()
	for {
		batch, err := s.Next(t.Context())
		for _, line := range batch.Lines {
			lines = append(lines, line.Source.Pod+" "+string(line.Text))
		}
		notices = append(notices, batch.Notices...)
		if errors.Is(err, io.EOF) {
			return lines, notices
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func jobStream(ctx context.Context, client kubernetes.Interface, logs *fakeLogs, o Options) *Stream {
	return start(ctx, &kube.Cluster{Client: client}, o, logs.opener, func(context.Context) (target, error) {
		return target{kube.KindJob, kube.Key{Namespace: "default", Name: "batch"}}, nil
	})
}

func TestJobLogs_MergesFinishedPodsInOrderOfTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch", workloadtest.Completed(0, 10))
		client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Ended(0, 9, 0)), workloadtest.Pod(job, 2, workloadtest.Ended(0, 9, 0)))
		logs := &fakeLogs{answers: map[string][]answer{
			"batch-00001/main": {{text: stamped(1, "a") + stamped(3, "c") + stamped(3, "c")}},
			"batch-00002/main": {{text: stamped(2, "b") + stamped(4, "d") + strings.TrimSuffix(stamped(5, "no line break"), "\n")}},
		}}
		s := jobStream(t.Context(), client, logs, Options{Follow: true, TailLines: 100})
		defer s.Close()
		lines, notices := readAll(t, s)
		want := []string{"batch-00001 a", "batch-00002 b", "batch-00001 c", "batch-00001 c", "batch-00002 d", "batch-00002 no line break"}
		if diff := cmp.Diff(want, lines); diff != "" || len(notices) > 0 {
			t.Errorf("%s\nnotices %q", diff, notices)
		}
		if diff := cmp.Diff([]string{"batch-00001/main tail 100", "batch-00002/main tail 100"}, sorted(logs.asked)); diff != "" {
			t.Error(diff)
		}
	})
}

func sorted(in []string) []string {
	m := map[string]bool{}
	for _, s := range in {
		m[s] = true
	}
	return slices.Sorted(maps.Keys(m))
}

func TestJobLogs_ResumesABrokenStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch")
		client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Running(0)))
		end := make(chan struct{})
		logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {
			{text: stamped(1, "one") + stamped(2.1, "two") + stamped(2.1, "two") + stamped(2.2, "three"), cut: errors.New("connection reset by peer")},
			// The server only knows whole seconds, so it begins again at 2.0.
			{text: stamped(2.1, "two") + stamped(2.1, "two") + stamped(2.2, "three") + stamped(2.2, "three") + stamped(2.3, "four"), wait: end},
			{text: stamped(2.1, "two") + stamped(2.1, "two") + stamped(2.2, "three") + stamped(2.2, "three") + stamped(2.3, "four")},
		}}}
		s := jobStream(t.Context(), client, logs, Options{Follow: true})
		defer s.Close()
		go func() {
			time.Sleep(5 * time.Second)
			finish(t, client, job, workloadtest.Pod(job, 1, workloadtest.Ended(0, 3, 0)))
			close(end)
		}()
		lines, notices := readAll(t, s)
		want := []string{"batch-00001 one", "batch-00001 two", "batch-00001 two", "batch-00001 three", "batch-00001 three", "batch-00001 four"}
		if diff := cmp.Diff(want, lines); diff != "" || len(notices) > 0 {
			t.Errorf("%s\nnotices %q", diff, notices)
		}
		if got := logs.asked[1]; got != "batch-00001/main follow since 12:00:02" {
			t.Errorf("second request %q", got)
		}
	})
}

// finish ends the pod and then the Job, as the control plane does.
func finish(t *testing.T, client kubernetes.Interface, job *batchv1.Job, pod *corev1.Pod) {
	t.Helper()
	if _, err := client.CoreV1().Pods("default").Update(t.Context(), pod, metav1.UpdateOptions{}); err != nil {
		t.Error(err)
	}
	done := job.DeepCopy()
	workloadtest.Completed(0, 10)(done)
	if _, err := client.BatchV1().Jobs("default").Update(t.Context(), done, metav1.UpdateOptions{}); err != nil {
		t.Error(err)
	}
}

func TestJobLogs_FollowsPodsThatAppearLaterAndEndsWithTheJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch")
		client := fake.NewClientset(job)
		logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {{text: stamped(1, "failed")}}, "batch-00002/main": {{text: stamped(20, "retried")}}}}
		s := jobStream(t.Context(), client, logs, Options{Follow: true, TailLines: 5})
		defer s.Close()
		go func() {
			for _, pod := range []*corev1.Pod{workloadtest.Pod(job, 1, workloadtest.Ended(0, 2, 1)), workloadtest.Pod(job, 2, workloadtest.Running(12))} {
				time.Sleep(10 * time.Second)
				if _, err := client.CoreV1().Pods("default").Create(t.Context(), pod, metav1.CreateOptions{}); err != nil {
					t.Error(err)
				}
			}
			time.Sleep(10 * time.Second)
			finish(t, client, job, workloadtest.Pod(job, 2, workloadtest.Ended(12, 22, 0)))
		}()
		lines, _ := readAll(t, s)
		if diff := cmp.Diff([]string{"batch-00001 failed", "batch-00002 retried"}, lines); diff != "" {
			t.Error(diff)
		}
		for _, ask := range logs.asked {
			if strings.Contains(ask, "tail") {
				t.Errorf("%s: a pod that appeared later was not read from its beginning", ask)
			}
		}
	})
}

func TestJobLogs_WithoutFollowEndsAtWhatThereIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch")
		client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Running(0)))
		logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {{text: stamped(1, "so far")}}}}
		s := jobStream(t.Context(), client, logs, Options{})
		defer s.Close()
		if lines, _ := readAll(t, s); len(lines) != 1 {
			t.Errorf("lines %q, want one", lines)
		}
	})
}

func TestJobLogs_AJobThatIsNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := jobStream(t.Context(), fake.NewClientset(), &fakeLogs{}, Options{Follow: true})
		defer s.Close()
		_, err := s.Next(t.Context())
		if err == nil || err.Error() != "reading logs of job default/batch: not found" {
			t.Errorf("got %v", err)
		}
	})
}

func TestJobLogs_ManyPodsShareFewStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const pods = 300
		job := workloadtest.Job("batch", workloadtest.Completed(0, 10))
		client := fake.NewClientset(job)
		logs := &fakeLogs{answers: map[string][]answer{}}
		for i := range pods {
			pod := workloadtest.Pod(job, i, workloadtest.Ended(0, 9, 0))
			if err := client.Tracker().Add(pod); err != nil {
				t.Fatal(err)
			}
			logs.answers[pod.Name+"/main"] = []answer{{text: stamped(float64(i), "x")}}
		}
		s := jobStream(t.Context(), client, logs, Options{Follow: true})
		defer s.Close()
		lines, _ := readAll(t, s)
		if len(lines) != pods || logs.maxOpen > maxReading {
			t.Errorf("%d lines over at most %d streams, want %d over %d", len(lines), logs.maxOpen, pods, maxReading)
		}
	})
}

func TestJobLogs_CloseEndsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch")
		client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Running(0)))
		logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {{text: stamped(1, "x"), wait: make(chan struct{})}}}}
		s := jobStream(t.Context(), client, logs, Options{Follow: true})
		if _, err := s.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Close() // the bubble fails the test when a goroutine is left
	})
}
