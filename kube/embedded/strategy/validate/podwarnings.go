package validate

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// oldLabels are labels of nodes that other labels replaced.
var oldLabels = map[string]string{
	"beta.kubernetes.io/arch":                       `deprecated since v1.14; use "kubernetes.io/arch" instead`,
	"beta.kubernetes.io/os":                         `deprecated since v1.14; use "kubernetes.io/os" instead`,
	"failure-domain.beta.kubernetes.io/region":      `deprecated since v1.17; use "topology.kubernetes.io/region" instead`,
	"failure-domain.beta.kubernetes.io/zone":        `deprecated since v1.17; use "topology.kubernetes.io/zone" instead`,
	"beta.kubernetes.io/instance-type":              `deprecated since v1.17; use "node.kubernetes.io/instance-type" instead`,
	"app.kubernetes.io/created-by":                  `deprecated since v1.9`,
	"scheduler.alpha.kubernetes.io/preferAvoidPods": `deprecated since v1.22; use Taints and Tolerations instead`,
}

// oldAnnotations are annotations that mean nothing any more.
var oldAnnotations = []struct{ key, message string }{
	{"scheduler.alpha.kubernetes.io/critical-pod", `non-functional in v1.16+; use the "priorityClassName" field instead`},
	{"security.alpha.kubernetes.io/sysctls", `non-functional in v1.11+; use the "sysctls" field instead`},
	{"security.alpha.kubernetes.io/unsafe-sysctls", `non-functional in v1.11+; use the "sysctls" field instead`},
}

// podWarnings warns of what in a pod spec is valid, but hardly meant. at is the path of the template, nil for a pod.
func podWarnings(at *field.Path, annotations map[string]string, s *corev1.PodSpec) []string {
	var warnings []string
	warn := func(p *field.Path, format string, args ...any) {
		warnings = append(warnings, fmt.Sprintf("%s: %s", p, fmt.Sprintf(format, args...)))
	}
	p := at.Child("spec")
	for _, k := range sortedKeys(s.NodeSelector) {
		if msg := oldLabels[k]; msg != "" {
			warn(p.Child("nodeSelector").Key(k), "%s", msg)
		}
	}
	for i := range s.TopologySpreadConstraints {
		c, where := &s.TopologySpreadConstraints[i], p.Child("topologySpreadConstraints").Index(i)
		if msg := oldLabels[c.TopologyKey]; msg != "" {
			warn(where.Child("topologyKey"), "%s is %s", c.TopologyKey, msg)
		}
		if c.LabelSelector == nil {
			warn(where.Child("labelSelector"), "a null labelSelector results in matching no pod")
		}
	}
	for _, old := range oldAnnotations {
		if _, ok := annotations[old.key]; ok {
			warn(at.Child("metadata", "annotations").Key(old.key), "%s", old.message)
		}
	}
	volumeWarnings(p, s.Volumes, warn)
	if len(s.HostAliases) > 1 {
		seen := map[string]bool{}
		for i := range s.HostAliases {
			if ip := s.HostAliases[i].IP; seen[ip] {
				warn(p.Child("hostAliases").Index(i).Child("ip"), "duplicate ip %q", ip)
			}
			seen[s.HostAliases[i].IP] = true
		}
	}
	if len(s.ImagePullSecrets) > 0 {
		pullSecretWarnings(p.Child("imagePullSecrets"), s.ImagePullSecrets, warn)
	}
	visitContainers(s, p, func(c *corev1.Container, where func() *field.Path) { containerWarnings(where, c, warn) })
	portWarnings(p, s, warn)
	if g := s.TerminationGracePeriodSeconds; g != nil && *g < 0 {
		warn(p.Child("terminationGracePeriodSeconds"), "must be >= 0; negative values are invalid and will be treated as 1")
	}
	if s.DNSConfig != nil {
		for i, ns := range s.DNSConfig.Nameservers {
			warnings = append(warnings, validation.GetWarningsForIP(p.Child("dnsConfig", "nameservers").Index(i), ns)...)
		}
	}
	return warnings
}

type warner func(p *field.Path, format string, args ...any)

