package main

import (
	"context"
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

const namespace = "kronoscope-play"

// playEmbedded plays a scenario on an embedded plane of its own, in virtual time, from an instant on.
func playEmbedded(ctx context.Context, s *play.Scenario, start time.Time) (*play.Record, error) {
	plane, err := embedded.New(embedded.Options{Start: start, Seed: 1})
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
	for i, step := range s.Steps {
		// A step that falls together with a sync goes first, as its timer was set first: on a real plane, what a step
		// causes is always a little late.
		clk.At(start.Add(step.At.Duration), func() {
			clk.Go(func() { responses[i] = stage.Do(ctx, i, step) })
		})
	}
	if err := clk.RunUntil(ctx, start.Add(s.Until.Duration)); err != nil {
		return nil, fmt.Errorf("playing %s: stopped at %v: %w", s.Name, clk.Since(start), err)
	}
	return stage.Finish(ctx, s.Name, observer, responses)
}

// watch tells the observer of all changes, at the instant of each, until stop is called.
func watch(client resource.Client, o *play.Observer) (stop func()) {
	stops := []func(){
		client.Jobs().OnChange(tell(o.Job)),
		client.CronJobs().OnChange(tell(o.CronJob)),
		client.Pods().OnChange(tell(o.Pod)),
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
}](observe func(object T, gone bool)) func(old, updated T) {
	return func(old, updated T) {
		if updated == nil {
			observe(old, true)
		} else {
			observe(updated, false)
		}
	}
}
