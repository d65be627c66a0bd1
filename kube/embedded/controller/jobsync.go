package controller

import (
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/scheduler"
)

// sync carries out what package scheduler plans for one Job. It writes the status before and after the removal of finalizers, and
// returns an error in creating or deleting pods only after that.
func (c *jobController) sync(key types.NamespacedName) error {
	job, err := c.client.Jobs().Get(key.Namespace, key.Name)
	if apierrors.IsNotFound(err) {
		c.forget(key)
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading job %s: %w", key, err)
	}
	if skip, event := scheduler.SkipJob(job); skip {
		if scheduler.JobFinished(job) != nil {
			c.forget(key)
		}
		if event != nil {
			c.recorder.Event(job, event.Type, event.Reason, event.Message)
		}
		return nil
	}
	pods, err := c.claimPods(job)
	if err != nil {
		return fmt.Errorf("claiming the pods of job %s: %w", key, err)
	}
	plan := scheduler.PlanJob(scheduler.JobInput{Job: job, Pods: pods, Backoff: c.recall(key), Now: c.clock.Now()})
	if plan.SyncAfter > 0 {
		c.queue.AddAfter(key, plan.SyncAfter)
	}
	outcome, podErr := c.carryOut(job, plan)
	if err := c.track(job, plan.Count(outcome)); err != nil {
		return fmt.Errorf("tracking the status of job %s: %w", key, err)
	}
	if podErr != nil {
		return fmt.Errorf("managing the pods of job %s: %w", key, podErr)
	}
	return nil
}

func (c *jobController) track(job *batchv1.Job, count *scheduler.JobCount) error {
	c.record(job, count.Events)
	if count.Write {
		written, err := c.writeStatus(job, count.Status)
		if err != nil {
			return fmt.Errorf("adding uncounted pods: %w", err)
		}
		job = written
		c.remember(nameOf(job), count.Backoff)
	}
	untracked, podErr := c.untrack(count.Untrack)
	end := count.Finish(untracked, podErr == nil)
	if end.Write {
		written, err := c.writeStatus(job, end.Status)
		if err != nil {
			return fmt.Errorf("removing uncounted pods: %w", err)
		}
		c.record(written, end.Events)
	}
	return podErr
}

func (c *jobController) writeStatus(job *batchv1.Job, status batchv1.JobStatus) (*batchv1.Job, error) {
	changed := *job
	changed.Status = status
	return c.client.Jobs().UpdateStatus(&changed)
}

func (c *jobController) record(job *batchv1.Job, events []scheduler.JobEvent) {
	for _, event := range events {
		c.recorder.Event(job, event.Type, event.Reason, event.Message)
	}
}
