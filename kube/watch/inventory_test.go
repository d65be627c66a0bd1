package watch

import (
	"context"
	"errors"
	goruntime "runtime"
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/fake"
	k8stesting "k8s.io/client-go/testing"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// until waits for a snapshot that satisfies ok, within a minute of the test's time.
func until(t *testing.T, inv *Inventory, ok func(*workload.Snapshot) bool) *workload.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		s, err := inv.Wait(ctx)
		if err != nil {
			t.Fatalf("waiting for a snapshot: %v", err)
		}
		if ok(s) {
			return s
		}
	}
}

func live(s *workload.Snapshot) bool { return s.Link.State == workload.LinkLive }

func TestInventory_FirstSnapshotComesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fake.NewClientset()
		client.PrependReactor("*", "*", func(k8stesting.Action) (bool, runtime.Object, error) {
			return true, nil, errors.New("dial tcp: no route to host")
		})
		start := time.Now()
		inv := NewInventory(&kube.Cluster{Client: client})
		defer inv.Stop()
		s, err := inv.Wait(t.Context())
		if err != nil || s.Version != 1 || time.Since(start) != 0 {
			t.Fatalf("got %+v, %v after %v; want version 1 at once", s, err, time.Since(start))
		}
	})
}

func TestInventory_FollowsChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nightly := workloadtest.CronJob("nightly", "0 2 * * *")
		job := workloadtest.Job("nightly-1", workloadtest.OwnedBy(nightly))
		client := fake.NewClientset(nightly, job, workloadtest.Job("other"))
		inv := NewInventory(&kube.Cluster{Client: client})
		defer inv.Stop()

		first := until(t, inv, live)
		if got := len(first.Jobs); got != 2 {
			t.Fatalf("%d jobs after the first sync, want 2", got)
		}
		if c := first.CronJob(kube.Key{Namespace: "default", Name: "nightly"}); c == nil || len(c.Jobs) != 1 || c.Jobs[0] != first.Job(kube.Key{Namespace: "default", Name: "nightly-1"}) {
			t.Fatalf("the CronJob does not hold its Job: %+v", c)
		}

		pod := workloadtest.Pod(job, 1, workloadtest.Running(10))
		if _, err := client.CoreV1().Pods("default").Create(t.Context(), pod, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		second := until(t, inv, func(s *workload.Snapshot) bool {
			return s.Job(kube.Key{Namespace: "default", Name: "nightly-1"}).State == workload.JobRunning
		})
		if first.Job(kube.Key{Namespace: "default", Name: "nightly-1"}).State != workload.JobPending {
			t.Error("the first snapshot changed after it was given out")
		}
		if first.Job(kube.Key{Namespace: "default", Name: "other"}) != second.Job(kube.Key{Namespace: "default", Name: "other"}) {
			t.Error("an unchanged Job was built again")
		}

		if err := client.BatchV1().Jobs("default").Delete(t.Context(), "nightly-1", metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
		third := until(t, inv, func(s *workload.Snapshot) bool {
			return s.Job(kube.Key{Namespace: "default", Name: "nightly-1"}) == nil
		})
		if got := len(third.CronJob(kube.Key{Namespace: "default", Name: "nightly"}).Jobs); got != 0 {
			t.Errorf("the CronJob still holds %d Jobs", got)
		}
	})
}

func TestInventory_ManyChangesMakeOneSnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fake.NewClientset(workloadtest.Job("a"))
		inv := NewInventory(&kube.Cluster{Client: client})
		defer inv.Stop()
		before := until(t, inv, live)
		for i := range 50 {
			job := workloadtest.Job("a")
			job.ResourceVersion, job.Status.Succeeded = "", int32(i)
			job.Spec.Completions = ptr.To[int32](100)
			if _, err := client.BatchV1().Jobs("default").Update(t.Context(), job, metav1.UpdateOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		after, err := inv.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if done, _ := after.Job(kube.Key{Namespace: "default", Name: "a"}).Completions(); done != 49 || after.Version != before.Version+1 {
			t.Errorf("version %d with %d done, want version %d with 49", after.Version, done, before.Version+1)
		}
	})
}

