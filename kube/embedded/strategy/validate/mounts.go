package validate

import (
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func volumeMounts(e *errs, p *field.Path, c *corev1.Container, pod *podContext) {
	if len(c.VolumeMounts) == 0 {
		return
	}
	list := p.Child("volumeMounts")
	for i := range c.VolumeMounts {
		m := &c.VolumeMounts[i]
		at := func(child string) *field.Path { return list.Index(i).Child(child) }
		if m.Name == "" {
			e.required(at("name"), "")
		}
		if pod.volumes[m.Name] == nil {
			e.notFound(at("name"), m.Name)
		}
		if m.MountPath == "" {
			e.required(at("mountPath"), "")
		}
		for j := range i {
			if c.VolumeMounts[j].MountPath == m.MountPath {
				e.invalid(at("mountPath"), m.MountPath, "must be unique")
				break
			}
		}
		for j := range c.VolumeDevices {
			if c.VolumeDevices[j].Name == m.Name {
				e.invalid(at("name"), m.Name, "must not already exist in volumeDevices")
				break
			}
		}
		for j := range c.VolumeDevices {
			if c.VolumeDevices[j].DevicePath == m.MountPath {
				e.invalid(at("mountPath"), m.MountPath, "must not already exist as a path in volumeDevices")
				break
			}
		}
		// From here on upstream leaves the index out of most paths.
		if m.SubPath != "" {
			descendingPath(e, list.Child("subPath"), m.SubPath)
		}
		if m.SubPathExpr != "" {
			if m.SubPath != "" {
				e.invalid(at("subPathExpr"), m.SubPathExpr, "subPathExpr and subPath are mutually exclusive")
			}
			descendingPath(e, list.Child("subPathExpr"), m.SubPathExpr)
		}
		mountPropagation(e, list, m, c)
		recursiveReadOnly(e, list, m)
	}
}

func mountPropagation(e *errs, p *field.Path, m *corev1.VolumeMount, c *corev1.Container) {
	if m.MountPropagation == nil {
		return
	}
	oneOf(e, p, "mountPropagation", *m.MountPropagation,
		corev1.MountPropagationBidirectional, corev1.MountPropagationHostToContainer, corev1.MountPropagationNone)
	privileged := c.SecurityContext != nil && c.SecurityContext.Privileged != nil && *c.SecurityContext.Privileged
	if *m.MountPropagation == corev1.MountPropagationBidirectional && !privileged {
		e.forbidden(p.Child("mountPropagation"), "Bidirectional mount propagation is available only to privileged containers")
	}
}

func recursiveReadOnly(e *errs, p *field.Path, m *corev1.VolumeMount) {
	if m.RecursiveReadOnly == nil || *m.RecursiveReadOnly == corev1.RecursiveReadOnlyDisabled {
		return
	}
	switch *m.RecursiveReadOnly {
	case corev1.RecursiveReadOnlyEnabled, corev1.RecursiveReadOnlyIfPossible:
		if !m.ReadOnly {
			e.forbidden(p.Child("recursiveReadOnly"), "may only be specified when readOnly is true")
		}
		if m.MountPropagation != nil && *m.MountPropagation != corev1.MountPropagationNone {
			e.forbidden(p.Child("recursiveReadOnly"), "may only be specified when mountPropagation is None or not specified")
		}
	default:
		oneOf(e, p, "recursiveReadOnly", *m.RecursiveReadOnly,
			corev1.RecursiveReadOnlyDisabled, corev1.RecursiveReadOnlyEnabled, corev1.RecursiveReadOnlyIfPossible)
	}
}

func volumeDevices(e *errs, p *field.Path, c *corev1.Container, pod *podContext) {
	for i := range c.VolumeDevices {
		d := &c.VolumeDevices[i]
		at := func(child string) *field.Path { return p.Child("volumeDevices").Index(i).Child(child) }
		if d.Name == "" {
			e.required(at("name"), "")
		}
		for j := range i {
			if d.Name != "" && c.VolumeDevices[j].Name == d.Name {
				e.invalid(at("name"), d.Name, "must be unique")
				break
			}
		}
		if v := pod.volumes[d.Name]; v == nil {
			e.notFound(at("name"), d.Name)
		} else if v.PersistentVolumeClaim == nil && v.Ephemeral == nil {
			e.invalid(at("name"), d.Name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")
		}
		if d.DevicePath == "" {
			e.required(at("devicePath"), "")
		}
		for j := range i {
			if c.VolumeDevices[j].DevicePath == d.DevicePath {
				e.invalid(at("devicePath"), d.DevicePath, "must be unique")
				break
			}
		}
		if hasBackstep(d.DevicePath) {
			e.invalid(at("devicePath"), d.DevicePath, "can not contain backsteps ('..')")
		}
		for j := range c.VolumeMounts {
			if c.VolumeMounts[j].Name == d.Name {
				e.invalid(at("name"), d.Name, "must not already exist in volumeMounts")
				break
			}
		}
		for j := range c.VolumeMounts {
			if c.VolumeMounts[j].MountPath == d.DevicePath {
				e.invalid(at("devicePath"), d.DevicePath, "must not already exist as a path in volumeMounts")
				break
			}
		}
	}
}

func hasBackstep(s string) bool {
	if !strings.Contains(s, "..") {
		return false
	}
	for part := range strings.SplitSeq(s, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

func noBacksteps(e *errs, p *field.Path, s string) {
	if hasBackstep(s) {
		e.invalid(p, s, "must not contain '..'")
	}
}

// descendingPath wants a relative path that never goes up.
func descendingPath(e *errs, p *field.Path, s string) {
	if path.IsAbs(s) {
		e.invalid(p, s, "must be a relative path")
	}
	noBacksteps(e, p, s)
}

// localPath is a descendingPath whose first name does not look like going up either.
func localPath(e *errs, p *field.Path, s string) {
	descendingPath(e, p, s)
	if strings.HasPrefix(s, "..") && !strings.HasPrefix(s, "../") {
		e.invalid(p, s, "must not start with '..'")
	}
}
