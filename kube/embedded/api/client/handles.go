package client

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/api/pods"
)

type podHandle struct{ handle[*corev1.Pod] }

func (h podHandle) Update(pod *corev1.Pod) (*corev1.Pod, error) {
	if pod.Spec.NodeName != "" {
		stored, err := h.Get(pod.Namespace, pod.Name)
		if err != nil {
			return nil, err
		}
		if stored.Spec.NodeName == "" {
			return pods.Bind(h.kind, pod)
		}
	}
	return h.handle.Update(pod)
}

type namespaceHandle struct{ handle[*corev1.Namespace] }

func (h namespaceHandle) Update(ns *corev1.Namespace) (*corev1.Namespace, error) {
	stored, err := h.Get("", ns.Name)
	if err != nil {
		return nil, err
	}
	if slices.Equal(stored.Spec.Finalizers, ns.Spec.Finalizers) {
		return h.handle.Update(ns)
	}
	return h.update(h.kind.FinalizeRegistry, ns)
}
