package controller

import (
	"errors"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/scheduler"
)

// orphanKey stands for pods that wait to be counted although no Job may ever count them: a single pod, or all pods of a Job that has
// ended or is gone.
type orphanKey struct {
	namespace string
	pod       string
	job       types.UID // all pods that this Job owns
	selector  string    // or that nobody owns and this selects
}

func orphanPod(pod *corev1.Pod) orphanKey { return orphanKey{namespace: pod.Namespace, pod: pod.Name} }

func podsOf(job *batchv1.Job) orphanKey {
	key := orphanKey{namespace: job.Namespace, job: job.UID}
	if selector, err := metav1.LabelSelectorAsSelector(job.Spec.Selector); err == nil {
		key.selector = selector.String()
	}
	return key
}

func (c *jobController) syncOrphans(key orphanKey) error {
	if key.pod != "" {
		pod, err := c.client.Pods().Get(key.namespace, key.pod)
		if apierrors.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading pod %s/%s: %w", key.namespace, key.pod, err)
		}
		return c.untrackOrphan(pod)
	}
	var failures []error
	for _, pod := range c.client.Pods().OwnedBy(key.namespace, key.job) {
		failures = append(failures, c.untrackOrphan(pod))
	}
	if key.selector == "" {
		return errors.Join(failures...) // an empty or invalid selector: leave other pods alone
	}
	selector, err := labels.Parse(key.selector)
	if err != nil {
		return errors.Join(append(failures, fmt.Errorf("reading selector %q: %w", key.selector, err))...)
	}
	for _, pod := range c.known.loosePods(key.namespace) {
		if selector.Matches(labels.Set(pod.Labels)) {
			failures = append(failures, c.untrackOrphan(pod))
		}
	}
	return errors.Join(failures...)
}

// untrackOrphan removes the tracking finalizer from a pod unless a Job still has to count it.
func (c *jobController) untrackOrphan(pod *corev1.Pod) error {
	if !scheduler.HasTrackingFinalizer(pod) || metav1.GetControllerOfNoCopy(pod) != nil && !controlledByJob(pod) {
		return nil
	}
	if job := c.known.controllerOf(pod); job != nil {
		_, elsewhere := scheduler.ManagedElsewhere(job)
		if elsewhere || scheduler.JobFinished(job) == nil {
			return nil
		}
	}
	_, err := c.changePod(pod, scheduler.WithoutTrackingFinalizer)
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

func controlledByJob(pod *corev1.Pod) bool {
	ref := metav1.GetControllerOfNoCopy(pod)
	return ref != nil && ref.Kind == "Job" && ref.APIVersion == batchv1.SchemeGroupVersion.String()
}
