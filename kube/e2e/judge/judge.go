// Package judge plays conformance scenarios on a real control plane, with the embedded plane's kubelet, and makes records of
// what it did. Each play has a namespace of its own, so many may run at a time.
package judge

import (
	"context"
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

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
	client *live.Client
	clock  *clock.Clock
}

// New starts a real control plane that runs until the test ends.
func New(t testing.TB) *Judge {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	config := upstream.Start(t)
	t.Cleanup(cancel)
	client, err := live.New(ctx, kubernetes.NewForConfigOrDie(config))
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
	return &Judge{config: config, client: client, clock: clk}
}

// Play plays a scenario from the next whole second on, and returns the record of it.
func (j *Judge) Play(ctx context.Context, s *play.Scenario) (*play.Record, error) {
	namespace := "play-" + s.Name
	start := time.Now().Truncate(time.Second).Add(time.Second).UTC()
	stage, err := play.NewStage(j.config, namespace, start)
	if err != nil {
		return nil, err
	}
	if err := stage.CreateNamespace(ctx); err != nil {
		return nil, err
	}
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
