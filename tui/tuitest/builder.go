// Package tuitest builds fixtures for the program's tests: snapshots of made-up clusters at a fixed time, and stand-ins for a cluster that
// count calls. Only tests import it.
package tuitest

import (
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Now is the time of every scene: a Tuesday, 00:58:12 UTC.
var Now = time.Date(2026, 11, 24, 0, 58, 12, 0, time.UTC)

// Paris is the zone of every scene.
var Paris = time.FixedZone("Europe/Paris", 3600)

// Job returns a Job of namespace default in a state, started begun before [Now], with done of total completions. It took took if it has
// finished.
func Job(name string, state workload.JobState, begun time.Duration, done, total int32, took time.Duration) *workload.Job {
	start := metav1.NewTime(Now.Add(-begun))
	obj := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name, UID: types.UID(name), CreationTimestamp: start},
		Spec:       batchv1.JobSpec{Completions: ptr.To(total), Parallelism: ptr.To(int32(1))},
		Status:     batchv1.JobStatus{Succeeded: done},
	}
	end := metav1.NewTime(start.Add(took))
	condition := func(kind batchv1.JobConditionType) {
		obj.Status.Conditions = append(obj.Status.Conditions, batchv1.JobCondition{
			Type: kind, Status: corev1.ConditionTrue, LastTransitionTime: end,
		})
	}
	if state != workload.JobSuspended {
		obj.Status.StartTime = &start
	}
	switch state {
	case workload.JobComplete:
		obj.Status.CompletionTime = &end
		condition(batchv1.JobComplete)
	case workload.JobFailed:
		obj.Status.Failed = 1
		condition(batchv1.JobFailed)
	case workload.JobRunning, workload.JobRetrying:
		obj.Status.Active = 1
	case workload.JobSuspended:
		obj.Spec.Suspend = ptr.To(true)
	}
	return &workload.Job{Trimmed: obj, State: state}
}

// CronJob returns a CronJob of namespace default. states are those of its Jobs, the latest first, one every interval before [Now].
func CronJob(name, expr string, zone *time.Location, every time.Duration, states ...workload.JobState) *workload.CronJob {
	c := &workload.CronJob{Trimmed: &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name, UID: types.UID(name)},
		Spec:       batchv1.CronJobSpec{Schedule: expr},
	}}
	c.Schedule, c.ScheduleErr = cron.Parse(expr, zone)
	for i, state := range states {
		job := Job(fmt.Sprintf("%s-%d", name, 29000-i), state, time.Duration(i)*every+every/8, 0, 1, 42*time.Second)
		if state == workload.JobComplete {
			job.Trimmed.Status.Succeeded = 1
			c.Average = 42 * time.Second
		}
		job.CronJob = name
		c.Jobs = append(c.Jobs, job)
	}
	return c
}

// Suspended suspends a CronJob and returns it.
func Suspended(c *workload.CronJob) *workload.CronJob {
	c.Trimmed.Spec.Suspend = ptr.To(true)
	return c
}

// Event returns an event about an object of namespace default, seen ago before [Now].
func Event(kind, name, eventType, reason, message string, ago time.Duration, count int32) *corev1.Event {
	return &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: name + "." + reason},
		InvolvedObject: corev1.ObjectReference{Kind: kind, Namespace: "default", Name: name, UID: types.UID(name)},
		Type:           eventType, Reason: reason, Message: message, Count: count, LastTimestamp: metav1.NewTime(Now.Add(-ago)),
	}
}
