package kubelet

import (
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// schedule binds a pod to the node, or says why it cannot. It returns the pod as bound, nil if it is not.
func (k *Kubelet) schedule(pod *corev1.Pod) *corev1.Pod {
	ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	if pod.DeletionTimestamp != nil || ended || len(pod.Spec.SchedulingGates) > 0 || namesOtherScheduler(pod) {
		return nil
	}
	if message := k.placement.Fault(pod); message != "" {
		k.unschedulable(pod, message)
		return nil
	}
	assigned := *pod
	assigned.Spec.NodeName = k.opts.NodeName
	bound, err := k.client.Pods().Update(&assigned)
	if err != nil {
		k.retry(pod, err)
		return nil
	}
	k.eventf(k.scheduler, about(bound, nil), corev1.EventTypeNormal, "Scheduled", "Successfully assigned %s/%s to %s",
		bound.Namespace, bound.Name, k.opts.NodeName)
	return bound
}

// namesOtherScheduler says whether the pod names a scheduler that is not this one: it waits for that without a word.
func namesOtherScheduler(pod *corev1.Pod) bool {
	return pod.Spec.SchedulerName != "" && pod.Spec.SchedulerName != corev1.DefaultSchedulerName
}

// retry looks at a pod again after a failed write: at once after a conflict, for the change that caused it is queued anyway.
func (k *Kubelet) retry(pod *corev1.Pod, err error) {
	if apierrors.IsNotFound(err) {
		return
	}
	delay := retryDelay
	if apierrors.IsConflict(err) {
		delay = 0
	}
	k.enqueueAfter(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name}, delay)
}

func (k *Kubelet) unschedulable(pod *corev1.Pod, message string) {
	k.awaitObject(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name})
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Message == message {
			return
		}
	}
	updated := pod.DeepCopy()
	resource.SetPodCondition(&updated.Status, corev1.PodCondition{
		Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonUnschedulable, Message: message,
	}, k.clock.Now())
	if _, err := k.client.Pods().UpdateStatus(updated); err != nil {
		k.retry(pod, err)
		return
	}
	k.eventf(k.scheduler, about(pod, nil), corev1.EventTypeWarning, "FailedScheduling", "%s", message)
}

// arrived and left take note of a pod on the node, and have those looked at again that wait for such a change.
func (k *Kubelet) arrived(pod *corev1.Pod) {
	k.placement.Arrived(pod)
	k.retryRefused()
}

func (k *Kubelet) left(uid types.UID) {
	k.placement.Left(uid)
	k.retryRefused()
}

// retryRefused looks again at the pods that the other pods on the node keep from it.
func (k *Kubelet) retryRefused() {
	for _, key := range k.placement.TakeRefused() {
		k.enqueue(key)
	}
}

// nodeChanged looks again at the pods that found no place. A node that was made anew is told of what it has: a real kubelet would
// do so when it is started again.
func (k *Kubelet) nodeChanged(old, updated *corev1.Node) {
	if updated == nil {
		return
	}
	if old == nil && updated.Name == k.opts.NodeName {
		k.do(k.node.Adopt)
	}
	if old == nil || old.ResourceVersion != updated.ResourceVersion {
		k.objectCame(true)
	}
}
