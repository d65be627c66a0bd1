package validate

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// PodStatusUpdate checks an update of a pod's status.
func PodStatusUpdate(pod, old *corev1.Pod) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &pod.ObjectMeta, &old.ObjectMeta)
	podAnnotationsUpdate(e, pod, old)
	s, o := &pod.Status, &old.Status
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if c.ObservedGeneration < 0 {
			e.invalid(status.Child("conditions").Index(i).Child("observedGeneration"), c.ObservedGeneration, "must be a non-negative integer")
		}
		if !isKey(string(c.Type)) {
			qualifiedName(e, status.Child("conditions").Index(i).Child("Type"), string(c.Type))
		}
	}
	if pod.Spec.NodeName != old.Spec.NodeName {
		e.forbidden(status.Child("nodeName"), "may not be changed directly")
	}
	if s.NominatedNodeName != o.NominatedNodeName && s.NominatedNodeName != "" {
		name(e, status, "nominatedNodeName", s.NominatedNodeName)
		if old.Spec.NodeName != "" {
			e.forbidden(status.Child("nominatedNodeName"), "may not be set on pods that are already bound to a node")
		}
	}
	if s.ObservedGeneration < 0 {
		e.invalid(status.Child("observedGeneration"), s.ObservedGeneration, "must be a non-negative integer")
	}
	if s.QOSClass != o.QOSClass {
		e.invalid(status.Child("qosClass"), s.QOSClass, "field is immutable")
	}
	if !slices.ContainsFunc(slices.Concat(old.Spec.InitContainers, old.Spec.Containers), restartsAll) {
		staysTerminated(e, "containerStatuses", s.ContainerStatuses, o.ContainerStatuses, old.Spec.Containers, old.Spec.RestartPolicy)
		staysTerminated(e, "initContainerStatuses", s.InitContainerStatuses, o.InitContainerStatuses, old.Spec.InitContainers, old.Spec.RestartPolicy)
	}
	staysTerminated(e, "ephemeralContainerStatuses", s.EphemeralContainerStatuses, o.EphemeralContainerStatuses, nil, corev1.RestartPolicyNever)
	podIPs(e, s, o)
	hostIPs(e, s, o)
	return e.list
}

// restartsAll tells whether an exit of the container may restart the whole pod.
func restartsAll(c corev1.Container) bool {
	return slices.ContainsFunc(c.RestartPolicyRules, func(r corev1.ContainerRestartRule) bool {
		return r.Action == corev1.ContainerRestartRuleActionRestartAllContainers
	})
}

// staysTerminated refuses to bring a container back that nothing restarts.
func staysTerminated(e *errs, child string, list, old []corev1.ContainerStatus, containers []corev1.Container, policy corev1.RestartPolicy) {
	for i := range old {
		ended := old[i].State.Terminated
		if ended == nil {
			continue
		}
		for j := range list {
			if list[j].Name != old[i].Name {
				continue
			}
			if list[j].State.Terminated == nil && !restarts(containers, old[i].Name, policy, ended.ExitCode) {
				e.forbidden(status.Child(child).Index(i).Child("state"), "may not be transitioned to non-terminated state")
			}
			break
		}
	}
}

// restarts tells whether a container of a list comes back after it ended with code.
func restarts(containers []corev1.Container, name string, pod corev1.RestartPolicy, code int32) bool {
	for i := range containers {
		if containers[i].Name == name {
			return resource.Restarts(&containers[i], pod, code)
		}
	}
	return false
}

func podIPs(e *errs, s, old *corev1.PodStatus) {
	p := status.Child("podIPs")
	known := make([]string, 0, len(old.PodIPs))
	for i := range old.PodIPs {
		known = append(known, old.PodIPs[i].IP)
	}
	ips := make([]string, 0, len(s.PodIPs))
	for i := range s.PodIPs {
		ips = append(ips, s.PodIPs[i].IP)
		if !slices.Contains(known, s.PodIPs[i].IP) {
			e.add(validation.IsValidIPForLegacyField(p.Index(i), s.PodIPs[i].IP, true, known))
		}
	}
	if !onePerFamily(ips) {
		e.invalid(p, Internal(s.PodIPs), "may specify no more than one IP for each IP family")
	}
	switch {
	case (s.PodIP != "") != (len(s.PodIPs) > 0):
		e.invalid(p, Internal(s.PodIPs), "podIP and podIPs must either both be set or both be unset")
	case len(s.PodIPs) > 0 && s.PodIP != s.PodIPs[0].IP:
		e.invalid(p.Index(0).Child("ip"), s.PodIPs[0].IP, "must be equal to `podIP`")
	}
}

func hostIPs(e *errs, s, old *corev1.PodStatus) {
	if len(s.HostIPs) == 0 {
		return
	}
	p := status.Child("hostIPs")
	if s.HostIP != s.HostIPs[0].IP {
		e.invalid(p.Index(0).Child("ip"), s.HostIPs[0].IP, "must be equal to `hostIP`")
	}
	known := make([]string, 0, len(old.HostIPs))
	for i := range old.HostIPs {
		known = append(known, old.HostIPs[i].IP)
	}
	ips := make([]string, 0, len(s.HostIPs))
	for i := range s.HostIPs {
		ips = append(ips, s.HostIPs[i].IP)
		if !slices.Contains(known, s.HostIPs[i].IP) {
			e.add(validation.IsValidIPForLegacyField(p.Index(i), s.HostIPs[i].IP, true, known))
		}
	}
	if !onePerFamily(ips) {
		e.invalid(p, Internal(s.HostIPs), "may specify no more than one IP for each IP family")
	}
}

// onePerFamily tells whether there is at most one IPv4 and at most one IPv6 address.
func onePerFamily(ips []string) bool {
	if len(ips) < 2 {
		return true
	}
	return len(ips) == 2 && strings.Contains(ips[0], ":") != strings.Contains(ips[1], ":")
}

// podAnnotationsUpdate keeps annotations that the kubelet relies on as they were.
func podAnnotationsUpdate(e *errs, pod, old *corev1.Pod) {
	if len(pod.Annotations)+len(old.Annotations) == 0 {
		return
	}
	p := metadata.Child("annotations")
	armor := corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix
	for _, k := range sortedKeys(old.Annotations) {
		if v, ok := pod.Annotations[k]; ok && v == old.Annotations[k] {
			continue
		}
		if strings.HasPrefix(k, armor) {
			e.forbidden(p.Key(k), "may not remove or update AppArmor annotations")
		}
		if k == corev1.MirrorPodAnnotationKey {
			e.forbidden(p.Key(k), "may not remove or update mirror pod annotation")
		}
	}
	for _, k := range sortedKeys(pod.Annotations) {
		if _, ok := old.Annotations[k]; ok {
			continue
		}
		if strings.HasPrefix(k, armor) {
			e.forbidden(p.Key(k), "may not add AppArmor annotations")
		}
		if k == corev1.MirrorPodAnnotationKey {
			e.forbidden(p.Key(k), "may not add mirror pod annotation")
		}
	}
	podAnnotations(e, p, pod.Annotations, &pod.Spec)
}
