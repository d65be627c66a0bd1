package logs

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
	k8stesting "k8s.io/client-go/testing"

	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// restarted sets how often the pod's container has been restarted.
func restarted(times int32) func(*corev1.Pod) {
	return func(p *corev1.Pod) { p.Status.ContainerStatuses[0].RestartCount = times }
}

// crashLooping is a container that has ended and waits to be restarted.
func crashLooping(p *corev1.Pod) {
	workloadtest.Waiting("CrashLoopBackOff", "")(p)
	p.Status.ContainerStatuses[0].LastTerminationState.Terminated = &corev1.ContainerStateTerminated{ExitCode: 1}
}

func updatePod(t *testing.T, client *fake.Clientset, pod *corev1.Pod) {
	t.Helper()
	if _, err := client.CoreV1().Pods("default").Update(t.Context(), pod, metav1.UpdateOptions{}); err != nil {
		t.Error(err)
	}
}

func TestJobLogs_OfAContainerThatIsRestarted(t *testing.T) {
	reset := errors.New("connection reset by peer")
	noPrevious := apierrors.NewBadRequest(`previous terminated container "main" in pod "batch-00001" not found`)
	const mayMiss = "batch-00001/main has been restarted: its last lines before that may be missing"
	for name, tt := range map[string]struct {
		present, previous []answer
		again             func(*corev1.Pod) // after the first run
		restarts          int32
		noWatch           bool // the pods' watch delivers the restart late
		tail              int64
		lines, notices    []string
	}{
		"while its stream is broken": {
			present:  []answer{{text: stamped(1, "begins"), cut: reset}, {text: stamped(3, "run 1")}},
			previous: []answer{{text: stamped(1, "begins") + stamped(1, "begins") + stamped(2, "panic")}},
			again:    workloadtest.Running(3), restarts: 1,
			lines: []string{"begins", "begins", "panic", "run 1"},
		},
		"while its stream is broken, and the previous log breaks too": {
			present:  []answer{{text: stamped(1, "begins"), cut: reset}, {text: stamped(3, "run 1")}},
			previous: []answer{{text: stamped(1, "begins") + stamped(2, "panic"), cut: reset}, {text: stamped(2, "panic") + stamped(2.5, "exit")}},
			again:    workloadtest.Running(3), restarts: 1,
			lines: []string{"begins", "panic", "exit", "run 1"},
		},
		"while the watch is behind": {
			present:  []answer{{text: stamped(1, "begins"), cut: reset}, {text: stamped(3, "run 1")}},
			previous: []answer{{text: stamped(1, "begins") + stamped(2, "panic")}},
			again:    workloadtest.Running(3), restarts: 1, noWatch: true,
			lines: []string{"begins", "panic", "run 1"},
		},
		"before the first line came": {
			present:  []answer{{err: reset}, {text: stamped(3, "run 1")}},
			previous: []answer{{text: stamped(2, "panic")}},
			again:    workloadtest.Running(3), restarts: 1, tail: 5,
			lines: []string{"panic", "run 1"},
		},
		"and its previous log is removed": {
			present:  []answer{{text: stamped(1, "begins"), cut: reset}, {text: stamped(3, "run 1")}},
			previous: []answer{{err: noPrevious}},
			again:    workloadtest.Running(3), restarts: 1,
			lines: []string{"begins", "run 1"}, notices: []string{mayMiss},
		},
		"after its stream had come to its end, and its previous log is removed": {
			present:  []answer{{text: stamped(1, "begins")}, {text: stamped(3, "run 1")}},
			previous: []answer{{err: noPrevious}},
			again:    workloadtest.Running(3), restarts: 1,
			lines: []string{"begins", "run 1"},
		},
		"and has failed again, so that both logs are of the later run": {
			present: []answer{{text: stamped(1, "begins"), cut: reset}, {text: stamped(3, "run 1")}},
			again:   crashLooping, restarts: 1,
			lines: []string{"begins", "run 1"}, notices: []string{mayMiss},
		},
		"twice": {
			present:  []answer{{text: stamped(1, "run 0")}, {text: stamped(40, "run 2")}},
			previous: []answer{{text: stamped(30, "run 1")}},
			again:    workloadtest.Running(40), restarts: 2,
			lines: []string{"run 0", "run 1", "run 2"},
		},
		"twice while its stream is broken": {
			present:  []answer{{text: stamped(1, "run 0"), cut: reset}, {text: stamped(40, "run 2")}},
			previous: []answer{{text: stamped(30, "run 1")}},
			again:    workloadtest.Running(40), restarts: 2,
			lines: []string{"run 0", "run 1", "run 2"}, notices: []string{mayMiss},
		},
		"more often": {
			present:  []answer{{text: stamped(1, "run 0")}, {text: stamped(40, "run 4")}},
			previous: []answer{{text: stamped(30, "run 3")}},
			again:    workloadtest.Running(40), restarts: 4,
			lines: []string{"run 0", "run 3", "run 4"}, notices: []string{"2 earlier runs of batch-00001/main were not read"},
		},
		"more often, and waits": {
			present: []answer{{text: stamped(1, "run 0")}, {text: stamped(40, "run 2")}},
			again:   crashLooping, restarts: 2,
			lines: []string{"run 0", "run 2"}, notices: []string{"an earlier run of batch-00001/main was not read"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				job := workloadtest.Job("batch")
				client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Running(0)))
				podWatch := watch.NewFake()
				if tt.noWatch {
					client.PrependWatchReactor("pods", func(k8stesting.Action) (bool, watch.Interface, error) { return true, podWatch, nil })
				}
				logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": tt.present, "batch-00001/main previous": tt.previous}}
				s := jobStream(t.Context(), client, logs, Options{Follow: true, TailLines: tt.tail})
				defer s.Close()
				go func() {
					time.Sleep(100 * time.Millisecond) // the tail rests after its first try
					again := workloadtest.Pod(job, 1, tt.again, restarted(tt.restarts))
					updatePod(t, client, again)
					time.Sleep(20 * time.Second)
					done := workloadtest.Pod(job, 1, workloadtest.Ended(40, 43, 0), restarted(tt.restarts))
					if tt.noWatch {
						podWatch.Modify(done)
					}
					finish(t, client, job, done)
				}()
				lines, notices := readAll(t, s)
				for i := range lines {
					lines[i] = strings.TrimPrefix(lines[i], "batch-00001 ")
				}
				if diff := cmp.Diff(tt.lines, lines); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(tt.notices, notices); diff != "" {
					t.Error(diff)
				}
				if t.Failed() {
					t.Logf("asked %q", logs.asked)
				}
			})
		})
	}
}

