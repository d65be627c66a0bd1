package kubelet

import (
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// schedule binds a pod to the node, or reports why it cannot. It returns the bound pod, nil if it is not bound.
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

// namesOtherScheduler reports whether the pod names another scheduler than this one. It waits for that one.
func namesOtherScheduler(pod *corev1.Pod) bool {
	return pod.Spec.SchedulerName != "" && pod.Spec.SchedulerName != corev1.DefaultSchedulerName
}

// retry syncs a pod again after a failed write. After a conflict it does so at once, since the change that caused it is queued anyway.
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

// arrived and left record that a pod has come to the node or gone, and try those again that wait for it.
func (k *Kubelet) arrived(pod *corev1.Pod) {
	k.placement.Arrived(pod)
	k.retryRefused()
}

func (k *Kubelet) left(uid types.UID) {
	k.placement.Left(uid)
	k.retryRefused()
}

// retryRefused tries the pods again that were refused because of other pods on the node.
func (k *Kubelet) retryRefused() {
	for _, key := range k.placement.TakeRefused() {
		k.enqueue(key)
	}
}

// nodeChanged tries the pods again that found no node. It gives a node that was deleted and created again its status; a real kubelet
// would when it is started again.
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
