package controller

import (
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// sync cleans up, carries out the plan and writes the status once, even after an error.
func (c *cronJobController) sync(key types.NamespacedName) error {
	stored, err := c.client.CronJobs().Get(key.Namespace, key.Name)
	if err != nil {
		return ignoreNotFound(err)
	}
	cj := stored.DeepCopy()
	jobs := c.controlledBy(cj)
	cleaned := false
	for _, job := range scheduler.CronJobHistory(cj, jobs) {
		if c.deleteJob(cj, job) {
			scheduler.ForgetJob(&cj.Status, job.UID)
			cleaned = true
		}
	}
	plan := scheduler.PlanCronJob(scheduler.CronJobInput{
		CronJob: cj, Jobs: jobs, Others: c.others(cj, jobs), Local: time.UTC, Now: c.clock.Now(),
	})
	for _, event := range plan.Events {
		c.recorder.Event(cj, event.Type, event.Reason, event.Message)
	}
	syncErr := c.carryOut(plan, cj)
	if plan.Changed || cleaned {
		cj.Status = plan.Status
		if _, err := c.client.CronJobs().UpdateStatus(cj); err != nil {
			return fmt.Errorf("writing the status of CronJob %s: %w", key, err)
		}
	}
	if syncErr == nil && plan.Requeue {
		c.queue.AddAfter(key, plan.RequeueAfter)
	}
	return syncErr
}

// controlledBy returns the Jobs that the CronJob controls.
func (c *cronJobController) controlledBy(cj *batchv1.CronJob) []*batchv1.Job {
	owned := c.client.Jobs().OwnedBy(cj.Namespace, cj.UID)
	return slices.DeleteFunc(slices.Clone(owned), func(job *batchv1.Job) bool { return !metav1.IsControlledBy(job, cj) })
}

// others returns the Jobs that the status lists as active but that the CronJob does not control.
func (c *cronJobController) others(cj *batchv1.CronJob, own []*batchv1.Job) []*batchv1.Job {
	var others []*batchv1.Job
	for _, ref := range cj.Status.Active {
		if slices.ContainsFunc(own, func(job *batchv1.Job) bool { return job.UID == ref.UID }) {
			continue
		}
		if job, err := c.client.Jobs().Get(ref.Namespace, ref.Name); err == nil {
			others = append(others, job)
		}
	}
	return others
}

func (c *cronJobController) carryOut(plan *scheduler.CronJobPlan, cj *batchv1.CronJob) error {
	for _, ref := range plan.Replace {
		job, err := c.client.Jobs().Get(ref.Namespace, ref.Name)
		if err != nil {
			c.recorder.Eventf(cj, corev1.EventTypeWarning, "FailedGet", "Get job: %v", err)
			return fmt.Errorf("reading Job %s/%s to replace it: %w", ref.Namespace, ref.Name, err)
		}
		if !c.deleteJob(cj, job) {
			return fmt.Errorf("could not replace job %s/%s", job.Namespace, job.Name)
		}
		plan.Forget(job)
	}
	if plan.Create == nil {
		return nil
	}
	job, err := c.client.Jobs().Create(plan.Create)
	switch {
	case apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause):
		return fmt.Errorf("creating Job %s/%s: %w", plan.Create.Namespace, plan.Create.Name, err)
	case apierrors.IsAlreadyExists(err):
		return c.adopt(plan)
	case err != nil:
		c.recorder.Eventf(cj, corev1.EventTypeWarning, "FailedCreate", "Error creating job: %v", err)
		return fmt.Errorf("creating Job %s/%s: %w", plan.Create.Namespace, plan.Create.Name, err)
	}
	c.recorder.Eventf(cj, corev1.EventTypeNormal, "SuccessfulCreate", "Created job %s", job.Name)
	plan.RecordStart(job)
	return nil
}

// adopt continues with the CronJob's own Job that an earlier sync created without writing the status. Like upstream, it does nothing
// about another Job of that name, and does not even schedule the next slot.
func (c *cronJobController) adopt(plan *scheduler.CronJobPlan) error {
	job, err := c.client.Jobs().Get(plan.Create.Namespace, plan.Create.Name)
	if err != nil {
		return fmt.Errorf("reading Job %s/%s, which exists already: %w", plan.Create.Namespace, plan.Create.Name, err)
	}
	if plan.Adopts(job) {
		plan.RecordStart(job)
	}
	return nil
}

// deleteJob deletes a Job and its pods, and reports whether that succeeded.
func (c *cronJobController) deleteJob(cj *batchv1.CronJob, job *batchv1.Job) bool {
	opts := metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)}
	if err := c.client.Jobs().Delete(job.Namespace, job.Name, opts); err != nil {
		c.recorder.Eventf(cj, corev1.EventTypeWarning, "FailedDelete", "Deleted job: %v", err)
		return false
	}
	c.recorder.Eventf(cj, corev1.EventTypeNormal, "SuccessfulDelete", "Deleted job %s", job.Name)
	return true
}
