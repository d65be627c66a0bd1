package validate

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// podAnnotations checks annotations that mean something to Kubernetes.
func podAnnotations(e *errs, p *field.Path, a map[string]string, s *corev1.PodSpec) {
	if len(a) == 0 {
		return
	}
	if v, ok := a[corev1.MirrorPodAnnotationKey]; ok && s.NodeName == "" {
		e.invalid(p.Key(corev1.MirrorPodAnnotationKey), v, "must set spec.nodeName if mirror pod annotation is set")
	}
	if v := a[corev1.TolerationsAnnotationKey]; v != "" {
		var list []corev1.Toleration
		if err := json.Unmarshal([]byte(v), &list); err != nil {
			e.invalid(p, corev1.TolerationsAnnotationKey, err.Error())
		}
		tolerations(e, p.Child(corev1.TolerationsAnnotationKey), list)
	}
	if v, ok := a[corev1.PodDeletionCost]; ok && !isDeletionCost(v) {
		e.invalid(p.Key(corev1.PodDeletionCost), v, "must be a 32bit integer")
	}
	if !hasProfiles(a) {
		return
	}
	for _, k := range sortedKeys(a) {
		switch {
		case k == corev1.SeccompPodAnnotationKey, strings.HasPrefix(k, corev1.SeccompContainerAnnotationKeyPrefix):
			seccompAnnotation(e, p.Child(k), a[k])
		case strings.HasPrefix(k, corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix):
			name := strings.TrimPrefix(k, corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix)
			if !hasContainer(s, name) {
				e.invalid(p.Key(k), name, "container not found")
			}
			if v := a[k]; v != "" && v != corev1.DeprecatedAppArmorBetaProfileRuntimeDefault && v != corev1.DeprecatedAppArmorBetaProfileNameUnconfined &&
				!strings.HasPrefix(v, corev1.DeprecatedAppArmorBetaProfileNamePrefix) {
				e.invalid(p.Key(k), v, fmt.Sprintf("invalid AppArmor profile name: %q", v))
			}
		}
	}
}

