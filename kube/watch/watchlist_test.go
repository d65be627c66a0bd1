package watch

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/fake"
	k8stesting "k8s.io/client-go/testing"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// watchLister plays a server whose watches begin with all objects and a bookmark after them. It answers no lists.
type watchLister struct {
	mu       sync.Mutex
	down     bool
	held     bool // the bookmarks are held back
	job      *batchv1.Job
	watchers []*watch.FakeWatcher
	bookmark []func()
}

var errAway = errors.New("dial tcp: no route to host")

// client returns a client that does not show its type: client-go treats the fake one in a special way.
func (l *watchLister) client() kubernetes.Interface {
	client := fake.NewClientset()
	client.PrependReactor("list", "*", func(k8stesting.Action) (bool, runtime.Object, error) { return true, nil, errAway })
	client.PrependWatchReactor("*", func(a k8stesting.Action) (bool, watch.Interface, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.down {
			return true, nil, errAway
		}
		w := watch.NewFakeWithOptions(watch.FakeOptions{ChannelSize: 10})
		l.watchers = append(l.watchers, w)
		end := metav1.ObjectMeta{ResourceVersion: "9", Annotations: map[string]string{metav1.InitialEventsAnnotationKey: "true"}}
		var last runtime.Object
		switch a.GetResource().Resource {
		case "jobs":
			w.Add(l.job)
			last = &batchv1.Job{ObjectMeta: end}
		case "cronjobs":
			last = &batchv1.CronJob{ObjectMeta: end}
		case "pods":
			last = &corev1.Pod{ObjectMeta: end}
		case "events":
			last = &corev1.Event{ObjectMeta: end}
		}
		send := func() { w.Action(watch.Bookmark, last) }
		if l.held {
			l.bookmark = append(l.bookmark, send)
		} else {
			send()
		}
		return true, w, nil
	})
	return struct{ kubernetes.Interface }{client}
}

func (l *watchLister) set(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

func TestInventory_IsLiveAgainOnlyWhenAWatchHasDeliveredAllObjects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &watchLister{job: workloadtest.Job("before")}
		inv := NewInventory(&kube.Cluster{Client: server.client()})
		defer inv.Stop()
		until(t, inv, live)

		server.set(func() {
			server.down = true
			for _, w := range server.watchers {
				w.Stop()
			}
		})
		until(t, inv, func(s *workload.Snapshot) bool { return s.Link.State == workload.LinkLost })
		synctest.Wait() // all are away
		server.set(func() { server.down, server.held, server.job = false, true, workloadtest.Job("after") })
		sleep(t.Context(), 5*time.Second)
		synctest.Wait() // all watches are open, and have not brought all there is
		if link := inv.health.Link(); link.State != workload.LinkLost || link.Err == nil || len(server.bookmark) != len(feedNames) {
			t.Errorf("state %v, error %v, %d watches, while what is shown is from before", link.State, link.Err, len(server.bookmark))
		}
		server.set(func() {
			for _, send := range server.bookmark {
				send()
			}
		})
		s := until(t, inv, live)
		if len(s.Jobs) != 1 || s.Jobs[0].Trimmed.Name != "after" || s.Link.Err != nil {
			t.Errorf("%d Jobs, link %+v; want what there is now", len(s.Jobs), s.Link)
		}
	})
}
