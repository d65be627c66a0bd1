package api

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// handleOf panics on a resource that the server does not have: the callers name those that it is made with.
func handleOf[T resource.Object](s *Server, gr schema.GroupResource) handle[T] {
	k, ok := s.kinds[gr]
	if !ok {
		panic("the embedded API server has no " + gr.String())
	}
	return handle[T]{s, k}
}

type podHandle struct{ handle[*corev1.Pod] }

func (h podHandle) Update(pod *corev1.Pod) (*corev1.Pod, error) {
	if pod.Spec.NodeName != "" {
		stored, err := h.Get(pod.Namespace, pod.Name)
		if err != nil {
			return nil, err
		}
		if stored.Spec.NodeName == "" {
			return h.assign(pod)
		}
	}
	return h.handle.Update(pod)
}

func (h podHandle) assign(pod *corev1.Pod) (*corev1.Pod, error) {
	binding := &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name},
		Target:     corev1.ObjectReference{Kind: "Node", Name: pod.Spec.NodeName},
	}
	if bound := h.kind.bindQuickly(pod, binding); bound != nil {
		return bound, nil
	}
	preconditions := &storage.Preconditions{}
	if pod.UID != "" {
		preconditions.UID = &pod.UID
	}
	if pod.ResourceVersion != "" {
		preconditions.ResourceVersion = &pod.ResourceVersion
	}
	return bindingREST{h.kind}.bind(h.context(pod.Namespace), binding, preconditions, false)
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
	return h.update(h.kind.finalize, ns)
}