func TestJobLogs_OfAPodThatHadBeenRestarted(t *testing.T) {
	present, both := []string{"batch-00001 run 3"}, []string{"batch-00001 run 2", "batch-00001 run 3"}
	for name, tt := range map[string]struct {
		options        Options
		later          bool // the pod is first seen after the beginning
		lines, notices []string
	}{
		"at the beginning":                       {options: Options{Follow: true}, lines: present},
		"at the beginning, and is not followed":  {lines: present},
		"at the beginning, for its previous run": {options: Options{Follow: true, Previous: true}, lines: both[:1]},
		"before it was seen":                     {options: Options{Follow: true}, later: true, lines: both, notices: []string{"2 earlier runs of batch-00001/main were not read"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				job := workloadtest.Job("batch")
				pod := workloadtest.Pod(job, 1, workloadtest.Running(40), restarted(3))
				pod.Status.ContainerStatuses[0].LastTerminationState.Terminated = &corev1.ContainerStateTerminated{ExitCode: 1}
				client := fake.NewClientset(job)
				logs := &fakeLogs{answers: map[string][]answer{
					"batch-00001/main": {{text: stamped(40, "run 3")}}, "batch-00001/main previous": {{text: stamped(30, "run 2")}},
				}}
				if !tt.later {
					if err := client.Tracker().Add(pod); err != nil {
						t.Fatal(err)
					}
				}
				s := jobStream(t.Context(), client, logs, tt.options)
				defer s.Close()
				if tt.later {
					time.AfterFunc(time.Second, func() {
						if err := client.Tracker().Add(pod); err != nil {
							t.Error(err)
						}
					})
				}
				if tt.options.Follow && !tt.options.Previous {
					time.AfterFunc(2*time.Second, func() { finish(t, client, job, workloadtest.Pod(job, 1, workloadtest.Ended(40, 43, 0), restarted(3))) })
				}
				lines, notices := readAll(t, s)
				if diff := cmp.Diff(tt.lines, lines); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(tt.notices, notices); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// A stream that delivered no line was open all the same: all later lines are new, and there are more of them than the tail has.
func TestJobLogs_OfAQuietContainerWhoseStreamBreaks(t *testing.T) {
	for name, tt := range map[string]struct {
		options Options
		want    []string
	}{
		"with a tail":   {Options{Follow: true, TailLines: 100}, []string{"batch-00001/main follow tail 100", "batch-00001/main follow"}},
		"with a window": {Options{Follow: true, Since: time.Minute}, []string{"batch-00001/main follow since 23:59:00", "batch-00001/main follow since 23:59:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				job := workloadtest.Job("batch")
				client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Running(0)))
				logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {
					{cut: errors.New("connection reset by peer"), wait: passed(30 * time.Second)},
					{text: stamped(1, "a"), wait: make(chan struct{})},
				}}}
				s := jobStream(t.Context(), client, logs, tt.options)
				defer s.Close()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if _, err := s.Next(ctx); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tt.want, logs.asked); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// passed returns a channel that is closed when the time has passed.
func passed(d time.Duration) chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}
