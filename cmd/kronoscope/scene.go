package main

import (
	"cmp"
	"context"
	"fmt"
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

// scene plays the sample workloads. The CronJobs are there when the screen opens; then their past is played, as fast as it goes,
// and the Jobs are created at the start. What the user does meanwhile to the clock holds from there on.
func (d *demo) scene(_ context.Context, start time.Time) (*rehearsal, error) {
	plane, cluster, err := newPlane(d.flags, start.Add(-past), 1)
	if err != nil {
		return nil, err
	}
	s, err := readSample(cmp.Or(d.flags.cluster.Namespace, metav1.NamespaceDefault))
	if err == nil {
		err = create(plane, s.namespaces, s.needs, s.cronJobs)
	}
	if err != nil {
		return nil, withCode(exitFailed, err)
	}
	past := pastOf(cluster.Clock, start)
	cluster.Clock = past
	return &rehearsal{plane: plane, cluster: cluster, play: func(ctx context.Context, plane *embedded.Plane) error {
		defer past.end()
		clock, created := plane.Clock(), make(chan error, 1)
		// By the clock itself, for a jump that the user asks for meanwhile goes on from there without waiting for anybody.
		clock.At(start, func() { clock.Go(func() { created <- create(plane, s.jobs) }) })
		if err := clock.RunUntil(ctx, start); err != nil {
			return err
		}
		return <-created
	}}, nil
}

func create(plane *embedded.Plane, groups ...[]runtime.Object) error {
	for _, objects := range groups {
		if err := plane.Create(objects...); err != nil {
			return fmt.Errorf("creating the sample workloads: %w", err)
		}
	}
	return nil
}
