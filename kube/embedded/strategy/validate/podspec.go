package validate

import (
	"fmt"
	"math"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// podTemplate checks the template of a Job's pods.
func podTemplate(e *errs, p *field.Path, t *corev1.PodTemplateSpec) {
	labels(e, p, "labels", t.Labels)
	annotations(e, p, t.Annotations)
	podAnnotations(e, p.Child("annotations"), t.Annotations, &t.Spec)
	at := p.Child("spec")
	podSpec(e, at, &t.Spec, nil)
	profilesMatch(e, at, t.Annotations, &t.Spec)
	if len(t.Spec.EphemeralContainers) > 0 {
		e.forbidden(at.Child("ephemeralContainers"), "ephemeral containers not allowed in pod template")
	}
}

// podContext is what checks of a container need to know of its pod.
type podContext struct {
	*corev1.PodSpec
	volumes map[string]*corev1.VolumeSource // those that are valid
}

func (c *podContext) hostUsers() bool { return c.HostUsers == nil || *c.HostUsers }

// podSpec checks what pods and pod templates share. meta is nil for a template.
func podSpec(e *errs, p *field.Path, s *corev1.PodSpec, meta *metav1.ObjectMeta) {
	if s.TerminationGracePeriodSeconds == nil {
		e.required(p.Child("terminationGracePeriodSeconds"), "")
	}
	pod := &podContext{PodSpec: s, volumes: volumes(e, p, s.Volumes, meta)}
	resourceClaims(e, p, s.ResourceClaims)
	containers(e, p.Child("containers"), pod)
	if len(s.InitContainers) > 0 {
		initContainers(e, p.Child("initContainers"), pod)
	}
	if len(s.EphemeralContainers) > 0 {
		ephemeralContainers(e, p.Child("ephemeralContainers"), pod)
	}
	podResources(e, p, s)
	hostNetwork(e, p, s, meta != nil)
	oneOfRequired(e, p, "restartPolicy", s.RestartPolicy, corev1.RestartPolicyAlways, corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever)
	oneOfRequired(e, p, "dnsPolicy", s.DNSPolicy, corev1.DNSClusterFirstWithHostNet, corev1.DNSClusterFirst, corev1.DNSDefault, corev1.DNSNone)
	labels(e, p, "nodeSelector", s.NodeSelector)
	podSecurity(e, p, s)
	if s.ShareProcessNamespace != nil && *s.ShareProcessNamespace && s.HostPID {
		e.invalid(p.Child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled")
	}
	if s.Affinity != nil {
		affinity(e, p.Child("affinity"), s.Affinity)
	}
	if s.DNSConfig != nil || s.DNSPolicy == corev1.DNSNone {
		dnsConfig(e, p.Child("dnsConfig"), s)
	}
	for i := range s.ReadinessGates {
		qualifiedName(e, p.Child("readinessGates").Index(i).Child("conditionType"), string(s.ReadinessGates[i].ConditionType))
	}
	if len(s.SchedulingGates) > 0 {
		schedulingGates(e, p.Child("schedulingGates"), s.SchedulingGates)
	}
	if len(s.TopologySpreadConstraints) > 0 {
		topologySpread(e, p.Child("topologySpreadConstraints"), s.TopologySpreadConstraints)
	}
	userNamespace(e, p, s)
	hostnameOverride(e, p, s)
	if s.ServiceAccountName != "" {
		name(e, p, "serviceAccountName", s.ServiceAccountName)
	}
	if s.DeprecatedServiceAccount != s.ServiceAccountName {
		e.invalid(p.Child("deprecatedServiceAccount"), s.DeprecatedServiceAccount,
			fmt.Sprintf("must be the same as serviceAccountName: %q", s.ServiceAccountName))
	}
	if s.NodeName != "" {
		name(e, p, "nodeName", s.NodeName)
	}
	if d := s.ActiveDeadlineSeconds; d != nil && (*d < 1 || *d > math.MaxInt32) {
		e.invalid(p.Child("activeDeadlineSeconds"), *d, validation.InclusiveRangeError(1, math.MaxInt32))
	}
	if s.Hostname != "" {
		dnsLabel(e, p, "hostname", s.Hostname)
	}
	if s.Subdomain != "" {
		dnsLabel(e, p, "subdomain", s.Subdomain)
	}
	if len(s.Tolerations) > 0 {
		tolerations(e, p.Child("tolerations"), s.Tolerations)
	}
	if len(s.HostAliases) > 0 {
		hostAliases(e, p.Child("hostAliases"), s.HostAliases)
	}
	if s.PriorityClassName != "" {
		name(e, p, "priorityClassName", s.PriorityClassName)
	}
	if s.RuntimeClassName != nil {
		name(e, p, "runtimeClassName", *s.RuntimeClassName)
	}
	if s.PreemptionPolicy != nil {
		oneOfRequired(e, p, "preemptionPolicy", *s.PreemptionPolicy, corev1.PreemptLowerPriority, corev1.PreemptNever)
	}
	if s.Overhead != nil {
		resources(e, p.Child("overhead"), &corev1.ResourceRequirements{Limits: s.Overhead}, containerResourceName, nil)
	}
	if s.OS != nil {
		podOS(e, p, s)
	}
	fileKeyVolumes(e, p, s)
}

func resourceClaims(e *errs, p *field.Path, claims []corev1.PodResourceClaim) {
	seen := make(map[string]bool, len(claims))
	for i := range claims {
		c, at := &claims[i], p.Child("resourceClaims").Index(i)
		switch {
		case c.Name == "":
			e.required(at.Child("name"), "")
		case seen[c.Name]:
			e.duplicate(at.Child("name"), c.Name)
		default:
			dnsLabel(e, at, "name", c.Name)
			seen[c.Name] = true
		}
		switch {
		case c.ResourceClaimName != nil && c.ResourceClaimTemplateName != nil:
			e.invalid(at, Internal(*c), "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified")
		case c.ResourceClaimName == nil && c.ResourceClaimTemplateName == nil:
			e.invalid(at, Internal(*c), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
		}
		if c.ResourceClaimName != nil {
			name(e, at, "resourceClaimName", *c.ResourceClaimName)
		}
		if c.ResourceClaimTemplateName != nil {
			name(e, at, "resourceClaimTemplateName", *c.ResourceClaimTemplateName)
		}
	}
}

func hostNetwork(e *errs, p *field.Path, s *corev1.PodSpec, isPod bool) {
	if !s.HostNetwork {
		return
	}
	for i := range s.Containers {
		for j, port := range s.Containers[i].Ports {
			if (isPod || port.HostPort != 0) && port.HostPort != port.ContainerPort {
				e.invalid(p.Child("containers").Index(i).Child("ports").Index(j).Child("hostPort"), port.HostPort,
					"must match `containerPort` when `hostNetwork` is true")
			}
		}
	}
}

func dnsConfig(e *errs, p *field.Path, s *corev1.PodSpec) {
	c := s.DNSConfig
	if s.DNSPolicy == corev1.DNSNone {
		if c == nil {
			e.required(p, fmt.Sprintf("must provide `dnsConfig` when `dnsPolicy` is %s", corev1.DNSNone))
			return
		}
		if len(c.Nameservers) == 0 {
			e.required(p.Child("nameservers"), fmt.Sprintf("must provide at least one DNS nameserver when `dnsPolicy` is %s", corev1.DNSNone))
			return
		}
	}
	if c == nil {
		return
	}
	if len(c.Nameservers) > 3 {
		e.invalid(p.Child("nameservers"), c.Nameservers, "must not have more than 3 nameservers")
	}
	for i, ns := range c.Nameservers {
		e.add(validation.IsValidIPForLegacyField(p.Child("nameservers").Index(i), ns, true, nil))
	}
	if len(c.Searches) > 32 {
		e.invalid(p.Child("searches"), c.Searches, "must not have more than 32 search paths")
	}
	if len(strings.Join(c.Searches, " ")) > 2048 {
		e.invalid(p.Child("searches"), c.Searches, "must not have more than 2048 characters (including spaces) in the search list")
	}
	for i, search := range c.Searches {
		if search != "." {
			search = strings.TrimSuffix(search, ".")
			e.each(p.Child("searches").Index(i), search, validation.IsDNS1123SubdomainWithUnderscore(search))
		}
	}
	for i := range c.Options {
		if c.Options[i].Name == "" {
			e.required(p.Child("options").Index(i), "must not be empty")
		}
	}
}

func schedulingGates(e *errs, p *field.Path, gates []corev1.PodSchedulingGate) {
	seen := make(map[string]bool, len(gates))
	for i := range gates {
		qualifiedName(e, p.Index(i), gates[i].Name)
		if seen[gates[i].Name] {
			e.duplicate(p.Index(i), gates[i].Name)
		}
		seen[gates[i].Name] = true
	}
}

func hostnameOverride(e *errs, p *field.Path, s *corev1.PodSpec) {
	if s.HostnameOverride == nil {
		return
	}
	at := p.Child("hostnameOverride")
	if s.SetHostnameAsFQDN != nil && *s.SetHostnameAsFQDN {
		e.forbidden(at, "may not be specified when setHostnameAsFQDN is true")
	}
	if s.HostNetwork {
		e.forbidden(at, "may not be specified when hostNetwork is true")
	}
	if len(*s.HostnameOverride) > 64 {
		e.list = append(e.list, field.TooLong(at, "", 64))
	}
	e.each(at, *s.HostnameOverride, validation.IsDNS1123Subdomain(*s.HostnameOverride))
}

func hostAliases(e *errs, p *field.Path, aliases []corev1.HostAlias) {
	for i := range aliases {
		e.add(validation.IsValidIPForLegacyField(p.Index(i).Child("ip"), aliases[i].IP, true, nil))
		for j, host := range aliases[i].Hostnames {
			if !isSubdomain(host) {
				e.each(p.Index(i).Child("hostnames").Index(j), host, validation.IsDNS1123Subdomain(host))
			}
		}
	}
}

// fileKeyVolumes wants environment files to lie in emptyDirs of the pod.
func fileKeyVolumes(e *errs, p *field.Path, s *corev1.PodSpec) {
	visitContainers(s, p, func(c *corev1.Container, at func() *field.Path) {
		for i := range c.Env {
			if c.Env[i].ValueFrom == nil || c.Env[i].ValueFrom.FileKeyRef == nil {
				continue
			}
			volume := c.Env[i].ValueFrom.FileKeyRef.VolumeName
			source := volumeNamed(s, volume)
			where := at().Child("env").Index(i).Child("valueFrom", "fileKeyRef", "volumeName")
			if source == nil {
				e.notFound(where, volume)
			} else if source.EmptyDir == nil {
				e.invalid(where, volume, "referenced volume must be of type emptyDir")
			}
		}
	})
}

func volumeNamed(s *corev1.PodSpec, name string) *corev1.VolumeSource {
	for i := range s.Volumes {
		if s.Volumes[i].Name == name {
			return &s.Volumes[i].VolumeSource
		}
	}
	return nil
}

// visitContainers visits init, regular and ephemeral containers, in upstream's order.
func visitContainers(s *corev1.PodSpec, p *field.Path, visit func(c *corev1.Container, at func() *field.Path)) {
	for i := range s.InitContainers {
		visit(&s.InitContainers[i], func() *field.Path { return p.Child("initContainers").Index(i) })
	}
	for i := range s.Containers {
		visit(&s.Containers[i], func() *field.Path { return p.Child("containers").Index(i) })
	}
	for i := range s.EphemeralContainers {
		visit((*corev1.Container)(&s.EphemeralContainers[i].EphemeralContainerCommon),
			func() *field.Path { return p.Child("ephemeralContainers").Index(i) })
	}
}