func volumeWarnings(p *field.Path, volumes []corev1.Volume, warn warner) {
	for i := range volumes {
		v := &volumes[i]
		if v.EmptyDir != nil || v.PersistentVolumeClaim != nil { // by far the most common
			continue
		}
		old := func(child string, set bool, message string) {
			if set {
				warn(p.Child("volumes").Index(i).Child(child), "%s", message)
			}
		}
		old("photonPersistentDisk", v.PhotonPersistentDisk != nil, "deprecated in v1.11, non-functional in v1.16+")
		old("gitRepo", v.GitRepo != nil, "deprecated in v1.11, and disabled by default in v1.33+")
		old("scaleIO", v.ScaleIO != nil, "deprecated in v1.16, non-functional in v1.22+")
		old("flocker", v.Flocker != nil, "deprecated in v1.22, non-functional in v1.25+")
		old("storageOS", v.StorageOS != nil, "deprecated in v1.22, non-functional in v1.25+")
		old("quobyte", v.Quobyte != nil, "deprecated in v1.22, non-functional in v1.25+")
		old("glusterfs", v.Glusterfs != nil, "deprecated in v1.25, non-functional in v1.26+")
		old("cephfs", v.CephFS != nil, "deprecated in v1.28, non-functional in v1.31+")
		old("rbd", v.RBD != nil, "deprecated in v1.28, non-functional in v1.31+")
	}
}

func pullSecretWarnings(p *field.Path, list []corev1.LocalObjectReference, warn warner) {
	seen := map[string]bool{}
	for i := range list {
		if seen[list[i].Name] {
			warn(p.Index(i).Child("name"), "duplicate name %q", list[i].Name)
		}
		seen[list[i].Name] = true
	}
	for i := range list {
		if list[i].Name == "" {
			warn(p.Index(i).Child("name"), "invalid empty name %q", "")
		}
	}
}

func containerWarnings(at func() *field.Path, c *corev1.Container, warn warner) {
	fraction := func(child string, list corev1.ResourceList, n corev1.ResourceName) {
		if q, ok := list[n]; ok && q.MilliValue()%1000 != 0 {
			warn(at().Child("resources", child).Key(string(n)), "fractional byte value %q is invalid, must be an integer", q.String())
		}
	}
	for _, n := range [...]corev1.ResourceName{corev1.ResourceMemory, corev1.ResourceEphemeralStorage} {
		fraction("limits", c.Resources.Limits, n)
		fraction("requests", c.Resources.Requests, n)
	}
	if len(c.Env) < 2 {
		return
	}
	seen := make(map[string]bool, len(c.Env))
	for i := range c.Env {
		v := &c.Env[i]
		ref := "$(" + v.Name + ")"
		if seen[v.Name] && (v.ValueFrom != nil || v.Value == ref || !strings.Contains(v.Value, ref)) {
			warn(at().Child("env").Index(i), "hides previous definition of %q, which may be dropped when using apply", v.Name)
		}
		seen[v.Name] = true
	}
}

func portWarnings(p *field.Path, s *corev1.PodSpec, warn warner) {
	type block struct {
		at   *field.Path
		port corev1.ContainerPort
	}
	some := false
	visitContainers(s, p, func(c *corev1.Container, _ func() *field.Path) { some = some || len(c.Ports) > 0 })
	if !some {
		return
	}
	ports, names := map[string][]block{}, map[string]*field.Path{}
	visitContainers(s, p, func(c *corev1.Container, where func() *field.Path) {
		for i, port := range c.Ports {
			at := where().Child("ports").Index(i)
			if port.HostIP != "" && port.HostPort == 0 {
				warn(at, "hostIP set without hostPort: %+v", port)
			}
			key := fmt.Sprintf("%d/%s", port.ContainerPort, port.Protocol)
			for _, other := range ports[key] {
				sameHost := port.HostPort == other.port.HostPort
				switch {
				case sameHost && port.HostIP == other.port.HostIP:
					warn(at, "duplicate port definition with %s", other.at)
				case port.HostPort == 0 || other.port.HostPort == 0:
					warn(at, "overlapping port definition with %s", other.at)
				case sameHost && (port.HostIP == "") != (other.port.HostIP == ""):
					warn(at, "dangerously ambiguous port definition with %s", other.at)
				}
			}
			ports[key] = append(ports[key], block{at, port})
		}
	})
	visitContainers(s, p, func(c *corev1.Container, where func() *field.Path) {
		for i, port := range c.Ports {
			if port.Name == "" {
				continue
			}
			at := where().Child("ports").Index(i)
			if other, ok := names[port.Name]; ok {
				warn(at, "duplicate port name %q with %s, services and probes that select ports by name will use %s", port.Name, other, other)
			} else {
				names[port.Name] = at
			}
		}
	})
}
