// Package judge plays conformance scenarios on a real control plane, with the embedded plane's kubelet, and makes records of
// what it did. Each play has a namespace of its own, so many may run at a time.
package judge

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/e2e/live"
	"github.com/kronoscope/kronoscope/kube/e2e/upstream"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Judge is a real control plane with a kubelet.
type Judge struct {
	config *rest.Config
	typed  kubernetes.Interface
	client *live.Client
	takes  atomic.Int64
}

// New starts a real control plane that runs until the test ends.
func New(t testing.TB) *Judge {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	config := upstream.Start(t, upstream.Options{})
	t.Cleanup(cancel)
	typed := kubernetes.NewForConfigOrDie(config)
	client, err := live.New(ctx, typed)
	if err != nil {
		t.Fatal(err)
	}
	clk := clock.NewReal()
	node := kubelet.New(client, clk, kubelet.Options{Seed: 1, NoEvents: true, NoTraps: true})
	node.Start()
	t.Cleanup(node.Stop)
	ran := make(chan struct{})
	go func() { defer close(ran); clk.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ran })
	return &Judge{config: config, typed: typed, client: client}
}

// Play plays a scenario in real time and returns the record of it.
func (j *Judge) Play(ctx context.Context, s *play.Scenario) (*play.Record, error) {
	namespace := fmt.Sprintf("take-%d", j.takes.Add(1))
	start := nextStart(s, time.Now())
	stage, err := play.NewStage(j.config, namespace, start)
	if err != nil {
		return nil, err
	}
	if err := stage.CreateNamespace(ctx); err != nil {
		return nil, err
	}
	defer j.clear(namespace)
	observer := play.NewObserver(namespace, start, time.Now)
	defer j.watch(observer)()

	responses := make([]play.Response, len(s.Steps))
	for i, step := range s.Steps {
		if err := until(ctx, start.Add(step.At.Duration)); err != nil {
			return nil, fmt.Errorf("play %s, step %d: %w", s.Name, i, err)
		}
		responses[i] = stage.Do(ctx, i, step)
	}
	if err := until(ctx, start.Add(s.Until.Duration)); err != nil {
		return nil, fmt.Errorf("play %s to its end: %w", s.Name, err)
	}
	return stage.Finish(ctx, s.Name, observer, responses)
}

// clear ends what a play leaves behind, so that it does not keep the machine busy while others play. What resists does no
// harm to them.
func (j *Judge) clear(namespace string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	background := metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)}
	_ = j.typed.BatchV1().CronJobs(namespace).DeleteCollection(ctx, background, metav1.ListOptions{})
	_ = j.typed.BatchV1().Jobs(namespace).DeleteCollection(ctx, background, metav1.ListOptions{})
	_ = j.typed.CoreV1().Pods(namespace).DeleteCollection(ctx, metav1.DeleteOptions{GracePeriodSeconds: ptr.To[int64](0)}, metav1.ListOptions{})
}

// until waits for an instant of real time: a real control plane knows no other.
func until(ctx context.Context, t time.Time) error {
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (j *Judge) watch(o *play.Observer) (stop func()) {
	stops := []func(){
		j.client.Jobs().OnChange(func(old, updated *batchv1.Job) { tell(o.Job, old, updated) }),
		j.client.CronJobs().OnChange(func(old, updated *batchv1.CronJob) { tell(o.CronJob, old, updated) }),
		j.client.Pods().OnChange(func(old, updated *corev1.Pod) { tell(o.Pod, old, updated) }),
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

func tell[T interface {
	*batchv1.Job | *batchv1.CronJob | *corev1.Pod
	resource.Object
}](observe func(object T, gone bool), old, updated T) {
	if updated == nil {
		observe(old, true)
		return
	}
	observe(updated, false)
}
