package validate

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func userID(e *errs, p *field.Path, child string, id *int64) {
	if id != nil {
		e.each(p.Child(child), *id, validation.IsValidUserID(*id))
	}
}

func groupID(e *errs, p *field.Path, child string, id *int64) {
	if id != nil {
		e.each(p.Child(child), *id, validation.IsValidGroupID(*id))
	}
}

func podSecurity(e *errs, spec *field.Path, s *corev1.PodSpec) {
	sc := s.SecurityContext
	if sc == nil {
		return
	}
	p := spec.Child("securityContext")
	groupID(e, p, "fsGroup", sc.FSGroup)
	userID(e, p, "runAsUser", sc.RunAsUser)
	groupID(e, p, "runAsGroup", sc.RunAsGroup)
	for i, id := range sc.SupplementalGroups {
		e.each(p.Child("supplementalGroups").Index(i), id, validation.IsValidGroupID(id))
	}
	sysctls(e, p.Child("sysctls"), s)
	if sc.FSGroupChangePolicy != nil {
		oneOf(e, p, "fsGroupChangePolicy", *sc.FSGroupChangePolicy, corev1.FSGroupChangeAlways, corev1.FSGroupChangeOnRootMismatch)
	}
	seccomp(e, p, sc.SeccompProfile)
	appArmor(e, p, sc.AppArmorProfile)
	if sc.SupplementalGroupsPolicy != nil {
		oneOf(e, p, "supplementalGroupsPolicy", *sc.SupplementalGroupsPolicy, corev1.SupplementalGroupsPolicyMerge, corev1.SupplementalGroupsPolicyStrict)
	}
	if sc.SELinuxChangePolicy != nil {
		oneOf(e, p, "seLinuxChangePolicy", *sc.SELinuxChangePolicy, corev1.SELinuxChangePolicyMountOption, corev1.SELinuxChangePolicyRecursive)
	}
}

