package controller

import (
	"errors"
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// maxConflicts bounds the retries of a change to a pod that another client has changed meanwhile.
const maxConflicts = 8

// claimPods adopts the pods that the Job selects, releases those that it no longer selects, and returns all that it controls.
func (c *jobController) claimPods(job *batchv1.Job) ([]*corev1.Pod, error) {
	var candidates []*corev1.Pod
	for _, pod := range c.client.Pods().OwnedBy(job.Namespace, job.UID) {
		if ref := metav1.GetControllerOfNoCopy(pod); ref != nil && ref.UID == job.UID {
			candidates = append(candidates, pod)
		}
	}
	claims, err := scheduler.ClaimPods(job, append(candidates, c.known.loosePods(job.Namespace)...))
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, pod := range claims.Adopt {
		adopted, err := c.adopt(job, pod)
		switch {
		case err == nil:
			claims.Owned = append(claims.Owned, adopted)
		case !apierrors.IsNotFound(err):
			failures = append(failures, err)
		}
	}
	for _, pod := range claims.Release {
		_, err := c.changePod(pod, func(pod *corev1.Pod) *corev1.Pod { return scheduler.ReleasePod(job, pod) })
		if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsInvalid(err) {
			failures = append(failures, err)
		}
	}
	slices.SortStableFunc(claims.Owned, byPodName)
	return claims.Owned, errors.Join(failures...)
}

// adopt makes the Job the controller of a pod, unless the Job is gone or being deleted by now.
func (c *jobController) adopt(job *batchv1.Job, pod *corev1.Pod) (*corev1.Pod, error) {
	fresh, err := c.client.Jobs().Get(job.Namespace, job.Name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("adopting pod %s/%s: reading job %s: %v", pod.Namespace, pod.Name, job.Name, err)
	case fresh.UID != job.UID || fresh.DeletionTimestamp != nil:
		return nil, fmt.Errorf("adopting pod %s/%s: job %s is gone or being deleted", pod.Namespace, pod.Name, job.Name)
	}
	return c.changePod(pod, func(pod *corev1.Pod) *corev1.Pod { return scheduler.AdoptPod(job, pod) })
}

// carryOut deletes and creates pods as planned.
func (c *jobController) carryOut(job *batchv1.Job, plan *scheduler.JobPlan) (scheduler.JobOutcome, error) {
	var outcome scheduler.JobOutcome
	var first error
	for _, pod := range plan.Delete {
		err := c.deletePod(job, pod, plan.Release)
		if err == nil || apierrors.IsNotFound(err) {
			outcome.Deleted = append(outcome.Deleted, pod)
		} else if first == nil {
			first = err
		}
	}
	rest := plan.Create
	for size := range scheduler.SlowStart(len(rest)) {
		for _, pod := range rest[:size] {
			err := c.createPod(job, pod)
			if err == nil || apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
				outcome.Created++
			} else if first == nil {
				first = err
			}
		}
		if rest = rest[size:]; first != nil {
			break
		}
	}
	return outcome, first
}

func (c *jobController) createPod(job *batchv1.Job, pod *corev1.Pod) error {
	if len(pod.Labels) == 0 {
		return errors.New("unable to create pods, no labels")
	}
	created, err := c.client.Pods().Create(pod)
	switch {
	case err == nil:
		c.recorder.Eventf(job, corev1.EventTypeNormal, "SuccessfulCreate", "Created pod: %v", created.Name)
	case !apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause):
		c.recorder.Eventf(job, corev1.EventTypeWarning, "FailedCreate", "Error creating: %v", err)
	}
	return err
}

// deletePod deletes a pod, and with release removes its tracking finalizer. It returns NotFound errors, too.
func (c *jobController) deletePod(job *batchv1.Job, pod *corev1.Pod, release bool) error {
	if release && scheduler.HasTrackingFinalizer(pod) {
		if _, err := c.changePod(pod, scheduler.WithoutTrackingFinalizer); err != nil {
			return err
		}
	}
	err := c.client.Pods().Delete(pod.Namespace, pod.Name, metav1.DeleteOptions{})
	switch {
	case err == nil:
		c.recorder.Eventf(job, corev1.EventTypeNormal, "SuccessfulDelete", "Deleted pod: %v", pod.Name)
	case !apierrors.IsNotFound(err):
		c.recorder.Eventf(job, corev1.EventTypeWarning, "FailedDelete", "Error deleting: %v", err)
	}
	return err
}

// untrack removes the tracking finalizer from pods and returns those that no longer have it, including those that are gone.
func (c *jobController) untrack(pods []*corev1.Pod) (untracked []*corev1.Pod, err error) {
	for _, pod := range pods {
		_, podErr := c.changePod(pod, scheduler.WithoutTrackingFinalizer)
		if podErr == nil || apierrors.IsNotFound(podErr) {
			untracked = append(untracked, pod)
		} else if err == nil {
			err = podErr
		}
	}
	return untracked, err
}

// changePod applies change to the present state of a pod and writes the result, if change returns another object. A pod that was
// replaced by another of the same name counts as not found.
func (c *jobController) changePod(pod *corev1.Pod, change func(*corev1.Pod) *corev1.Pod) (*corev1.Pod, error) {
	var err error
	for range maxConflicts {
		current, readErr := c.client.Pods().Get(pod.Namespace, pod.Name)
		if readErr != nil {
			return nil, readErr
		}
		if current.UID != pod.UID {
			return nil, apierrors.NewNotFound(corev1.Resource("pods"), pod.Name)
		}
		changed := change(current)
		if changed == current {
			return current, nil
		}
		if changed, err = c.client.Pods().Update(changed); err == nil {
			return changed, nil
		}
		if !apierrors.IsConflict(err) {
			break
		}
	}
	return nil, fmt.Errorf("updating pod %s/%s: %w", pod.Namespace, pod.Name, err)
}