// hasProfiles tells whether there are annotations of seccomp or AppArmor.
func hasProfiles(a map[string]string) bool {
	for k := range a {
		if strings.HasPrefix(k, "seccomp.") || strings.HasPrefix(k, "container.") {
			return true
		}
	}
	return false
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// isDeletionCost refuses plus signs and leading zeros.
func isDeletionCost(s string) bool {
	if s == "" || s[0] == '+' || s[0] == '0' && s != "0" {
		return false
	}
	_, err := strconv.ParseInt(s, 10, 32)
	return err == nil
}

func seccompAnnotation(e *errs, p *field.Path, v string) {
	if v == corev1.SeccompProfileRuntimeDefault || v == corev1.DeprecatedSeccompProfileDockerDefault || v == corev1.SeccompProfileNameUnconfined {
		return
	}
	if file, ok := strings.CutPrefix(v, corev1.SeccompLocalhostProfileNamePrefix); ok {
		descendingPath(e, p, file)
		return
	}
	e.invalid(p, v, "must be a valid seccomp profile")
}

func hasContainer(s *corev1.PodSpec, name string) bool {
	found := false
	visitContainers(s, nil, func(c *corev1.Container, _ func() *field.Path) { found = found || c.Name == name })
	return found
}

// profilesMatch wants annotations of seccomp and AppArmor to say what the fields say that replaced them.
func profilesMatch(e *errs, p *field.Path, a map[string]string, s *corev1.PodSpec) {
	if !hasProfiles(a) {
		return
	}
	var podArmor *corev1.AppArmorProfile
	if sc := s.SecurityContext; sc != nil {
		podArmor = sc.AppArmorProfile
		if v, ok := a[corev1.SeccompPodAnnotationKey]; ok {
			seccompMatches(e, p.Child("securityContext"), v, sc.SeccompProfile)
		}
	}
	visitContainers(s, p, func(c *corev1.Container, at func() *field.Path) {
		if v, ok := a[corev1.SeccompContainerAnnotationKeyPrefix+c.Name]; ok && c.SecurityContext != nil {
			seccompMatches(e, at().Child("securityContext"), v, c.SecurityContext.SeccompProfile)
		}
	})
	if s.OS != nil && s.OS.Name == corev1.Windows {
		return
	}
	visitContainers(s, p, func(c *corev1.Container, at func() *field.Path) {
		profile := podArmor
		if c.SecurityContext != nil && c.SecurityContext.AppArmorProfile != nil {
			profile = c.SecurityContext.AppArmorProfile
		}
		if v, ok := a[corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix+c.Name]; ok && profile != nil {
			appArmorMatches(e, at().Child("securityContext", "appArmorProfile"), v, profile)
		}
	})
}

func seccompMatches(e *errs, p *field.Path, v string, s *corev1.SeccompProfile) {
	if s == nil {
		return
	}
	ok, at := true, p.Child("seccompProfile")
	switch s.Type {
	case corev1.SeccompProfileTypeUnconfined:
		ok = v == corev1.SeccompProfileNameUnconfined
	case corev1.SeccompProfileTypeRuntimeDefault:
		ok = v == corev1.SeccompProfileRuntimeDefault || v == corev1.DeprecatedSeccompProfileDockerDefault
	case corev1.SeccompProfileTypeLocalhost:
		var file string
		if file, ok = strings.CutPrefix(v, corev1.SeccompLocalhostProfileNamePrefix); ok && (s.LocalhostProfile == nil || *s.LocalhostProfile != file) {
			e.forbidden(at.Child("localhostProfile"), "seccomp profile in annotation and field must match")
		}
	}
	if !ok {
		e.forbidden(at.Child("type"), "seccomp type in annotation and field must match")
	}
}

func appArmorMatches(e *errs, p *field.Path, v string, a *corev1.AppArmorProfile) {
	ok := true
	switch a.Type {
	case corev1.AppArmorProfileTypeUnconfined:
		ok = v == corev1.DeprecatedAppArmorBetaProfileNameUnconfined
	case corev1.AppArmorProfileTypeRuntimeDefault:
		ok = v == corev1.DeprecatedAppArmorBetaProfileRuntimeDefault
	case corev1.AppArmorProfileTypeLocalhost:
		var file string
		if file, ok = strings.CutPrefix(v, corev1.DeprecatedAppArmorBetaProfileNamePrefix); ok && (a.LocalhostProfile == nil || *a.LocalhostProfile != file) {
			e.forbidden(p.Child("localhostProfile"), "apparmor profile in annotation and field must match")
		}
	}
	if !ok {
		e.forbidden(p.Child("type"), "apparmor type in annotation and field must match")
	}
}

const sysctlSegment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"

var sysctlName = regexp.MustCompile("^(" + sysctlSegment + `[\./])*` + sysctlSegment + "$")

func sysctls(e *errs, p *field.Path, s *corev1.PodSpec) {
	seen := make(map[string]bool)
	for i := range s.SecurityContext.Sysctls {
		n, at := s.SecurityContext.Sysctls[i].Name, p.Index(i).Child("name")
		switch {
		case n == "":
			e.required(at, "")
		case len(n) > 253 || !sysctlName.MatchString(n):
			e.invalid(at, n, fmt.Sprintf("must have at most %d characters and match regex %s", 253, sysctlName))
		case seen[n]:
			e.duplicate(at, n)
		}
		seen[n] = true
		dotted := strings.ReplaceAll(n, "/", ".")
		if s.HostNetwork && strings.HasPrefix(dotted, "net.") {
			e.invalid(at, n, "may not be specified when 'hostNetwork' is true")
		}
		if s.HostIPC && (strings.HasPrefix(dotted, "kernel.shm") || strings.HasPrefix(dotted, "kernel.msg") || dotted == "kernel.sem" || strings.HasPrefix(dotted, "fs.mqueue.")) {
			e.invalid(at, n, "may not be specified when 'hostIPC' is true")
		}
	}
}
