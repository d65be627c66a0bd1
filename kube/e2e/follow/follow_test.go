package follow_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/e2e/follow"
	"github.com/kronoscope/kronoscope/kube/e2e/served"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
)

const (
	// patience is when stern is given up.
	patience = 2 * time.Minute
	// most is how long the Jobs may take, on the plane's clock.
	most = 5 * time.Minute
)

func TestSternPrintsEveryLineOnce(t *testing.T) {
	for name, c := range map[string]struct {
		job   *batchv1.Job
		query follow.Query
		pods  int // that there are in the end
		lines int // of all their runs
	}{
		"six indexes, two at a time, each failing once, by the Job's name": {
			job("many", func(j *batchv1.Job) {
				j.Spec.CompletionMode = ptr.To(batchv1.IndexedCompletion)
				j.Spec.BackoffLimitPerIndex = ptr.To[int32](1)
				j.Spec.Template.Annotations = map[string]string{"kronoscope/exit-code": "1,0"}
			}),
			follow.Query{Namespace: "default", Resource: "job/many"},
			12, 12 * linesOfRun,
		},
		"six pods, two at a time, whose containers are restarted, by the pods' names": {
			job("again", func(j *batchv1.Job) {
				j.Spec.Template.Spec.RestartPolicy = corev1.RestartPolicyOnFailure
				j.Spec.Template.Annotations = map[string]string{"kronoscope/exit-code": "1,0"}
			}),
			follow.Query{Namespace: "default", Pods: regexp.MustCompile("^again-")},
			6, 12 * linesOfRun,
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			server := served.Start(t, kubelet.Options{StartupDelay: 300 * time.Millisecond})
			client := kubernetes.NewForConfigOrDie(server.Config)
			if _, err := client.BatchV1().Jobs("default").Create(ctx, c.job, metav1.CreateOptions{}); err != nil {
				t.Fatal(err)
			}
			sternCtx, end := context.WithCancel(ctx)
			s := follow.Run(sternCtx, client, c.query)
			want := playAlong(ctx, t, server, client, c.job.Name, s)
			end()
			select {
			case err := <-s.Ended():
				t.Logf("stern ended with %v", err)
			case <-ctx.Done():
				t.Fatal("stern goes on after its context has ended")
			}
			if len(want) != c.lines {
				t.Errorf("the containers wrote %d lines, not %d", len(want), c.lines)
			}
			if pods, err := client.CoreV1().Pods("default").List(ctx, metav1.ListOptions{}); err != nil || len(pods.Items) != c.pods {
				t.Errorf("there are %d pods, not %d (%v)", len(pods.Items), c.pods, err)
			}
			got := s.Lines()
			checkOrder(t, got)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("stern printed\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if errs := s.Errors(); strings.Contains(errs, "fail") {
				t.Errorf("stern complained:\n%s", errs)
			}
		})
	}
}

// playAlong lets the Job run to its end, a second at a time, and goes on when stern has printed what has been written until then.
// It returns all lines.
func playAlong(ctx context.Context, t *testing.T, server *served.Server, client kubernetes.Interface, job string, s *follow.Stern) []string {
	t.Helper()
	written := map[string][]string{} // by the containers' IDs
	clk := server.Plane.Clock()
	for end := clk.Now().Add(most); clk.Now().Before(end); {
		if err := clk.RunUntil(ctx, clk.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		read(ctx, t, client, written)
		want := slices.Concat(slices.Collect(maps.Values(written))...)
		for len(s.Lines()) < len(want) {
			select {
			case <-s.Printed():
			case err := <-s.Ended():
				t.Fatalf("stern ended with %v\n%s", err, s.Errors())
			case <-ctx.Done():
				t.Fatalf("after %v stern has printed %q of %q\n%s", clk.Now(), s.Lines(), want, s.Errors())
			}
		}
		j, err := client.BatchV1().Jobs("default").Get(ctx, job, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if j.Status.CompletionTime != nil {
			return want
		}
	}
	t.Fatalf("the Job is not complete after %v", most)
	return nil
}

// read takes down what the containers have written so far.
func read(ctx context.Context, t *testing.T, client kubernetes.Interface, written map[string][]string) {
	t.Helper()
	pods, err := client.CoreV1().Pods("default").List(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, pod := range pods.Items {
		for _, c := range pod.Status.ContainerStatuses {
			if c.ContainerID == "" {
				continue
			}
			text, err := client.CoreV1().Pods("default").GetLogs(pod.Name, &corev1.PodLogOptions{Container: c.Name}).DoRaw(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for line := range strings.Lines(string(text)) {
				lines = append(lines, fmt.Sprintf("%s %s %s", pod.Name, c.Name, strings.TrimSuffix(line, "\n")))
			}
			written[c.ContainerID] = lines
		}
	}
}

// checkOrder fails where a line of a run comes before one that was written earlier.
func checkOrder(t *testing.T, lines []string) {
	t.Helper()
	last := map[string]int{} // by pod, container and run
	for _, line := range lines {
		var pod, container, run string
		var n int
		if _, err := fmt.Sscanf(line, "%s %s %s %d", &pod, &container, &run, &n); err != nil {
			t.Errorf("stern printed %q: %v", line, err)
			continue
		}
		key := pod + " " + container + " " + run
		if n != last[key]+1 {
			t.Errorf("line %d of %s came after line %d", n, key, last[key])
		}
		last[key] = n
	}
}

// linesOfRun is how many lines a run of the Jobs' container writes.
const linesOfRun = 40

func job(name string, change func(*batchv1.Job)) *batchv1.Job {
	j := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: batchv1.JobSpec{
			Parallelism: ptr.To[int32](2), Completions: ptr.To[int32](6),
			Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
				RestartPolicy: corev1.RestartPolicyNever,
				Containers: []corev1.Container{{
					Name: "main", Image: "busybox", Command: []string{"sh", "-c", `
						run=$(date +%s)
						for n in $(seq 1 10); do echo "$run $n"; done
						for n in $(seq 11 20); do echo "$run $n"; sleep 0.2; done
						for n in $(seq 21 40); do echo "$run $n"; done
						sleep 1`},
				}},
			}},
		},
	}
	change(j)
	return j
}
