package logs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
	k8stesting "k8s.io/client-go/testing"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// downFor makes every list fail for a while.
func downFor(client *fake.Clientset, d time.Duration) {
	var back atomic.Bool
	time.AfterFunc(d, func() { back.Store(true) })
	client.PrependReactor("list", "*", func(k8stesting.Action) (bool, runtime.Object, error) {
		return !back.Load(), nil, errors.New("dial tcp: no route to host")
	})
}

func forbid(client *fake.Clientset, resource string) {
	client.PrependReactor("list", resource, func(k8stesting.Action) (bool, runtime.Object, error) {
		return true, nil, workloadtest.Forbidden(resource)
	})
}

func TestJobLogs_OpenedWhileTheServerIsAwayReadNoMoreThanAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch", workloadtest.Completed(0, 10))
		client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Ended(0, 9, 0)))
		downFor(client, 5*time.Second)
		logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {{text: stamped(1, "last")}}}}
		s := jobStream(t.Context(), client, logs, Options{Follow: true, TailLines: 5})
		defer s.Close()
		lines, notices := readAll(t, s)
		if diff := cmp.Diff([]string{"batch-00001 last"}, lines); diff != "" {
			t.Error(diff)
		}
		if len(notices) != 2 || notices[1] != "connected again" {
			t.Errorf("notices %q, want that it was lost and is back", notices)
		}
		if diff := cmp.Diff([]string{"batch-00001/main tail 5"}, sorted(logs.asked)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestJobLogs_OpenedWhileTheServerIsAwayOfAJobThatIsNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fake.NewClientset()
		downFor(client, 5*time.Second)
		wantError(t, client, "reading logs of job default/batch: not found")
	})
}

// wantError reads the Job's logs and expects an error that begins with want.
func wantError(t *testing.T, client *fake.Clientset, want string) {
	t.Helper()
	s := jobStream(t.Context(), client, &fakeLogs{}, Options{Follow: true})
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		_, err := s.Next(ctx)
		if err == nil {
			continue
		}
		if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		return
	}
}

func TestJobLogs_OfAJobThatMayNotBeSeenFollowItsPods(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := workloadtest.Job("batch")
		client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Ended(0, 9, 1)))
		forbid(client, "jobs")
		logs := &fakeLogs{answers: map[string][]answer{
			"batch-00001/main": {{text: stamped(1, "failed")}}, "batch-00002/main": {{text: stamped(20, "retried")}},
		}}
		s := jobStream(t.Context(), client, logs, Options{Follow: true})
		defer s.Close()
		time.AfterFunc(10*time.Second, func() {
			if _, err := client.CoreV1().Pods("default").Create(t.Context(), workloadtest.Pod(job, 2, workloadtest.Ended(12, 22, 0)), metav1.CreateOptions{}); err != nil {
				t.Error(err)
			}
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var lines, notices []string
		for {
			batch, err := s.Next(ctx)
			for _, line := range batch.Lines {
				lines = append(lines, line.Source.Pod+" "+string(line.Text))
			}
			notices = append(notices, batch.Notices...)
			if err != nil {
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("ended with %v, want it to go on", err)
				}
				break
			}
		}
		if diff := cmp.Diff([]string{"batch-00001 failed", "batch-00002 retried"}, lines); diff != "" {
			t.Error(diff)
		}
		if len(notices) != 1 || !strings.HasPrefix(notices[0], "not allowed to watch jobs (403)") {
			t.Errorf("notices %q, want one of the jobs", notices)
		}
	})
}

func TestJobLogs_ReportsWhatMayNotBeRead(t *testing.T) {
	for name, tt := range map[string]struct {
		pods      bool
		forbidden []string
		want      string
	}{
		"the Job, and there are no pods": {forbidden: []string{"jobs"}, want: "reading logs of job default/batch: not allowed to watch jobs (403)"},
		"the pods":                       {pods: true, forbidden: []string{"pods"}, want: "reading logs of job default/batch: not allowed to watch pods (403)"},
		"both":                           {pods: true, forbidden: []string{"jobs", "pods"}, want: "reading logs of job default/batch: not allowed to watch pods (403)"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				job := workloadtest.Job("batch")
				client := fake.NewClientset(job)
				if tt.pods {
					if err := client.Tracker().Add(workloadtest.Pod(job, 1, workloadtest.Running(0))); err != nil {
						t.Fatal(err)
					}
				}
				for _, resource := range tt.forbidden {
					forbid(client, resource)
				}
				wantError(t, client, tt.want)
			})
		})
	}
}

