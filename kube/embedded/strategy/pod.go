package strategy

import (
	"context"
	"maps"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/pod"
)

// podRules add what only pods have: a grace period.
type podRules struct {
	rules[corev1.Pod, core.Pod, *corev1.Pod, *core.Pod]
}

var _ rest.RESTGracefulDeleteStrategy = podRules{}

// CheckGracefulDelete writes into options how long the pod may take to end.
func (r podRules) CheckGracefulDelete(ctx context.Context, obj runtime.Object, options *metav1.DeleteOptions) bool {
	return pod.Strategy.CheckGracefulDelete(ctx, r.internal(obj), options)
}

// PrepareForCreate gives upstream annotations of the pod's own: see ownAnnotations.
func (r podRules) PrepareForCreate(ctx context.Context, obj runtime.Object) {
	ownAnnotations(obj)
	r.rules.PrepareForCreate(ctx, obj)
}

// PrepareForUpdate gives upstream annotations of the pod's own: see ownAnnotations.
func (r podRules) PrepareForUpdate(ctx context.Context, obj, old runtime.Object) {
	ownAnnotations(obj)
	r.rules.PrepareForUpdate(ctx, obj, old)
}

// ownAnnotations replaces the annotations of a pod by a copy. Upstream deletes some in place, but here the map may be that of the stored
// pod, or of the template it was made from, which others read meanwhile.
func ownAnnotations(obj runtime.Object) {
	p := obj.(*corev1.Pod)
	p.Annotations = maps.Clone(p.Annotations)
}

// podStatusRules are those of pods/status.
type podStatusRules struct{ podRules }

// PrepareForUpdate hands upstream a copy of the spec: upstream sets fields of disabled features in it to nil, and the
// stored pod, whose spec it is, may be in use by others.
func (r podStatusRules) PrepareForUpdate(ctx context.Context, obj, old runtime.Object) {
	stored := old.(*corev1.Pod)
	writable := podScratch.Get().(*corev1.Pod)
	defer podScratch.Put(writable)
	*writable = *stored
	stored.Spec.DeepCopyInto(&writable.Spec)
	r.podRules.PrepareForUpdate(ctx, obj, writable)
}

// podScratch has pods that are done with when the call that took them returns: status updates are the most frequent writes.
var podScratch = sync.Pool{New: func() any { return &corev1.Pod{} }}

func pods(b base) Resource {
	r := coreResource("Pod", "pods", "pod", "po")
	r.Categories = []string{"all"}
	r.New, r.NewList = func() runtime.Object { return &corev1.Pod{} }, func() runtime.Object { return &corev1.PodList{} }
	r.GetAttrs = podKind.attrs(pod.GetAttrs)
	main := coreRules(b, podKind, pod.Strategy, "")
	main.afterCreate = func(p *corev1.Pod) { dateConditions(p, b.now) }
	r.Strategy = podRules{main}
	r.Status = podStatusRules{podRules{coreRules(b, podKind, pod.StatusStrategy, "status")}}
	return r
}

// dateConditions puts the plane's time into the conditions of a new pod, which upstream dates by the machine's clock.
func dateConditions(p *corev1.Pod, now func() time.Time) {
	for i := range p.Status.Conditions {
		p.Status.Conditions[i].LastTransitionTime = metav1.NewTime(now())
	}
}
