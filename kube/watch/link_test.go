package watch

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
	k8stesting "k8s.io/client-go/testing"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

func TestInventory_ListsAllowedWithoutWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fake.NewClientset(workloadtest.Job("a"))
		var lists atomic.Int32
		client.PrependReactor("list", "jobs", func(k8stesting.Action) (bool, runtime.Object, error) {
			lists.Add(1)
			return false, nil, nil
		})
		client.PrependWatchReactor("jobs", func(k8stesting.Action) (bool, watch.Interface, error) {
			return true, nil, workloadtest.Forbidden("jobs")
		})
		inv := NewInventory(&kube.Cluster{Client: client})
		defer inv.Stop()
		first := until(t, inv, func(s *workload.Snapshot) bool { return live(s) && s.Link.Err != nil })
		if len(first.Jobs) != 1 {
			t.Errorf("%d jobs, want 1", len(first.Jobs))
		}
		for start := time.Now(); time.Since(start) < 5*time.Minute; {
			s, err := inv.Wait(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if s.Link.State != workload.LinkLive || s.Link.Err == nil || s.Link.Err.Error() != first.Link.Err.Error() {
				t.Fatalf("after %v: state %v, error %v; want the same as at first", time.Since(start), s.Link.State, s.Link.Err)
			}
		}
		// Every half minute, after the first few.
		if n := lists.Load(); n < 10 || n > 18 {
			t.Errorf("%d lists in five minutes", n)
		}
	})
}

func TestInventory_IsLiveWithoutErrorOnceWatchesAreAllowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := fake.NewClientset(workloadtest.Job("a"))
		var allowed atomic.Bool
		client.PrependWatchReactor("jobs", func(k8stesting.Action) (bool, watch.Interface, error) {
			return !allowed.Load(), nil, workloadtest.Forbidden("jobs")
		})
		inv := NewInventory(&kube.Cluster{Client: client})
		defer inv.Stop()
		until(t, inv, func(s *workload.Snapshot) bool { return live(s) && s.Link.Err != nil })
		allowed.Store(true)
		until(t, inv, func(s *workload.Snapshot) bool { return live(s) && s.Link.Err == nil })
	})
}

func TestHealth_ReportsTheSameOfTwoRefusals(t *testing.T) {
	h := newHealth(func() {}, feedJobs, feedPods)
	h.endInitialList(feedPods)
	h.report(feedJobs, verbWatch, errors.New("connection refused"))
	if link := h.Link(); link.State != workload.LinkLost {
		t.Errorf("a watch that fails: %v", link.State)
	}
	h.report(feedJobs, verbWatch, workloadtest.Forbidden("watches of jobs"))
	if link := h.Link(); link.State != workload.LinkConnecting || link.Err != nil {
		t.Errorf("a list may still be allowed: %v, %v", link.State, link.Err)
	}
	h.report(feedJobs, verbList, workloadtest.Forbidden("lists of jobs"))
	want := describeError(feedJobs, workloadtest.Forbidden("watches of jobs")).Error()
	if link := h.Link(); link.State != workload.LinkLive || link.Err == nil || link.Err.Error() != want {
		t.Errorf("both refused: %v, %v; want %s", link.State, link.Err, want)
	}
	h.report(feedJobs, verbList, nil)
	h.endInitialList(feedJobs)
	if link := h.Link(); link.State != workload.LinkLive || link.Err == nil || link.Err.Error() != want {
		t.Errorf("lists are allowed again: %v, %v; want %s", link.State, link.Err, want)
	}
	h.report(feedJobs, verbWatch, nil)
	if link := h.Link(); link.State != workload.LinkLive || link.Err != nil {
		t.Errorf("watches are allowed again: %v, %v", link.State, link.Err)
	}
}

func TestHealth_ReportsTheNewerErrorOfAList(t *testing.T) {
	h := newHealth(func() {}, feedJobs, feedPods)
	h.endInitialList(feedPods)
	h.report(feedJobs, verbWatch, errors.New("connection refused"))
	h.report(feedJobs, verbList, workloadtest.Forbidden("jobs"))
	if link := h.Link(); link.State != workload.LinkLive || !apierrors.IsForbidden(link.Err) {
		t.Errorf("%v, %v; want it live without jobs", link.State, link.Err)
	}
}

func TestHealth_RetriesAWatchAtOnceWhenItsListSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHealth(func() {}, feedJobs)
		for range 10 {
			h.report(feedJobs, verbWatch, errors.New("no route to host"))
			h.report(feedJobs, verbList, errors.New("no route to host"))
		}
		h.report(feedJobs, verbList, nil)
		start := time.Now()
		if err := h.waitForRetry(t.Context(), feedJobs, verbWatch); err != nil || time.Since(start) != 0 {
			t.Errorf("waited %v, error %v", time.Since(start), err)
		}
	})
}
