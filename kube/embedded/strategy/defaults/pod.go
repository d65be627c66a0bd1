package defaults

import corev1 "k8s.io/api/core/v1"

// Pod fills in a pod: what every pod spec gets, and what only a pod itself gets and a template does not.
func Pod(p *corev1.Pod) {
	s := &p.Spec
	if s.TerminationGracePeriodSeconds != nil && *s.TerminationGracePeriodSeconds < 0 {
		s.TerminationGracePeriodSeconds = new(int64(1))
	}
	for _, list := range [...][]corev1.Container{s.Containers, s.InitContainers} {
		for i := range list {
			r := &list[i].Resources
			if r.Limits != nil && r.Requests == nil {
				r.Requests = make(corev1.ResourceList, len(r.Limits))
			}
			fillFrom(&r.Requests, r.Limits)
			if s.HostNetwork {
				hostPorts(list[i].Ports)
			}
		}
	}
	fillPtr(&s.EnableServiceLinks, corev1.DefaultEnableServiceLinks)
	PodSpec(s)
	podIPs(&p.Status)
	for _, list := range [...][]corev1.ContainerStatus{
		p.Status.InitContainerStatuses, p.Status.ContainerStatuses, p.Status.EphemeralContainerStatuses,
	} {
		for i := range list {
			roundUp(list[i].AllocatedResources)
			if r := list[i].Resources; r != nil {
				roundUp(r.Limits)
				roundUp(r.Requests)
			}
		}
	}
}

// PodSpec fills in what pods and pod templates share.
func PodSpec(s *corev1.PodSpec) {
	fill(&s.ServiceAccountName, s.DeprecatedServiceAccount)
	s.DeprecatedServiceAccount = s.ServiceAccountName
	fill(&s.DNSPolicy, corev1.DNSClusterFirst)
	fill(&s.RestartPolicy, corev1.RestartPolicyAlways)
	if s.SecurityContext == nil {
		s.SecurityContext = &corev1.PodSecurityContext{}
	}
	fillPtr(&s.TerminationGracePeriodSeconds, corev1.DefaultTerminationGracePeriodSeconds)
	fill(&s.SchedulerName, corev1.DefaultSchedulerName)
	for i := range s.Volumes {
		volume(&s.Volumes[i].VolumeSource)
	}
	for i := range s.InitContainers {
		container(&s.InitContainers[i])
	}
	for i := range s.Containers {
		container(&s.Containers[i])
	}
	for i := range s.EphemeralContainers {
		container((*corev1.Container)(&s.EphemeralContainers[i].EphemeralContainerCommon))
	}
	roundUp(s.Overhead)
	if s.Resources != nil {
		roundUp(s.Resources.Limits)
		roundUp(s.Resources.Requests)
	}
}

// hostPorts are the container's own where the pod shares the node's network.
func hostPorts(ports []corev1.ContainerPort) {
	for i := range ports {
		fill(&ports[i].HostPort, ports[i].ContainerPort)
	}
}

// podIPs makes podIP and podIPs agree; podIP wins.
func podIPs(s *corev1.PodStatus) {
	switch {
	case s.PodIP == "" && len(s.PodIPs) > 0:
		s.PodIP = s.PodIPs[0].IP
	case s.PodIP != "" && (len(s.PodIPs) == 0 || s.PodIPs[0].IP != s.PodIP):
		s.PodIPs = []corev1.PodIP{{IP: s.PodIP}}
	}
}
