package kubelet

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// mountable is a volume of a pod.
type mountable struct {
	volume   *files.Volume
	name     string // under which its files are kept; "" for those that end with the pod
	readOnly bool
	tooLarge bool // to be kept, as was told
}

// prepare makes the pod's volumes. Where one cannot be made, the pod waits for what it lacks.
func (p *pod) prepare() bool {
	volumes := map[string]mountable{}
	for i := range p.obj.Spec.Volumes {
		v := &p.obj.Spec.Volumes[i]
		m, err := p.makeVolume(v)
		if err != nil {
			p.releaseVolumes()
			p.mountFailed(v, err)
			p.await(err)
			return false
		}
		p.giveToGroup(v, m)
		volumes[v.Name] = m
	}
	p.volumes, p.prepared, p.mountFault = volumes, true, ""
	return true
}

// mountFailed tells of a volume that cannot be made, or made anew, unless that is told.
func (p *pod) mountFailed(v *corev1.Volume, err error) {
	if fault := fmt.Sprintf("MountVolume.SetUp failed for volume %q : %s", v.Name, err); fault != p.mountFault {
		p.warn(nil, "FailedMount", "%s", fault)
		p.mountFault = fault
	}
}

// giveToGroup gives the files of a volume to the pod's fsGroup, if it has one. Those of the node stay as they are.
func (p *pod) giveToGroup(v *corev1.Volume, m mountable) {
	if sc := p.obj.Spec.SecurityContext; sc != nil && sc.FSGroup != nil && v.HostPath == nil {
		m.volume.SetGroup(*sc.FSGroup, m.readOnly)
	}
}

func (p *pod) newVolume() *files.Volume {
	v := p.k.store.NewVolume()
	p.private = append(p.private, v)
	return v
}

// hostPath is a directory of the node, which outlives pods.
func (p *pod) hostPath(path string) *files.Volume {
	v, ok := p.k.hostPaths[path]
	if !ok {
		v = p.k.keptVolume(hostPathName(path))
		p.k.hostPaths[path] = v
	}
	return v
}

func (p *pod) makeVolume(v *corev1.Volume) (mountable, error) {
	switch {
	case v.HostPath != nil:
		at := path.Clean("/" + v.HostPath.Path)
		return mountable{volume: p.hostPath(at), name: hostPathName(at)}, nil
	case v.PersistentVolumeClaim != nil:
		volume, uid, err := p.claim(v.PersistentVolumeClaim.ClaimName)
		return mountable{volume: volume, name: claimName(uid), readOnly: v.PersistentVolumeClaim.ReadOnly}, err
	case showsObjects(v):
		m := mountable{volume: p.newVolume(), readOnly: true}
		return m, p.objectFiles(m.volume, v)
	}
	return mountable{volume: p.newVolume()}, nil // emptyDir; anything else is an empty directory too
}

// showsObjects says whether the files of a volume are made of what the API has.
func showsObjects(v *corev1.Volume) bool {
	return v.Secret != nil || v.ConfigMap != nil || v.DownwardAPI != nil || v.Projected != nil
}

// objectFiles writes them.
func (p *pod) objectFiles(vol *files.Volume, v *corev1.Volume) error {
	switch {
	case v.Secret != nil:
		return p.secretFiles(vol, v.Secret.SecretName, v.Secret.Items, v.Secret.Optional, v.Secret.DefaultMode)
	case v.ConfigMap != nil:
		return p.configFiles(vol, v.ConfigMap.Name, v.ConfigMap.Items, v.ConfigMap.Optional, v.ConfigMap.DefaultMode)
	case v.DownwardAPI != nil:
		return p.downwardFiles(vol, v.DownwardAPI.Items, v.DownwardAPI.DefaultMode)
	default:
		return p.projectedFiles(vol, v.Projected)
	}
}

