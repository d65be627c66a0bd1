package placement

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// claimFault returns why the pod's claims cannot be used, empty if they can.
func (s *Scheduler) claimFault(pod *corev1.Pod) string {
	for i := range pod.Spec.Volumes {
		claim := pod.Spec.Volumes[i].PersistentVolumeClaim
		if claim == nil {
			continue
		}
		pvc, err := s.client.PersistentVolumeClaims().Get(pod.Namespace, claim.ClaimName)
		if err != nil {
			return fmt.Sprintf("persistentvolumeclaim %q not found", claim.ClaimName)
		}
		if pvc.DeletionTimestamp != nil {
			return fmt.Sprintf("persistentvolumeclaim %q is being deleted", claim.ClaimName)
		}
		s.bindClaim(pvc)
	}
	return ""
}

// bindClaim binds a claim, as a provisioner would. There is no object for the volume that it names.
func (s *Scheduler) bindClaim(pvc *corev1.PersistentVolumeClaim) {
	if pvc.Status.Phase == corev1.ClaimBound {
		return
	}
	bound := pvc.DeepCopy()
	if bound.Spec.VolumeName == "" {
		bound.Spec.VolumeName = "pvc-" + string(pvc.UID)
		metav1.SetMetaDataAnnotation(&bound.ObjectMeta, "pv.kubernetes.io/bind-completed", "yes")
		metav1.SetMetaDataAnnotation(&bound.ObjectMeta, "pv.kubernetes.io/bound-by-controller", "yes")
		updated, err := s.client.PersistentVolumeClaims().Update(bound)
		if err != nil {
			return // the claim can be used even if that does not show
		}
		bound = updated.DeepCopy()
	}
	bound.Status.Phase = corev1.ClaimBound
	bound.Status.AccessModes = bound.Spec.AccessModes
	bound.Status.Capacity = bound.Spec.Resources.Requests
	_, _ = s.client.PersistentVolumeClaims().UpdateStatus(bound) // as above
}
