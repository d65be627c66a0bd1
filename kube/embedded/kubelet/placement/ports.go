package placement

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// hostPorts returns the ports of the node that a pod needs while it runs.
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

// portsFree reports whether no other pod has a port of the node that the pod needs.
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

// samePort reports whether two containers cannot have their ports at the same time. No IP stands for all of them.
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