func TestInventory_LosesAndRegainsTheServer(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"given an unreachable server": {errors.New("dial tcp 10.0.0.1:443: no route to host"), "watching cronjobs: dial tcp 10.0.0.1:443: no route to host"},
		"given expired credentials": {
			apierrors.NewUnauthorized("Unauthorized"),
			"the API server does not accept the credentials (401): they may have expired: Unauthorized",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := fake.NewClientset(workloadtest.Job("a"))
				broken := true
				fail := func(k8stesting.Action) (bool, runtime.Object, error) { return broken, nil, tt.err }
				client.PrependReactor("list", "*", fail)
				inv := NewInventory(&kube.Cluster{Client: client})
				defer inv.Stop()

				synctest.Wait() // every feed has failed: the error is the first one's
				lost := until(t, inv, func(s *workload.Snapshot) bool { return s.Link.State == workload.LinkLost })
				if got := lost.Link.Err.Error(); got != tt.want {
					t.Errorf("error %q, want %q", got, tt.want)
				}
				if !lost.Link.Retry.After(lost.Link.Since) {
					t.Errorf("next try %v is not after the loss %v", lost.Link.Retry, lost.Link.Since)
				}
				time.Sleep(10 * time.Second) // of the bubble's time: several tries fail
				synctest.Wait()
				broken = false
				if s := until(t, inv, live); len(s.Jobs) != 1 || s.Link.Err != nil {
					t.Errorf("after recovery: %d jobs, error %v", len(s.Jobs), s.Link.Err)
				}
			})
		})
	}
}

func TestInventory_ForbiddenEventsLeaveTheRestLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fake.NewClientset(workloadtest.Job("a"))
		client.PrependReactor("list", "events", func(k8stesting.Action) (bool, runtime.Object, error) {
			return true, nil, apierrors.NewForbidden(schema.GroupResource{Resource: "events"}, "", errors.New("no"))
		})
		inv := NewInventory(&kube.Cluster{Client: client})
		defer inv.Stop()
		s := until(t, inv, func(s *workload.Snapshot) bool { return live(s) && s.Link.Err != nil })
		if len(s.Jobs) != 1 {
			t.Errorf("%d jobs, want 1", len(s.Jobs))
		}
	})
}

// Lists arrive while a snapshot is being built: a live one must hold all of their objects.
func TestInventory_LiveMeansComplete(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	inv := newInventory(ctx, cancel, &kube.Cluster{Client: fake.NewClientset()})
	if _, err := inv.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := inv.jobs.Add(workloadtest.Job("a")); err != nil {
		t.Fatal(err)
	}
	last := inv.events[len(inv.events)-1]
	last.mu.Lock() // halts the building after Jobs were taken
	built := make(chan *workload.Snapshot)
	go func() {
		s, _ := inv.Wait(ctx)
		built <- s
	}()
	for taken := false; !taken; goruntime.Gosched() {
		inv.jobs.mu.Lock()
		taken = len(inv.jobs.pending.Objects) == 0
		inv.jobs.mu.Unlock()
	}
	if err := inv.jobs.Add(workloadtest.Job("b")); err != nil {
		t.Fatal(err)
	}
	for _, name := range feedNames {
		inv.health.endInitialList(name)
	}
	last.mu.Unlock()

	if s := <-built; live(s) && len(s.Jobs) != 2 {
		t.Errorf("live with %d jobs, want 2", len(s.Jobs))
	}
	if s := until(t, inv, live); len(s.Jobs) != 2 {
		t.Errorf("%d jobs in the next snapshot, want 2", len(s.Jobs))
	}
}

func TestInventory_StopEndsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inv := NewInventory(&kube.Cluster{Client: fake.NewClientset()})
		until(t, inv, live)
		go inv.Stop()
		for {
			if _, err := inv.Wait(t.Context()); err != nil {
				if !errors.Is(err, ErrStopped) {
					t.Errorf("got %v, want ErrStopped", err)
				}
				return
			}
		}
	})
}

func TestInventory_DropsEventsOfPodsWithoutAJob(t *testing.T) {
	about := func(name, kind, object string) *corev1.Event {
		return &corev1.Event{
			ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: name},
			InvolvedObject: corev1.ObjectReference{Kind: kind, Namespace: "default", Name: object},
			LastTimestamp:  workloadtest.At(1),
		}
	}
	s := workload.SnapshotOf(workloadtest.Job("backup"), about("1", "Pod", "backup-x7k2p"), about("2", "Pod", "backup-3-x7k2p"), about("3", "Pod", "web-5d8f-x7k2p"), about("4", "Job", "backup"))
	var got []string
	for _, e := range s.Events {
		got = append(got, e.Name)
	}
	if len(got) != 3 {
		t.Errorf("events %v, want 1, 2 and 4", got)
	}
}
