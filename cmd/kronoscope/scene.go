package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/testdata"
)

// past is how long the sample's CronJobs have run when the scene opens: daily ones have run once, hourly ones fill their history.
const past = 26 * time.Hour

// sparseGC lets the start, which makes much garbage on a small heap, go by with few collections.
const sparseGC = 400

// opening is when the scene opens unless the user says otherwise: some seconds before many of its CronJobs are due.
func opening(now time.Time) time.Time {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		zone = time.UTC
	}
	now = now.In(zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 1, 59, 20, 0, zone)
}

// sample is what the scene plays, each part in the order in which it is created.
type sample struct {
	namespaces, needs []runtime.Object // needs are Secrets, claims and accounts
	cronJobs, jobs    []runtime.Object
}

// readSample reads the guide's manifests and those that the demo adds. Objects that name no namespace go to the one given.
func readSample(namespace string) (*sample, error) {
	s := &sample{namespaces: []runtime.Object{&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}}}
	documents, problems := manifest.ReadFS(testdata.Guide)
	more, wrong := manifest.ReadFS(testdata.Demo)
	if problems = append(problems, wrong...); len(problems) > 0 {
		return nil, fmt.Errorf("reading the sample workloads: %w", problems[0])
	}
	for _, doc := range append(documents, more...) {
		object := doc.Object
		if o, ok := object.(metav1.Object); ok && doc.Kind != "Namespace" {
			o.SetNamespace(cmp.Or(o.GetNamespace(), namespace))
		}
		switch object.(type) {
		case *corev1.Namespace:
			s.namespaces = append(s.namespaces, object)
		case *batchv1.CronJob:
			s.cronJobs = append(s.cronJobs, object)
		case *batchv1.Job:
			s.jobs = append(s.jobs, object)
		default:
			s.needs = append(s.needs, object)
		}
	}
	return s, nil
}

// runScene shows the sample workloads. The screen opens as soon as the CronJobs are there; then their past is played, as fast as
// it goes, and the Jobs are created at the start. What the user does meanwhile to the clock holds from there on.
func runScene(ctx context.Context, f *flags, start time.Time, speed float64, notice string) error {
	usual := debug.SetGCPercent(sparseGC)
	plane, cluster, err := newPlane(f, start.Add(-past), speed)
	if err != nil {
		return err
	}
	cluster.Notice = notice
	s, err := readSample(cmp.Or(f.cluster.Namespace, metav1.NamespaceDefault))
	if err == nil {
		err = create(plane, s.namespaces, s.needs, s.cronJobs)
	}
	if err != nil {
		return &exitError{exitFailed, err}
	}
	ctx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	opened, started := make(chan struct{}), make(chan bool, 1)
	go func() {
		select {
		case <-opened:
			debug.SetGCPercent(usual)
			if err := s.play(ctx, plane, start); err != nil {
				leave(err)
			}
			started <- true
		case <-ctx.Done():
			started <- false
		}
	}()
	err = show(ctx, f, cluster, func() { close(opened) })
	if cause := context.Cause(ctx); cause != nil && err == nil && !errors.Is(cause, context.Canceled) {
		err = &exitError{exitFailed, cause}
	}
	leave(nil)
	waitAtMost(stopPatience, func() {
		if <-started {
			plane.Stop()
		}
	})
	return err
}

// play brings the plane to the start and lets the clock go on from there. It returns early when ctx ends.
func (s *sample) play(ctx context.Context, plane *embedded.Plane, start time.Time) error {
	plane.StartParts()
	if err := plane.Clock().RunUntil(ctx, start); err != nil {
		return err
	}
	if err := create(plane, s.jobs); err != nil {
		return err
	}
	plane.StartClock()
	return nil
}

func create(plane *embedded.Plane, groups ...[]runtime.Object) error {
	for _, objects := range groups {
		if err := plane.Create(objects...); err != nil {
			return fmt.Errorf("creating the sample workloads: %w", err)
		}
	}
	return nil
}
