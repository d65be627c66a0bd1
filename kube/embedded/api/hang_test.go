package api_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// hangable is a disk that keeps nothing, and that a test can let hang or fail.
type hangable struct {
	hang chan struct{} // a commit waits until it is closed; nil: it does not wait
	err  error
}

func (h *hangable) Commit(store.Batch) error {
	if h.hang != nil {
		<-h.hang
	}
	return h.err
}

func (*hangable) Load(string, func(string, []byte) error) error { return nil }
func (*hangable) Find(string, string) ([]byte, error)           { return nil, nil }
func (*hangable) Last() store.Mark                              { return store.Mark{} }

// inBubble runs a test in a bubble whose time is its own. Upstream's back-off of logged errors is left out: it remembers the machine's
// time, which is decades later.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	handlers := utilruntime.ErrorHandlers
	utilruntime.ErrorHandlers = nil
	defer func() { utilruntime.ErrorHandlers = handlers }()
	synctest.Test(t, test)
}

// newHangable is a plane on such a disk, which has the namespace "ns".
func newHangable(t *testing.T) (plane, *hangable) {
	t.Helper()
	d := &hangable{}
	journal := store.NewJournal(d, func() store.Instant { return store.Instant{At: start} }, nil)
	c := clock.NewManual(start)
	s := must(api.New(api.Options{Clock: c, Seed: 1, Store: store.Options{Journal: journal}}))(t)
	t.Cleanup(func() { _ = journal.Close() })
	t.Cleanup(s.Close)
	p := plane{s, c, must(kubernetes.NewForConfig(s.RESTConfig()))(t), t.Context()}
	must(p.typed.CoreV1().Namespaces().Create(p.ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ns"}}, metav1.CreateOptions{}))(t)
	return p, d
}

func TestAChangeOnAHungDiskIsA504AndMayBeSavedLater(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		p, d := newHangable(t)
		d.hang = make(chan struct{})
		maps := p.typed.CoreV1().ConfigMaps("ns")
		begin := time.Now()
		_, err := maps.Create(p.ctx, configMap("late"), metav1.CreateOptions{})
		status := apierrors.APIStatus(nil)
		if !apierrors.IsTimeout(err) || !errors.As(err, &status) || status.Status().Code != http.StatusGatewayTimeout ||
			!strings.Contains(err.Error(), "did not complete within the allotted timeout") || !strings.Contains(err.Error(), "may still save the change") {
			t.Errorf("the create gives %v, want a Status 504 that leaves open whether the change is saved", err)
		}
		if took := time.Since(begin); took > time.Minute {
			t.Errorf("it is given up after %v", took)
		}
		if _, err := maps.Get(p.ctx, "late", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
			t.Errorf("what is not saved is read: %v", err)
		}
		close(d.hang)
		synctest.Wait()
		must(maps.Get(p.ctx, "late", metav1.GetOptions{}))(t)
	})
}

func TestAClientThatGoesAwayLeavesNoRequestBehind(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		p, d := newHangable(t)
		d.hang = make(chan struct{})
		maps := p.typed.CoreV1().ConfigMaps("ns")
		ctx, cancel := context.WithCancel(p.ctx)
		result := make(chan error, 1)
		go func() {
			_, err := maps.Create(ctx, configMap("late"), metav1.CreateOptions{})
			result <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-result; !errors.Is(err, context.Canceled) {
			t.Errorf("the client gets %v", err)
		}
		begin := time.Now()
		p.Close() // waits for the handlers
		if took := time.Since(begin); took > 0 {
			t.Errorf("the handler goes on for %v", took)
		}
		close(d.hang)
	})
}

func TestTheEndOfTheServerEndsItsRequestsOnAHungDisk(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		p, d := newHangable(t)
		d.hang = make(chan struct{})
		result := make(chan error, 1)
		go func() {
			_, err := p.typed.CoreV1().ConfigMaps("ns").Create(p.ctx, configMap("late"), metav1.CreateOptions{})
			result <- err
		}()
		synctest.Wait()
		begin := time.Now()
		p.Close()
		if err, took := <-result, time.Since(begin); err == nil || took > 0 {
			t.Errorf("after %v the client gets %v", took, err)
		}
		close(d.hang)
	})
}

// TestATryOfAFailingDiskThatHangsIsA504: the change waits before it is made.
func TestATryOfAFailingDiskThatHangsIsA504(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		p, d := newHangable(t)
		maps := p.typed.CoreV1().ConfigMaps("ns")
		kept := must(maps.Create(p.ctx, configMap("kept"), metav1.CreateOptions{}))(t)
		d.err = errors.New("no space left on device")
		if _, err := maps.Create(p.ctx, configMap("unsaved"), metav1.CreateOptions{}); !apierrors.IsInternalError(err) {
			t.Fatalf("on a full disk a create gives %v", err)
		}
		d.hang = make(chan struct{})
		_, createErr := maps.Create(p.ctx, configMap("new"), metav1.CreateOptions{})
		kept.Data = map[string]string{"a": "b"}
		_, updateErr := maps.Update(p.ctx, kept, metav1.UpdateOptions{})
		deleteErr := maps.Delete(p.ctx, "kept", metav1.DeleteOptions{})
		for verb, err := range map[string]error{"create": createErr, "update": updateErr, "delete": deleteErr} {
			if status := apierrors.APIStatus(nil); !errors.As(err, &status) || status.Status().Code != http.StatusGatewayTimeout {
				t.Errorf("%s gives %v, want a Status 504", verb, err)
			}
		}
		d.err = nil
		close(d.hang)
		synctest.Wait()
		must(maps.Get(p.ctx, "kept", metav1.GetOptions{}))(t)
		must(maps.Get(p.ctx, "unsaved", metav1.GetOptions{}))(t)
		if _, err := maps.Get(p.ctx, "new", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
			t.Errorf("a change that was given up before it was made is there: %v", err)
		}
	})
}

// TestAnEvictionOnABusyDiskIsMadeInFull: its pod must not be marked as disrupted and then stay.
func TestAnEvictionOnABusyDiskIsMadeInFull(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		p, d := newHangable(t)
		pods := p.typed.CoreV1().Pods("ns")
		must(pods.Create(p.ctx, &corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{Name: "p", Finalizers: []string{"example.org/stay"}},
			Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "main", Image: "busybox"}}},
		}, metav1.CreateOptions{}))(t)
		d.hang = make(chan struct{})
		const room = 16<<10 - 1 // for all changes that may wait for the disk but one
		for range room {
			m := configMap("")
			m.GenerateName = "m-"
			must(p.Client().ConfigMaps().Create(m))(t)
		}
		err := pods.EvictV1(p.ctx, &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "p"}})
		if !apierrors.IsTimeout(err) || !strings.Contains(err.Error(), "may still save the change") {
			t.Errorf("the eviction gives %v, want a Status 504 that leaves open whether the change is saved", err)
		}
		close(d.hang)
		synctest.Wait()
		if pod := must(pods.Get(p.ctx, "p", metav1.GetOptions{}))(t); pod.DeletionTimestamp == nil || len(pod.Status.Conditions) == 0 {
			t.Errorf("the pod is deleted at %v, with the conditions %v", pod.DeletionTimestamp, pod.Status.Conditions)
		}
	})
}
