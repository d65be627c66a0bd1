package demo

import (
	"cmp"
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/kube/embedded"
)

// history is how long the CronJobs of the sample have run when the demo opens: daily ones once, hourly ones until their history is
// full.
const history = 26 * time.Hour

// opening returns the instant at which the demo opens without --start: some seconds before many of its CronJobs are due.
func opening(now time.Time) time.Time {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		zone = time.UTC
	}
	now = now.In(zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 1, 59, 20, 0, zone)
}

// sampleInstance makes an instance with the sample workloads. The CronJobs are there when the screen opens; then their past is played
// at full speed, and the Jobs are created at the start. Changes to the clock meanwhile take effect from the start on.
func (d *demo) sampleInstance(_ context.Context, start time.Time) (*instance, error) {
	plane, cluster, err := localplane.New(d.flags, start.Add(-history), 1)
	if err != nil {
		return nil, err
	}
	s, err := readSample(cmp.Or(d.flags.Cluster.Namespace, metav1.NamespaceDefault))
	if err == nil {
		err = create(plane, s.namespaces, s.needs, s.cronJobs)
	}
	if err != nil {
		return nil, exitcode.With(exitcode.Failed, err)
	}
	past := newHistoryClock(cluster.Clock, start)
	cluster.Clock = past
	return &instance{plane: plane, cluster: cluster, play: func(ctx context.Context, plane *embedded.Plane) error {
		defer past.end()
		clock, created := plane.Clock(), make(chan error, 1)
		// The clock does it: a jump that the user asks for meanwhile passes the start without waiting for this function.
		clock.At(start, func() { clock.Go(func() { created <- create(plane, s.jobs) }) })
		if err := clock.RunUntil(ctx, start); err != nil {
			return err
		}
		return <-created
	}}, nil
}
