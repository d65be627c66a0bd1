package placement

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// requiredTerms returns the terms of a pod's affinity and of its anti-affinity that must hold.
func requiredTerms(pod *corev1.Pod) (attracting, repelling []corev1.PodAffinityTerm) {
	a := pod.Spec.Affinity
	if a != nil && a.PodAffinity != nil {
		attracting = a.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	}
	if a != nil && a.PodAntiAffinity != nil {
		repelling = a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	}
	return attracting, repelling
}

// affinityFault returns why affinities, its own or another's, keep the pod from the node, empty if they do not.
func (s *Scheduler) affinityFault(pod *corev1.Pod, node *corev1.Node, others []*corev1.Pod) string {
	attracting, repelling := requiredTerms(pod)
	attracts := func(other *corev1.Pod) bool {
		return !slices.ContainsFunc(attracting, func(t corev1.PodAffinityTerm) bool { return !s.matches(pod, &t, other) })
	}
	for _, t := range attracting {
		if _, ok := node.Labels[t.TopologyKey]; !ok {
			return NotAttracted
		}
	}
	// The first of the pods that want to be together has only itself.
	if len(attracting) > 0 && !slices.ContainsFunc(others, attracts) && !attracts(pod) {
		return NotAttracted
	}
	repels := func(owner *corev1.Pod, terms []corev1.PodAffinityTerm, other *corev1.Pod) bool {
		return slices.ContainsFunc(terms, func(t corev1.PodAffinityTerm) bool {
			_, ok := node.Labels[t.TopologyKey]
			return ok && s.matches(owner, &t, other)
		})
	}
	for _, other := range others {
		if repels(pod, repelling, other) {
			return Repelled
		}
	}
	for _, other := range others {
		if _, theirs := requiredTerms(other); repels(other, theirs, pod) {
			return RepelledByOthers
		}
	}
	return ""
}

// matches reports whether a term of a pod's affinity is about another pod.
func (s *Scheduler) matches(owner *corev1.Pod, t *corev1.PodAffinityTerm, other *corev1.Pod) bool {
	near := slices.Contains(t.Namespaces, other.Namespace)
	switch {
	case len(t.Namespaces) == 0 && t.NamespaceSelector == nil:
		near = owner.Namespace == other.Namespace
	case t.NamespaceSelector != nil && !near:
		if ns, err := s.client.Namespaces().Get("", other.Namespace); err == nil {
			near = selects(t.NamespaceSelector, ns.Labels)
		}
	}
	return near && selects(t.LabelSelector, other.Labels)
}

func selects(s *metav1.LabelSelector, set map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(s)
	return err == nil && selector.Matches(labels.Set(set))
}
