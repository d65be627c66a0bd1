package tables

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// unchanged reports whether a write would change nothing. It compares status and metadata first, which change most often:
// comparing a pod's spec is the most expensive part of a write.
func unchanged(old, updated resource.Object) bool {
	equal := equality.Semantic.DeepEqual
	switch o := old.(type) {
	case *corev1.Pod:
		u := updated.(*corev1.Pod)
		return equal(&o.Status, &u.Status) && equal(&o.ObjectMeta, &u.ObjectMeta) && equal(&o.Spec, &u.Spec)
	case *batchv1.Job:
		u := updated.(*batchv1.Job)
		return equal(&o.Status, &u.Status) && equal(&o.ObjectMeta, &u.ObjectMeta) && equal(&o.Spec, &u.Spec)
	case *batchv1.CronJob:
		u := updated.(*batchv1.CronJob)
		return equal(&o.Status, &u.Status) && equal(&o.ObjectMeta, &u.ObjectMeta) && equal(&o.Spec, &u.Spec)
	default:
		return equal(old, updated)
	}
}
