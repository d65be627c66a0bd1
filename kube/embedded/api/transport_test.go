package api_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

func TestCancelledRequestEndsItsBody(t *testing.T) {
	p := newPlane(t)
	ctx, cancel := context.WithCancelCause(p.ctx)
	r := must(http.NewRequestWithContext(ctx, "GET", "http://x/api/v1/namespaces?watch=true", nil))(t)
	answer := must(p.Transport().RoundTrip(r))(t)
	reason := errors.New("enough")
	cancel(reason)
	if _, err := io.Copy(io.Discard, answer.Body); !errors.Is(err, reason) && !errors.Is(err, context.Canceled) {
		t.Errorf("the body ended with %v, want the reason of the cancellation", err)
	}
}

func TestCloseEndsOpenRequestsAndRefusesOthers(t *testing.T) {
	p := newPlane(t)
	w := must(p.typed.CoreV1().Namespaces().Watch(p.ctx, metav1.ListOptions{}))(t)
	p.Close()
	for range w.ResultChan() { //nolint:revive // until it is closed
	}
	if _, err := p.typed.CoreV1().Namespaces().List(p.ctx, metav1.ListOptions{}); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a request after Close: %v", err)
	}
}

type panicking struct{}

func (panicking) Logs(context.Context, *corev1.Pod, *corev1.PodLogOptions) (io.ReadCloser, error) {
	panic("oh")
}

func TestPanicInAHandlerIsAnAnswer(t *testing.T) {
	p := newPlane(t, func(o *optionsOf) { o.Logs = panicking{} })
	q := must(p.Client().Pods().Create(pod("p")))(t).DeepCopy()
	q.Spec.NodeName = "node-0"
	must(p.Client().Pods().Update(q))(t)
	r := must(http.NewRequestWithContext(p.ctx, "GET", "http://x/api/v1/namespaces/ns/pods/p/log", nil))(t)
	answer := must(p.Transport().RoundTrip(r))(t)
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusInternalServerError || !strings.Contains(string(body), "panic: oh") {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
}

func TestInformersFollow(t *testing.T) {
	p := newPlane(t)
	f := informers.NewSharedInformerFactory(p.typed, 0)
	added := make(chan string, 10)
	jobs := f.Batch().V1().Jobs().Informer()
	must(jobs.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(obj any) { added <- obj.(metav1.Object).GetName() },
	}))(t)
	must(p.Client().Jobs().Create(job("before")))(t)
	ctx, cancel := context.WithCancel(p.ctx)
	f.Start(ctx.Done())
	f.WaitForCacheSync(ctx.Done())
	must(p.Client().Jobs().Create(job("after")))(t)
	if a, b := <-added, <-added; a != "before" || b != "after" {
		t.Errorf("added %s, %s", a, b)
	}
	cancel()
	f.Shutdown()
}
