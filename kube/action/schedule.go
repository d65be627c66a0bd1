package action

import (
	"context"
	"encoding/json"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// ScheduleEdit is a change of a CronJob's schedule or time zone. It names the version that it is based on, so that it never overwrites
// somebody else's change.
type ScheduleEdit struct {
	UID             types.UID       // of the CronJob
	ResourceVersion string          // of the CronJob when Old was read
	Old, New        workload.Timing // only fields that differ are written
}

// ChangedError means that an edit was not applied because somebody else has changed the CronJob's schedule or time zone, or has
// deleted and created it again. Now is the present object.
type ChangedError struct{ Now *batchv1.CronJob }

// Error returns one line with the present schedule.
func (e *ChangedError) Error() string {
	t := workload.TimingOf(e.Now)
	zone := "without a time zone"
	if t.TimeZone != "" {
		zone = fmt.Sprintf("in %q", t.TimeZone)
	}
	return fmt.Sprintf("somebody else has changed it: its schedule is now %q %s; nothing was applied", t.Schedule, zone)
}

// editTries is how often an edit is tried when other fields of the CronJob, such as its status, keep changing.
const editTries = 5

// SetSchedule applies an edit and returns the API server's warnings. When the schedule or the time zone has changed since, or the
// CronJob was deleted and created again, the error is a [*ChangedError]. Other changes are kept.
func (c *Client) SetSchedule(ctx context.Context, key kube.Key, edit ScheduleEdit) (warnings []string, err error) {
	err = c.act(ctx, "changing the schedule of", kube.KindCronJob, key, func(ctx context.Context) error {
		for try := 1; ; try++ {
			if warnings, err = c.patchSchedule(ctx, key, edit); !apierrors.IsConflict(err) || try == editTries {
				return err
			}
			now, err := c.cluster.Client.BatchV1().CronJobs(key.Namespace).Get(ctx, key.Name, metav1.GetOptions{})
			if err != nil {
				return err
			}
			if now.UID != edit.UID || workload.TimingOf(now) != edit.Old {
				return &ChangedError{now}
			}
			edit.ResourceVersion = now.ResourceVersion
		}
	})
	return warnings, err
}

// patchSchedule sends the fields that differ. The API server answers with a conflict unless the CronJob still has the edit's version.
func (c *Client) patchSchedule(ctx context.Context, key kube.Key, edit ScheduleEdit) (warnings []string, err error) {
	spec := map[string]any{}
	if edit.New.Schedule != edit.Old.Schedule {
		spec["schedule"] = edit.New.Schedule
	}
	switch zone := edit.New.TimeZone; {
	case zone == edit.Old.TimeZone:
	case zone == "":
		spec["timeZone"] = nil // which removes the field
	default:
		spec["timeZone"] = zone
	}
	body, err := json.Marshal(map[string]any{"metadata": map[string]any{"resourceVersion": edit.ResourceVersion}, "spec": spec})
	if err != nil {
		return nil, err
	}
	result := c.cluster.Client.BatchV1().RESTClient().Patch(types.MergePatchType).
		Namespace(key.Namespace).Resource("cronjobs").Name(key.Name).Body(body).Do(ctx)
	for _, w := range result.Warnings() {
		warnings = append(warnings, w.Text)
	}
	return warnings, result.Error()
}
