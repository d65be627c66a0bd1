// Package slotstest builds the CronJobs that tests count. Only tests import it.
package slotstest

import (
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Zone is a zone that must exist.
func Zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// CronJob is one of namespace demo that was created on 1 October 2026. It keeps so many complete and failed Jobs.
func CronJob(t testing.TB, name, expr, zone string, keeps int32) *workload.CronJob {
	t.Helper()
	schedule, err := cron.Parse(expr, Zone(t, zone))
	if err != nil {
		t.Fatal(err)
	}
	return &workload.CronJob{
		Trimmed: &batchv1.CronJob{
			ObjectMeta: metav1.ObjectMeta{
				Namespace: "demo", Name: name, Labels: map[string]string{"app": name},
				CreationTimestamp: metav1.NewTime(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)),
			},
			Spec: batchv1.CronJobSpec{Schedule: expr, SuccessfulJobsHistoryLimit: ptr.To(keeps), FailedJobsHistoryLimit: ptr.To(keeps)},
		},
		Schedule: schedule,
	}
}

// Ran gives a CronJob the Job of a slot, which took a minute if it has ended, or one made by hand at that time.
func Ran(c *workload.CronJob, at time.Time, state workload.JobState, byHand bool) {
	begun := metav1.NewTime(at)
	obj := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: fmt.Sprintf("%s-%d", c.Trimmed.Name, at.Unix()/60), CreationTimestamp: begun},
		Status:     batchv1.JobStatus{StartTime: &begun},
	}
	if byHand {
		obj.Annotations = map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
	} else if last := c.Trimmed.Status.LastScheduleTime; last == nil || last.Time.Before(at) {
		c.Trimmed.Status.LastScheduleTime = &begun
	}
	if state.Finished() {
		obj.Status.Conditions = []batchv1.JobCondition{{
			Type: batchv1.JobConditionType(state), Status: "True", LastTransitionTime: metav1.NewTime(at.Add(time.Minute)),
		}}
	}
	c.Jobs = append([]*workload.Job{{Trimmed: obj, CronJob: c.Trimmed.Name, State: state}}, c.Jobs...)
}