func (p *pod) projectedFiles(vol *files.Volume, v *corev1.ProjectedVolumeSource) error {
	for i := range v.Sources {
		var err error
		switch s := &v.Sources[i]; {
		case s.Secret != nil:
			err = p.secretFiles(vol, s.Secret.Name, s.Secret.Items, s.Secret.Optional, v.DefaultMode)
		case s.ConfigMap != nil:
			err = p.configFiles(vol, s.ConfigMap.Name, s.ConfigMap.Items, s.ConfigMap.Optional, v.DefaultMode)
		case s.DownwardAPI != nil:
			err = p.downwardFiles(vol, s.DownwardAPI.Items, v.DefaultMode)
		case s.ServiceAccountToken != nil:
			err = vol.WriteFile(s.ServiceAccountToken.Path, []byte("simulated-token\n"), p.tokenMode(v.DefaultMode))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *pod) secretFiles(vol *files.Volume, name string, items []corev1.KeyToPath, optional *bool, mode *int32) error {
	s, err := p.k.client.Secrets().Get(p.key.Namespace, name)
	if err != nil {
		return environment.Unless(optional, fmt.Errorf("secret %q not found", name))
	}
	return writeKeys(vol, "secret", p.key.Namespace+"/"+name, s.Data, items, optional, mode)
}

func (p *pod) configFiles(vol *files.Volume, name string, items []corev1.KeyToPath, optional *bool, mode *int32) error {
	cm, err := p.k.client.ConfigMaps().Get(p.key.Namespace, name)
	if err != nil {
		return environment.Unless(optional, fmt.Errorf("configmap %q not found", name))
	}
	data := map[string][]byte{}
	for key, value := range cm.Data {
		data[key] = []byte(value)
	}
	for key, value := range cm.BinaryData {
		data[key] = value
	}
	return writeKeys(vol, "configmap", p.key.Namespace+"/"+name, data, items, optional, mode)
}

func writeKeys(vol *files.Volume, kind, title string, data map[string][]byte, items []corev1.KeyToPath, optional *bool, mode *int32) error {
	if len(items) == 0 {
		for _, key := range slices.Sorted(maps.Keys(data)) {
			items = append(items, corev1.KeyToPath{Key: key, Path: key})
		}
	}
	for _, item := range items {
		content, ok := data[item.Key]
		if !ok {
			if err := environment.Unless(optional, fmt.Errorf("references non-existent %s key: %s in %s", kind, item.Key, title)); err != nil {
				return err
			}
			continue
		}
		if err := vol.WriteFile(item.Path, content, fileMode(item.Mode, mode)); err != nil {
			return fmt.Errorf("write %s: %w", item.Path, err)
		}
	}
	return nil
}

// fileMode is a file's own mode, else its volume's.
func fileMode(own, volumes *int32) fs.FileMode {
	if mode := either(own, volumes); mode != nil {
		return fs.FileMode(*mode)
	}
	return 0o644
}

func (p *pod) downwardFiles(vol *files.Volume, items []corev1.DownwardAPIVolumeFile, mode *int32) error {
	for _, item := range items {
		var value string
		var err error
		switch {
		case item.FieldRef != nil:
			value, err = p.environment().Field(item.FieldRef.FieldPath)
		case item.ResourceFieldRef != nil:
			value, err = p.environment().ResourceField(&p.obj.Spec.Containers[0], item.ResourceFieldRef)
		}
		if err == nil {
			err = vol.WriteFile(item.Path, []byte(value), fileMode(item.Mode, mode))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// files makes a container's file system: a fresh root and the pod's volumes.
func (c *container) files() (*files.FS, error) {
	p := c.pod
	c.freeNext()
	root := p.k.store.NewVolume()
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
		v, ok := p.volumes[m.Name]
		if !ok {
			return nil, environment.Missing(fmt.Sprintf("cannot find volume %q to mount into container %q", m.Name, c.spec.Name))
		}
		sub, err := c.subPath(&m)
		if err != nil {
			return nil, err
		}
		if err := files.Mount(m.MountPath, v.volume, sub, m.ReadOnly || v.readOnly); err != nil {
			return nil, fmt.Errorf("mount %s: %w", m.MountPath, err)
		}
	}
	return files, nil
}

// subPath is the part of a volume that is mounted, in the kubelet's words where it cannot be.
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

// mountMessageFile keeps the termination message writable where the root is not.
func (c *container) mountMessageFile(files *files.FS) error {
	at := c.spec.TerminationMessagePath
	if at == "" {
		at = corev1.TerminationMessagePathDefault
	}
	v := c.pod.newVolume()
	if err := v.WriteFile("message", nil, 0o666); err != nil {
		return err
	}
	return files.Mount(at, v, "message", false)
}

// root hands the prepared root over to the run that uses it.
func (c *container) root() *files.Volume {
	root := c.nextRoot
	c.nextRoot = nil
	return root
}
