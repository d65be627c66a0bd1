// Package admission holds the pure parts of the admission plugins that upstream enables by default: what they change in a
// new object and what they refuse. It never reads a store: callers hand in the objects that a plugin would look up.
package admission

import (
	corev1 "k8s.io/api/core/v1"
)

// ApplyLimitRanges gives the containers of a new pod the default limits and requests of its namespace's ranges, then
// checks minimums, maximums and ratios. The error is what LimitRanger says after `pods "NAME" is forbidden: `.
func ApplyLimitRanges(pod *corev1.Pod, ranges []*corev1.LimitRange) error { return nil }

// CheckClaimLimits checks a new PersistentVolumeClaim against the ranges, as ApplyLimitRanges does a pod.
func CheckClaimLimits(claim *corev1.PersistentVolumeClaim, ranges []*corev1.LimitRange) error {
	return nil
}

// DefaultServiceAccount fills in the pod's service account, as upstream's ServiceAccount plugin.
func DefaultServiceAccount(pod *corev1.Pod) {}
