package scheduler

import (
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// PodClaims sorts the pods that might belong to a Job.
type PodClaims struct {
	Owned   []*corev1.Pod // it controls them already
	Adopt   []*corev1.Pod // nobody controls them, and the selector matches: see [AdoptPod]
	Release []*corev1.Pod // it controls them, but the selector no longer matches: see [ReleasePod]
}

// ClaimPods sorts the pods that a Job controls, or that nobody does, by what is to be done with them. Others are left out.
func ClaimPods(job *batchv1.Job, pods []*corev1.Pod) (PodClaims, error) {
	selector, err := metav1.LabelSelectorAsSelector(job.Spec.Selector)
	if err != nil {
		return PodClaims{}, fmt.Errorf("reading the selector of job %s/%s: %w", job.Namespace, job.Name, err)
	}
	var claims PodClaims
	for _, pod := range pods {
		matches := selector.Matches(labels.Set(pod.Labels))
		switch ref := metav1.GetControllerOfNoCopy(pod); {
		case ref != nil && ref.UID != job.UID:
		case ref != nil && matches:
			claims.Owned = append(claims.Owned, pod)
		case job.DeletionTimestamp != nil:
		case ref != nil:
			claims.Release = append(claims.Release, pod)
		case matches && pod.DeletionTimestamp == nil && pod.Namespace == job.Namespace:
			claims.Adopt = append(claims.Adopt, pod)
		}
	}
	return claims, nil
}

// AdoptPod returns a copy of the pod that the Job controls and counts.
func AdoptPod(job *batchv1.Job, pod *corev1.Pod) *corev1.Pod {
	pod = pod.DeepCopy()
	ref := JobReference(job)
	if i := indexOfOwner(pod, job); i >= 0 {
		pod.OwnerReferences[i] = ref
	} else {
		pod.OwnerReferences = append(pod.OwnerReferences, ref)
	}
	if !HasTrackingFinalizer(pod) {
		pod.Finalizers = append(pod.Finalizers, batchv1.JobTrackingFinalizer)
	}
	return pod
}

// ReleasePod returns a copy of the pod that the Job no longer controls or counts.
func ReleasePod(job *batchv1.Job, pod *corev1.Pod) *corev1.Pod {
	pod = WithoutTrackingFinalizer(pod.DeepCopy())
	if i := indexOfOwner(pod, job); i >= 0 {
		pod.OwnerReferences = slices.Delete(pod.OwnerReferences, i, i+1)
	}
	return pod
}

// WithoutTrackingFinalizer returns a copy of the pod that no longer waits to be counted, or the pod itself if it did not.
// The copy shares all but its finalizers with the pod.
func WithoutTrackingFinalizer(pod *corev1.Pod) *corev1.Pod {
	if !HasTrackingFinalizer(pod) {
		return pod
	}
	untracked := *pod
	untracked.Finalizers = slices.DeleteFunc(slices.Clone(pod.Finalizers), func(f string) bool { return f == batchv1.JobTrackingFinalizer })
	return &untracked
}

func indexOfOwner(pod *corev1.Pod, job *batchv1.Job) int {
	return slices.IndexFunc(pod.OwnerReferences, func(ref metav1.OwnerReference) bool { return ref.UID == job.UID })
}
