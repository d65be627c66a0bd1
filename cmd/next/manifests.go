package next

import (
	"cmp"
	"context"
	"io"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/manifests"
	"github.com/kronoscope/kronoscope/cmd/nextview"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// fromCronJob reads the schedule of a CronJob. Its @every steps are counted from its last run, or from its creation.
func (n *Request) fromCronJob(c *batchv1.CronJob) (nextview.Subject, error) {
	schedule, err := n.parse(c.Spec.Schedule, ptr.Deref(c.Spec.TimeZone, ""))
	if err != nil {
		return nextview.Subject{}, err
	}
	if last := cmp.Or(c.Status.LastScheduleTime, &c.CreationTimestamp); !last.IsZero() {
		schedule = schedule.WithAnchor(last.Time)
	}
	return nextview.Subject{
		Namespace: c.Namespace, Name: c.Name, Suspended: ptr.Deref(c.Spec.Suspend, false), Schedule: schedule, Object: c,
	}, nil
}

// fromFiles reads the CronJobs of manifests. The schedule of one that the API refuses is
// listed all the same if it can be read; the refusal becomes a warning.
func (n *Request) fromFiles(ctx context.Context, f *flags.Shared, in io.Reader) (subjects []nextview.Subject, err error) {
	documents, problems := manifest.Read(in, n.Files...)
	refused, err := manifests.Refusals(ctx, f, documents)
	if err != nil {
		return nil, err
	}
	for _, doc := range documents {
		cronJob, ok := doc.Object.(*batchv1.CronJob)
		if !ok || !manifests.Select(cronJob, f.Cluster.Namespace) {
			continue
		}
		s, err := n.fromCronJob(cronJob)
		if err != nil {
			problems = append(problems, manifest.Problem{Place: doc.Place, Text: err.Error()})
			continue
		}
		for _, p := range refused {
			if p.Place == doc.Place {
				s.Refused = append(s.Refused, nextview.Refusal(p))
			}
		}
		subjects = append(subjects, s)
	}
	switch {
	case len(problems) > 0:
		return nil, exitcode.Problems(problems)
	case len(subjects) == 0:
		return nil, manifests.NoCronJob(n.Files, f.Cluster.Namespace)
	}
	return subjects, nil
}
