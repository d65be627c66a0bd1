// Package defaults fills in what a user left out of an object, as Kubernetes v1.37 does when it decodes one. It changes
// little that is set (quantities are rounded up to thousandths, aliases are made to agree), never validates, and never
// looks beyond the object in hand.
package defaults

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// Add registers the defaulting functions of the plane's kinds and of their lists.
func Add(scheme *runtime.Scheme) {
	register(scheme, Job)
	register(scheme, CronJob)
	register(scheme, Pod)
	register(scheme, Namespace)
	register(scheme, Node)
	register(scheme, ConfigMap)
	register(scheme, Secret)
	register(scheme, PersistentVolumeClaim)
	register(scheme, ResourceQuota)
	register(scheme, LimitRange)
	register(scheme, func(l *batchv1.JobList) { each(l.Items, Job) })
	register(scheme, func(l *batchv1.CronJobList) { each(l.Items, CronJob) })
	register(scheme, func(l *corev1.PodList) { each(l.Items, Pod) })
	register(scheme, func(l *corev1.NamespaceList) { each(l.Items, Namespace) })
	register(scheme, func(l *corev1.NodeList) { each(l.Items, Node) })
	register(scheme, func(l *corev1.ConfigMapList) { each(l.Items, ConfigMap) })
	register(scheme, func(l *corev1.SecretList) { each(l.Items, Secret) })
	register(scheme, func(l *corev1.PersistentVolumeClaimList) { each(l.Items, PersistentVolumeClaim) })
	register(scheme, func(l *corev1.ResourceQuotaList) { each(l.Items, ResourceQuota) })
	register(scheme, func(l *corev1.LimitRangeList) { each(l.Items, LimitRange) })
}

// register adds set for *T, which must implement runtime.Object.
func register[T any, O interface {
	*T
	runtime.Object
}](scheme *runtime.Scheme, set func(O)) {
	scheme.AddTypeDefaultingFunc(O(new(T)), func(obj any) { set(obj.(O)) })
}

func each[T any](items []T, set func(*T)) {
	for i := range items {
		set(&items[i])
	}
}

// fill sets an absent value.
func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// fillPtr points an absent value at a fresh copy.
func fillPtr[T any](field **T, value T) {
	if *field == nil {
		*field = &value
	}
}

// roundUp brings quantities to whole thousandths, the finest that the API keeps.
func roundUp(list corev1.ResourceList) {
	for name, q := range list {
		q.RoundUp(-3)
		list[name] = q
	}
}

// fillFrom copies the resources that list lacks.
func fillFrom(list *corev1.ResourceList, from corev1.ResourceList) {
	for name, q := range from {
		if _, ok := (*list)[name]; ok {
			continue
		}
		if *list == nil {
			*list = make(corev1.ResourceList, len(from))
		}
		(*list)[name] = q.DeepCopy()
	}
}
