package kubelet

import (
	"fmt"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// prepare makes the pod's volumes. If one cannot be made, the pod waits for what is missing.
func (p *pod) prepare() bool {
	volumes, failed, err := p.k.volumes.Prepare(p.environment())
	if err != nil {
		p.mountFailed(failed, err)
		p.await(err)
		return false
	}
	p.volumes, p.prepared, p.mountError = volumes, true, ""
	return true
}

// mountFailed reports a volume that cannot be made, unless that has been reported.
func (p *pod) mountFailed(v *corev1.Volume, err error) {
	if fault := fmt.Sprintf("MountVolume.SetUp failed for volume %q : %s", v.Name, err); fault != p.mountError {
		p.warn(nil, "FailedMount", "%s", fault)
		p.mountError = fault
	}
}

// fileSystem makes a container's file system: a fresh root and the pod's volumes.
func (c *container) fileSystem() (*files.FS, error) {
	p := c.pod
	c.releaseNextRoot()
	root := p.k.volumes.New()
	c.nextRoot = root
	if err := files.Populate(root, p.hostname()); err != nil {
		return nil, fmt.Errorf("prepare the container's files: %w", err)
	}
	readOnly := false
	if sc := c.spec.SecurityContext; sc != nil && sc.ReadOnlyRootFilesystem != nil {
		readOnly = *sc.ReadOnlyRootFilesystem
	}
	files := files.NewFS(root, readOnly)
	if readOnly {
		if err := c.mountMessageFile(files); err != nil {
			return nil, err
		}
	}
	for _, m := range c.spec.VolumeMounts {
		v, readOnly, ok := p.volumes.Get(m.Name)
		if !ok {
			return nil, environment.Missing(fmt.Sprintf("cannot find volume %q to mount into container %q", m.Name, c.spec.Name))
		}
		sub, err := c.subPath(&m)
		if err != nil {
			return nil, err
		}
		if err := files.Mount(m.MountPath, v, sub, m.ReadOnly || readOnly); err != nil {
			return nil, fmt.Errorf("mount %s: %w", m.MountPath, err)
		}
	}
	return files, nil
}

// subPath returns the part of a volume that is mounted. Its errors are in the kubelet's words.
func (c *container) subPath(m *corev1.VolumeMount) (string, error) {
	sub := m.SubPath
	if m.SubPathExpr != "" {
		env, err := c.pod.environment().Of(c.spec)
		if err != nil {
			return "", err
		}
		values := map[string]string{}
		for _, e := range env {
			values[e.Name] = e.Value
		}
		if lacking := environment.Undefined(m.SubPathExpr, values); len(lacking) > 0 {
			return "", environment.Missing("missing value for " + strings.Join(lacking, ", "))
		}
		sub = environment.Expand(m.SubPathExpr, values)
	}
	switch {
	case path.IsAbs(sub):
		return "", environment.Missing(fmt.Sprintf("error SubPath `%s` must not be an absolute path", sub))
	case slices.Contains(strings.Split(sub, "/"), ".."):
		return "", environment.Missing(fmt.Sprintf("unable to provision SubPath `%s`: must not contain '..'", sub))
	}
	return sub, nil
}

// mountMessageFile mounts a writable file for the termination message in a root that is read-only.
func (c *container) mountMessageFile(files *files.FS) error {
	at := c.spec.TerminationMessagePath
	if at == "" {
		at = corev1.TerminationMessagePathDefault
	}
	v := c.pod.volumes.New()
	if err := v.WriteFile("message", nil, 0o666); err != nil {
		return err
	}
	return files.Mount(at, v, "message", false)
}

// root hands the prepared root to the run that uses it.
func (c *container) root() *files.Volume {
	root := c.nextRoot
	c.nextRoot = nil
	return root
}