func containerSecurity(e *errs, p *field.Path, sc *corev1.SecurityContext, hostUsers bool) {
	userID(e, p, "runAsUser", sc.RunAsUser)
	groupID(e, p, "runAsGroup", sc.RunAsGroup)
	if sc.ProcMount != nil {
		oneOf(e, p, "procMount", *sc.ProcMount, corev1.DefaultProcMount, corev1.UnmaskedProcMount)
		if hostUsers && *sc.ProcMount == corev1.UnmaskedProcMount {
			e.invalid(p.Child("procMount"), sc.ProcMount, "`hostUsers` must be false to use `Unmasked`")
		}
	}
	seccomp(e, p, sc.SeccompProfile)
	if sc.AllowPrivilegeEscalation != nil && !*sc.AllowPrivilegeEscalation {
		if sc.Privileged != nil && *sc.Privileged {
			e.invalid(p, Internal(sc), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
		}
		if sc.Capabilities != nil {
			for _, c := range sc.Capabilities.Add {
				if c == "CAP_SYS_ADMIN" {
					e.invalid(p, Internal(sc), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
				}
			}
		}
	}
	appArmor(e, p, sc.AppArmorProfile)
}

func seccomp(e *errs, p *field.Path, s *corev1.SeccompProfile) {
	if s == nil {
		return
	}
	at := p.Child("seccompProfile")
	if s.Type == "" {
		e.required(at.Child("type"), "type is required when seccompProfile is set")
	} else {
		oneOf(e, at, "type", s.Type, corev1.SeccompProfileTypeLocalhost, corev1.SeccompProfileTypeRuntimeDefault, corev1.SeccompProfileTypeUnconfined)
	}
	switch local := s.Type == corev1.SeccompProfileTypeLocalhost; {
	case local && s.LocalhostProfile == nil:
		e.required(at.Child("localhostProfile"), "must be set when seccomp type is Localhost")
	case local:
		descendingPath(e, at.Child("localhostProfile"), *s.LocalhostProfile)
	case s.LocalhostProfile != nil:
		e.invalid(at.Child("localhostProfile"), Internal(s), "can only be set when seccomp type is Localhost")
	}
}

func appArmor(e *errs, p *field.Path, a *corev1.AppArmorProfile) {
	if a == nil {
		return
	}
	const maxPath = 4095
	at := p.Child("appArmorProfile")
	local := at.Child("localhostProfile")
	switch a.Type {
	case corev1.AppArmorProfileTypeLocalhost:
		if a.LocalhostProfile == nil {
			e.required(local, "must be set when AppArmor type is Localhost")
			return
		}
		if trimmed := strings.TrimSpace(*a.LocalhostProfile); trimmed != *a.LocalhostProfile {
			e.invalid(local, *a.LocalhostProfile, "must not be padded with whitespace")
		} else if trimmed == "" {
			e.required(local, "must be set when AppArmor type is Localhost")
		}
		if len(*a.LocalhostProfile) > maxPath {
			e.list = append(e.list, field.TooLong(local, "", maxPath))
		}
	case corev1.AppArmorProfileTypeRuntimeDefault, corev1.AppArmorProfileTypeUnconfined:
		if a.LocalhostProfile != nil {
			e.invalid(local, a.LocalhostProfile, "can only be set when AppArmor type is Localhost")
		}
	case "":
		e.required(at.Child("type"), "type is required when appArmorProfile is set")
	default:
		oneOf(e, at, "type", a.Type, corev1.AppArmorProfileTypeLocalhost, corev1.AppArmorProfileTypeRuntimeDefault, corev1.AppArmorProfileTypeUnconfined)
	}
}

// userNamespace keeps a pod with users of its own out of the node's other namespaces.
func userNamespace(e *errs, p *field.Path, s *corev1.PodSpec) {
	if s.HostUsers == nil || *s.HostUsers {
		return
	}
	forbid := func(child string, set bool) {
		if set {
			e.forbidden(p.Child(child), "when `hostUsers` is false")
		}
	}
	forbid("hostNetwork", s.HostNetwork)
	forbid("HostPID", s.HostPID)
	forbid("HostIPC", s.HostIPC)
	visitContainers(s, p, func(c *corev1.Container, at func() *field.Path) {
		if len(c.VolumeDevices) > 0 {
			e.forbidden(at().Child("volumeDevices"), "when `hostUsers` is false")
		}
	})
}

// podOS refuses what the pod's operating system lacks.
func podOS(e *errs, p *field.Path, s *corev1.PodSpec) {
	if s.OS.Name == "" {
		e.required(p.Child("os", "name"), "")
		return
	}
	oneOf(e, p, "os", s.OS.Name, corev1.Linux, corev1.Windows)
	if s.OS.Name == corev1.Windows {
		windows(e, p, s)
		return
	}
	if s.OS.Name != corev1.Linux {
		return
	}
	if s.SecurityContext != nil && s.SecurityContext.WindowsOptions != nil {
		e.forbidden(p.Child("securityContext", "windowsOptions"), "windows options cannot be set for a linux pod")
	}
	visitContainers(s, p, func(c *corev1.Container, at func() *field.Path) {
		if c.SecurityContext != nil && c.SecurityContext.WindowsOptions != nil {
			e.forbidden(at().Child("securityContext", "windowsOptions"), "windows options cannot be set for a linux pod")
		}
	})
}

func windows(e *errs, p *field.Path, s *corev1.PodSpec) {
	forbid := func(at *field.Path, child string, set bool) {
		if set {
			e.forbidden(at.Child(child), "cannot be set for a windows pod")
		}
	}
	if sc := s.SecurityContext; sc != nil {
		at := p.Child("securityContext")
		forbid(at, "appArmorProfile", sc.AppArmorProfile != nil)
		forbid(at, "seLinuxOptions", sc.SELinuxOptions != nil)
		forbid(at, "seccompProfile", sc.SeccompProfile != nil)
		forbid(at, "fsGroup", sc.FSGroup != nil)
		forbid(at, "fsGroupChangePolicy", sc.FSGroupChangePolicy != nil)
		forbid(at, "sysctls", len(sc.Sysctls) > 0)
		forbid(at, "runAsUser", sc.RunAsUser != nil)
		forbid(at, "runAsGroup", sc.RunAsGroup != nil)
		forbid(at, "supplementalGroups", sc.SupplementalGroups != nil)
		forbid(at, "supplementalGroupsPolicy", sc.SupplementalGroupsPolicy != nil)
		forbid(at, "seLinuxChangePolicy", sc.SELinuxChangePolicy != nil)
	}
	forbid(p, "hostUsers", s.HostUsers != nil)
	forbid(p, "hostPID", s.HostPID)
	forbid(p, "hostIPC", s.HostIPC)
	forbid(p, "shareProcessNamespace", s.ShareProcessNamespace != nil)
	visitContainers(s, p, func(c *corev1.Container, container func() *field.Path) {
		sc := c.SecurityContext
		if sc == nil {
			return
		}
		at := container().Child("securityContext")
		forbid(at, "appArmorProfile", sc.AppArmorProfile != nil)
		forbid(at, "seLinuxOptions", sc.SELinuxOptions != nil)
		forbid(at, "seccompProfile", sc.SeccompProfile != nil)
		forbid(at, "capabilities", sc.Capabilities != nil)
		forbid(at, "readOnlyRootFilesystem", sc.ReadOnlyRootFilesystem != nil)
		forbid(at, "privileged", sc.Privileged != nil)
		forbid(at, "allowPrivilegeEscalation", sc.AllowPrivilegeEscalation != nil)
		forbid(at, "procMount", sc.ProcMount != nil)
		forbid(at, "runAsUser", sc.RunAsUser != nil)
		forbid(at, "runAsGroup", sc.RunAsGroup != nil)
	})
}
