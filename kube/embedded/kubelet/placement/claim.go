package placement

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// claimFault is why the pod's claims cannot be used, empty if they can.
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

// bindClaim gives a claim what it asks for, as a provisioner would. The volume that it names is no object of the plane.
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
			return // it is usable even if nobody can see so
		}
		bound = updated.DeepCopy()
	}
	bound.Status.Phase = corev1.ClaimBound
	bound.Status.AccessModes = bound.Spec.AccessModes
	bound.Status.Capacity = bound.Spec.Resources.Requests
	_, _ = s.client.PersistentVolumeClaims().UpdateStatus(bound) // as above
}
