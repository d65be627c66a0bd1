package kubelet

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// schedule binds a pod to the node, or says why it cannot. It returns the pod as bound, nil if it is not.
func (k *Kubelet) schedule(pod *corev1.Pod) *corev1.Pod {
	ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
	if pod.DeletionTimestamp != nil || ended || len(pod.Spec.SchedulingGates) > 0 || othersToSchedule(pod) {
		return nil
	}
	if message := k.fault(pod); message != "" {
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

// othersToSchedule says whether the pod names a scheduler that is not this one: it waits for that without a word.
func othersToSchedule(pod *corev1.Pod) bool {
	return pod.Spec.SchedulerName != "" && pod.Spec.SchedulerName != corev1.DefaultSchedulerName
}

// fault is why the pod cannot be bound, in the scheduler's words, empty if it can.
func (k *Kubelet) fault(pod *corev1.Pod) string {
	nodes := k.client.Nodes().List("")
	if len(nodes) == 0 {
		return noNodes
	}
	if reason := k.claimFault(pod); reason != "" {
		// "not found" is about the state that a plugin misses after another refused the pod.
		return unavailable(nodes, reason, "not found")
	}
	return k.misfit(pod, nodes)
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
	k.later(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name}, delay)
}

// claimFault is why the pod's claims cannot be used, empty if they can.
func (k *Kubelet) claimFault(pod *corev1.Pod) string {
	for i := range pod.Spec.Volumes {
		claim := pod.Spec.Volumes[i].PersistentVolumeClaim
		if claim == nil {
			continue
		}
		pvc, err := k.client.PersistentVolumeClaims().Get(pod.Namespace, claim.ClaimName)
		if err != nil {
			return fmt.Sprintf("persistentvolumeclaim %q not found", claim.ClaimName)
		}
		if pvc.DeletionTimestamp != nil {
			return fmt.Sprintf("persistentvolumeclaim %q is being deleted", claim.ClaimName)
		}
		k.bindClaim(pvc)
	}
	return ""
}

// bindClaim gives a claim what it asks for, as a provisioner would. The volume that it names is no object of the plane.
func (k *Kubelet) bindClaim(pvc *corev1.PersistentVolumeClaim) {
	if pvc.Status.Phase == corev1.ClaimBound {
		return
	}
	bound := pvc.DeepCopy()
	if bound.Spec.VolumeName == "" {
		bound.Spec.VolumeName = "pvc-" + string(pvc.UID)
		metav1.SetMetaDataAnnotation(&bound.ObjectMeta, "pv.kubernetes.io/bind-completed", "yes")
		metav1.SetMetaDataAnnotation(&bound.ObjectMeta, "pv.kubernetes.io/bound-by-controller", "yes")
		updated, err := k.client.PersistentVolumeClaims().Update(bound)
		if err != nil {
			return // it is usable even if nobody can see so
		}
		bound = updated.DeepCopy()
	}
	bound.Status.Phase = corev1.ClaimBound
	bound.Status.AccessModes = bound.Spec.AccessModes
	bound.Status.Capacity = bound.Spec.Resources.Requests
	_, _ = k.client.PersistentVolumeClaims().UpdateStatus(bound) // as above
}

func (k *Kubelet) unschedulable(pod *corev1.Pod, message string) {
	k.block(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name})
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
