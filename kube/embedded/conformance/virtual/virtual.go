// Package virtual plays conformance scenarios on the embedded control plane in virtual time: a play of minutes takes a fraction of a
// second. It records what happened and never judges it.
package virtual

import (
	"context"
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

const (
	namespace = "kronoscope-play"
	// On a real plane everything takes a moment. Without these delays, a container that sleeps for whole seconds would end at the
	// same instant as a sync instead of just after it, and a step would come with a sync instead of just before it.
	startupDelay = 2 * time.Millisecond
	stepDelay    = 5 * time.Millisecond
	maxStepDelay = 100 * time.Millisecond
)

// Outage is a time without controllers: they stop At an offset from the start, and start again after For.
type Outage struct{ At, For time.Duration }

// Play plays a scenario on a new embedded plane in virtual time, from the instant start. Outages may overlap; the first to end
// ends all.
func Play(ctx context.Context, s *play.Scenario, start time.Time, outages ...Outage) (*play.Record, error) {
	plane, err := embedded.New(embedded.Options{
		Start: start, Seed: 1,
		// The recording kubelet ignored traps.
		Kubelet: kubelet.Options{StartupDelay: startupDelay, NoEvents: true, NoTraps: true},
	})
	if err != nil {
		return nil, err
	}
	plane.StartParts()
	defer plane.Stop()
	stage, err := play.NewStage(plane.RESTConfig(), namespace, start)
	if err != nil {
		return nil, err
	}
	if err := stage.CreateNamespace(ctx); err != nil {
		return nil, err
	}
	observer := play.NewObserver(namespace, start, plane.Clock().Now)
	defer watch(plane.Client(), observer)()

	responses := make([]play.Response, len(s.Steps))
	clk := plane.Clock()
	for i := 0; i < len(s.Steps); {
		first, after := i, i+1
		for after < len(s.Steps) && s.Steps[after].At == s.Steps[first].At {
			after++
		}
		i = after
		clk.At(start.Add(s.Steps[first].At.Duration+delay(first, len(s.Steps))), func() {
			clk.Go(func() { // the steps of one instant run one after another
				for i := first; i < after; i++ {
					responses[i] = stage.Do(ctx, i, s.Steps[i])
				}
			})
		})
	}
	for _, o := range outages {
		clk.At(start.Add(o.At), func() { clk.Go(plane.Controllers().Stop) })
		clk.At(start.Add(o.At+o.For), func() { clk.Go(plane.Controllers().Start) })
	}
	if err := clk.RunUntil(ctx, start.Add(s.Until.Duration)); err != nil {
		return nil, fmt.Errorf("playing %s: stopped at %v: %w", s.Name, clk.Since(start), err)
	}
	return stage.Finish(ctx, s.Name, observer, responses)
}

// delay is how late the steps of an instant come. Each step is less late than the one before it, so that its immediate effects
// come before a sync that earlier steps caused whole seconds ago.
func delay(step, steps int) time.Duration {
	return min(stepDelay, maxStepDelay/time.Duration(steps)) * time.Duration(steps-step)
}

// watch passes every change to the observer, at its instant, until stop is called.
func watch(client resource.Client, o *play.Observer) (stop func()) {
	stops := []func(){
		client.Jobs().OnChange(changeHandler(o.Job)),
		client.CronJobs().OnChange(changeHandler(o.CronJob)),
		client.Pods().OnChange(changeHandler(o.Pod)),
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

func changeHandler[T interface {
	*batchv1.Job | *batchv1.CronJob | *corev1.Pod
	resource.Object
}](observe func(object T, gone bool)) func(old, updated T) {
	return func(old, updated T) {
		if updated == nil {
			observe(old, true)
		} else {
			observe(updated, false)
		}
	}
}
