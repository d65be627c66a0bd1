package strategy

import (
	"context"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/validate"
)

// podRules add what only pods have: a grace period.
type podRules struct{ rules[*corev1.Pod] }

var _ rest.RESTGracefulDeleteStrategy = podRules{}

// CheckGracefulDelete writes into options how long the pod may take to end: what was asked for, else what the pod says,
// and no time at all when nothing runs (unscheduled, or ended).
func (podRules) CheckGracefulDelete(_ context.Context, obj runtime.Object, options *metav1.DeleteOptions) bool {
	if options == nil {
		return false
	}
	pod := obj.(*corev1.Pod)
	period := int64(0)
	switch {
	case pod.Spec.NodeName == "", pod.Status.Phase == corev1.PodFailed, pod.Status.Phase == corev1.PodSucceeded:
	case options.GracePeriodSeconds != nil:
		period = *options.GracePeriodSeconds
	case pod.Spec.TerminationGracePeriodSeconds != nil:
		period = *pod.Spec.TerminationGracePeriodSeconds
	}
	if period < 0 {
		period = 1
	}
	options.GracePeriodSeconds = &period
	return true
}

func pods(b base) Resource {
	r := core("Pod", "pods", "pod", "po")
	r.Categories = []string{"all"}
	r.New, r.NewList = func() runtime.Object { return &corev1.Pod{} }, func() runtime.Object { return &corev1.PodList{} }
	r.GetAttrs = attrs(true, 8, podFields)
	main := podRules{rules[*corev1.Pod]{
		base: b, namespaced: true, resets: resets("v1", path("status")),
		prepare: func(p *corev1.Pod) { preparePod(p, b.now) },
		prepareUpdate: func(obj, old *corev1.Pod) {
			obj.Status = old.Status
			if obj.Spec.Resources == nil && old.Spec.Resources != nil {
				obj.Spec.Resources = old.Spec.Resources.DeepCopy()
			}
			dropDisabled(&obj.Spec)
			bumpPodGeneration(obj, old)
		},
		validate:     validate.Pod,
		validateWith: validate.PodUpdate,
		warn:         validate.PodWarnings,
	}}
	r.Strategy = main

	status := main
	status.resets = resets("v1", path("spec"), path("metadata", "deletionTimestamp"), path("metadata", "ownerReferences"))
	status.prepareUpdate = preparePodStatus
	status.validateWith = validate.PodStatusUpdate
	r.Status = status
	return r
}

func preparePod(p *corev1.Pod, now func() time.Time) {
	p.Generation = 1
	p.Status = corev1.PodStatus{Phase: corev1.PodPending}
	if len(p.Spec.SchedulingGates) > 0 {
		p.Status.Conditions = []corev1.PodCondition{{
			Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonSchedulingGated,
			Message: "Scheduling is blocked due to non-empty scheduling gates", LastTransitionTime: metav1.NewTime(now()),
		}}
	}
	dropDisabled(&p.Spec)
	mergeMatchLabelKeys(p)
	defaultPodLevelResources(p)
	p.Status.QOSClass = qosClass(p)
}

// bumpPodGeneration counts changes of the spec.
func bumpPodGeneration(obj, old *corev1.Pod) {
	if !validate.SamePodSpec(&obj.Spec, &old.Spec) {
		obj.Generation = old.Generation + 1
	}
}

func preparePodStatus(obj, old *corev1.Pod) {
	obj.Spec = old.Spec
	obj.DeletionTimestamp = nil
	obj.OwnerReferences = old.OwnerReferences
	n, o := &obj.Status, &old.Status
	if n.QOSClass == "" {
		n.QOSClass = o.QOSClass
	}
	if n.ResourceClaimStatuses == nil {
		n.ResourceClaimStatuses = o.ResourceClaimStatuses
	}
	if n.ExtendedResourceClaimStatus == nil {
		n.ExtendedResourceClaimStatus = o.ExtendedResourceClaimStatus
	}
	if n.ObservedGeneration == 0 {
		n.ObservedGeneration = o.ObservedGeneration
	}
	seen := make(map[corev1.PodConditionType]int, len(n.Conditions))
	for i := range n.Conditions {
		c := &n.Conditions[i]
		nth := seen[c.Type]
		seen[c.Type]++
		if c.ObservedGeneration == 0 {
			c.ObservedGeneration = nthGeneration(o.Conditions, c.Type, nth)
		}
	}
}

// nthGeneration returns the observedGeneration of the nth condition (from 0) of a type, which may occur more than once.
func nthGeneration(conditions []corev1.PodCondition, t corev1.PodConditionType, nth int) int64 {
	for i := range conditions {
		if conditions[i].Type != t {
			continue
		}
		if nth == 0 {
			return conditions[i].ObservedGeneration
		}
		nth--
	}
	return 0
}
