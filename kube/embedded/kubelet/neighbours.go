package kubelet

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
)

// What the scheduler says of a node because of the pods that are on it.
const (
	portsTaken     = "node(s) didn't have free ports for the requested pod ports"
	notAttracted   = "node(s) didn't match pod affinity rules"
	repelled       = "node(s) didn't match pod anti-affinity rules"
	repelledByThem = "node(s) didn't satisfy existing pods anti-affinity rules"
)

// neighbours are the pods on the node that have not ended. They are looked for only where they matter.
func (k *Kubelet) neighbours(pod *corev1.Pod) []*corev1.Pod {
	attracting, repelling := requiredTerms(pod)
	if len(hostPorts(pod))+len(attracting)+len(repelling)+len(k.repelling) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(k.client.Pods().List("")), func(other *corev1.Pod) bool {
		ended := other.Status.Phase == corev1.PodSucceeded || other.Status.Phase == corev1.PodFailed
		return other.Spec.NodeName != k.opts.NodeName || ended
	})
}

// arrived and left take note of a pod on the node, and have those looked at again that wait for such a change.
func (k *Kubelet) arrived(pod *corev1.Pod) {
	if _, repelling := requiredTerms(pod); len(repelling) > 0 {
		k.repelling[pod.UID] = true
	}
	k.wakeCrowded()
}

func (k *Kubelet) left(uid types.UID) {
	delete(k.repelling, uid)
	k.wakeCrowded()
}

func (k *Kubelet) wakeCrowded() {
	keys := k.crowded
	k.crowded = nil
	for _, key := range keys {
		k.enqueue(key)
	}
}

// requiredTerms are the terms of a pod's affinity and of its anti-affinity that must hold.
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

// affinityFault is why the node does not take the pod because of its own affinity or another's, empty if it does.
func (k *Kubelet) affinityFault(pod *corev1.Pod, node *corev1.Node, others []*corev1.Pod) string {
	attracting, repelling := requiredTerms(pod)
	attracts := func(other *corev1.Pod) bool {
		return !slices.ContainsFunc(attracting, func(t corev1.PodAffinityTerm) bool { return !k.matches(pod, &t, other) })
	}
	for _, t := range attracting {
		if _, ok := node.Labels[t.TopologyKey]; !ok {
			return notAttracted
		}
	}
	// The first pod of those that want to be together has only itself.
	if len(attracting) > 0 && !slices.ContainsFunc(others, attracts) && !attracts(pod) {
		return notAttracted
	}
	repels := func(owner *corev1.Pod, terms []corev1.PodAffinityTerm, other *corev1.Pod) bool {
		return slices.ContainsFunc(terms, func(t corev1.PodAffinityTerm) bool {
			_, ok := node.Labels[t.TopologyKey]
			return ok && k.matches(owner, &t, other)
		})
	}
	for _, other := range others {
		if repels(pod, repelling, other) {
			return repelled
		}
	}
	for _, other := range others {
		if _, theirs := requiredTerms(other); repels(other, theirs, pod) {
			return repelledByThem
		}
	}
	return ""
}

// matches says whether a term of a pod's affinity is about another pod.
func (k *Kubelet) matches(owner *corev1.Pod, t *corev1.PodAffinityTerm, other *corev1.Pod) bool {
	near := slices.Contains(t.Namespaces, other.Namespace)
	switch {
	case len(t.Namespaces) == 0 && t.NamespaceSelector == nil:
		near = owner.Namespace == other.Namespace
	case t.NamespaceSelector != nil && !near:
		if ns, err := k.client.Namespaces().Get("", other.Namespace); err == nil {
			near = selects(t.NamespaceSelector, ns.Labels)
		}
	}
	return near && selects(t.LabelSelector, other.Labels)
}

func selects(s *metav1.LabelSelector, set map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(s)
	return err == nil && selector.Matches(labels.Set(set))
}

// hostPorts are the ports of the node that a pod asks for as long as it runs.
func hostPorts(pod *corev1.Pod) []corev1.ContainerPort {
	var ports []corev1.ContainerPort
	add := func(c *corev1.Container) {
		for _, p := range c.Ports {
			if p.HostPort > 0 {
				ports = append(ports, p)
			}
		}
	}
	for i := range pod.Spec.InitContainers {
		c := &pod.Spec.InitContainers[i]
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			add(c)
		}
	}
	for i := range pod.Spec.Containers {
		add(&pod.Spec.Containers[i])
	}
	return ports
}

// portsFree says whether nobody has a port of the node that the pod asks for.
func portsFree(pod *corev1.Pod, others []*corev1.Pod) bool {
	wanted := hostPorts(pod)
	for _, other := range others {
		for _, taken := range hostPorts(other) {
			if slices.ContainsFunc(wanted, func(p corev1.ContainerPort) bool { return samePort(p, taken) }) {
				return false
			}
		}
	}
	return true
}

// samePort says whether two containers cannot have their ports at a time: each IP is also among all of them.
func samePort(a, b corev1.ContainerPort) bool {
	protocol := func(p corev1.ContainerPort) corev1.Protocol {
		if p.Protocol == "" {
			return corev1.ProtocolTCP
		}
		return p.Protocol
	}
	everywhere := func(p corev1.ContainerPort) bool { return p.HostIP == "" || p.HostIP == "0.0.0.0" }
	return a.HostPort == b.HostPort && protocol(a) == protocol(b) && (everywhere(a) || everywhere(b) || a.HostIP == b.HostIP)
}