// The first list may come from a cache that is behind: here it does not have a new object, and neither does the watch until the
// object changes.
func TestLogs_OfWhatTheListDoesNotKnowYet(t *testing.T) {
	for name, tt := range map[string]struct {
		kind     kube.Kind
		failures int32
	}{
		"a Job":                         {kind: kube.KindJob},
		"a Job, while the server fails": {kind: kube.KindJob, failures: 3},
		"a pod":                         {kind: kube.KindPod},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				job := workloadtest.Job("batch")
				client := fake.NewClientset(job, workloadtest.Pod(job, 1, workloadtest.Running(0)))
				var behind, failing atomic.Int32
				meta := metav1.ListMeta{ResourceVersion: "1000"}
				behind.Store(2)
				failing.Store(tt.failures)
				client.PrependReactor("list", "jobs", func(k8stesting.Action) (bool, runtime.Object, error) {
					return behind.Add(-1) >= 0, &batchv1.JobList{ListMeta: meta}, nil
				})
				client.PrependReactor("list", "pods", func(k8stesting.Action) (bool, runtime.Object, error) {
					return behind.Add(-1) >= 0, &corev1.PodList{ListMeta: meta}, nil
				})
				client.PrependReactor("get", "*", func(k8stesting.Action) (bool, runtime.Object, error) {
					return failing.Add(-1) >= 0, nil, apierrors.NewInternalError(errors.New("etcd has no leader"))
				})
				logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {{text: stamped(1, "made")}}}}
				wanted := target{tt.kind, kube.Key{Namespace: "default", Name: "batch"}}
				if tt.kind == kube.KindPod {
					wanted.key.Name = "batch-00001"
				}
				s := start(t.Context(), &kube.Cluster{Client: client}, Options{Follow: true}, logs.opener,
					func(context.Context) (target, error) { return wanted, nil })
				defer s.Close()
				time.AfterFunc(10*time.Second, func() { finish(t, client, job, workloadtest.Pod(job, 1, workloadtest.Ended(0, 9, 0))) })
				lines, notices := readAll(t, s)
				if diff := cmp.Diff([]string{"batch-00001 made"}, lines); diff != "" || len(notices) > 0 {
					t.Errorf("%s\nnotices %q", diff, notices)
				}
			})
		})
	}
}

// The watch of pods may be behind that of Jobs: here it never delivers anything.
func TestJobLogs_OfAPodThatTheWatchHasNotDelivered(t *testing.T) {
	for name, failures := range map[string]int32{"as it is": 0, "while the server fails": 3} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				job := workloadtest.Job("batch")
				client := fake.NewClientset(job)
				client.PrependWatchReactor("pods", func(k8stesting.Action) (bool, watch.Interface, error) { return true, watch.NewFake(), nil })
				logs := &fakeLogs{answers: map[string][]answer{"batch-00001/main": {{text: stamped(1, "unseen")}}}}
				s := jobStream(t.Context(), client, logs, Options{Follow: true})
				defer s.Close()
				synctest.Wait()
				var left atomic.Int32
				left.Store(failures)
				client.PrependReactor("list", "pods", func(k8stesting.Action) (bool, runtime.Object, error) {
					return left.Add(-1) >= 0, nil, apierrors.NewInternalError(errors.New("etcd has no leader"))
				})
				if _, err := client.CoreV1().Pods("default").Create(t.Context(), workloadtest.Pod(job, 1, workloadtest.Ended(0, 2, 0)), metav1.CreateOptions{}); err != nil {
					t.Fatal(err)
				}
				finish(t, client, job, workloadtest.Pod(job, 1, workloadtest.Ended(0, 2, 0)))
				lines, _ := readAll(t, s)
				if diff := cmp.Diff([]string{"batch-00001 unseen"}, lines); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestLineReader_CutsLongLines(t *testing.T) {
	text := stamped(1, strings.Repeat("x", MaxLine+100)) + stamped(2, strings.Repeat("y", 3*MaxLine)) + stamped(3, "short")
	r := &lineReader{r: strings.NewReader(text)}
	var got []string
	for {
		lines, err := r.next()
		for _, l := range lines {
			got = append(got, fmt.Sprintf("%s %d %d", l.Time.Format("05"), len(l.Text), l.Cut))
		}
		if err != nil {
			break
		}
	}
	if diff := cmp.Diff([]string{"01 65536 100", "02 65536 131072", "03 5 0"}, got); diff != "" {
		t.Error(diff)
	}
}
