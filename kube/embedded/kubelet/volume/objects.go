package volume

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// showsObjects reports whether the files of a volume come from objects of the API.
func showsObjects(v *corev1.Volume) bool {
	return v.Secret != nil || v.ConfigMap != nil || v.DownwardAPI != nil || v.Projected != nil
}

// objectFiles writes the files of a volume that shows objects.
func objectFiles(env *environment.Pod, vol *files.Volume, v *corev1.Volume) error {
	switch {
	case v.Secret != nil:
		return secretFiles(env, vol, v.Secret.SecretName, v.Secret.Items, v.Secret.Optional, v.Secret.DefaultMode)
	case v.ConfigMap != nil:
		return configFiles(env, vol, v.ConfigMap.Name, v.ConfigMap.Items, v.ConfigMap.Optional, v.ConfigMap.DefaultMode)
	case v.DownwardAPI != nil:
		return downwardFiles(env, vol, v.DownwardAPI.Items, v.DownwardAPI.DefaultMode)
	default:
		return projectedFiles(env, vol, v.Projected)
	}
}

func projectedFiles(env *environment.Pod, vol *files.Volume, v *corev1.ProjectedVolumeSource) error {
	for i := range v.Sources {
		var err error
		switch s := &v.Sources[i]; {
		case s.Secret != nil:
			err = secretFiles(env, vol, s.Secret.Name, s.Secret.Items, s.Secret.Optional, v.DefaultMode)
		case s.ConfigMap != nil:
			err = configFiles(env, vol, s.ConfigMap.Name, s.ConfigMap.Items, s.ConfigMap.Optional, v.DefaultMode)
		case s.DownwardAPI != nil:
			err = downwardFiles(env, vol, s.DownwardAPI.Items, v.DefaultMode)
		case s.ServiceAccountToken != nil:
			err = vol.WriteFile(s.ServiceAccountToken.Path, []byte("simulated-token\n"), tokenMode(env, v.DefaultMode))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func secretFiles(env *environment.Pod, vol *files.Volume, name string, items []corev1.KeyToPath, optional *bool, mode *int32) error {
	s, err := env.Client.Secrets().Get(env.Object.Namespace, name)
	if err != nil {
		return environment.Unless(optional, fmt.Errorf("secret %q not found", name))
	}
	return writeKeys(vol, "secret", env.Object.Namespace+"/"+name, s.Data, items, optional, mode)
}

func configFiles(env *environment.Pod, vol *files.Volume, name string, items []corev1.KeyToPath, optional *bool, mode *int32) error {
	cm, err := env.Client.ConfigMaps().Get(env.Object.Namespace, name)
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
	return writeKeys(vol, "configmap", env.Object.Namespace+"/"+name, data, items, optional, mode)
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

// fileMode returns a file's own mode, or else its volume's.
func fileMode(own, volumes *int32) fs.FileMode {
	if mode := cmp.Or(own, volumes); mode != nil {
		return fs.FileMode(*mode)
	}
	return 0o644
}

func downwardFiles(env *environment.Pod, vol *files.Volume, items []corev1.DownwardAPIVolumeFile, mode *int32) error {
	for _, item := range items {
		var value string
		var err error
		switch {
		case item.FieldRef != nil:
			value, err = env.Field(item.FieldRef.FieldPath)
		case item.ResourceFieldRef != nil:
			value, err = env.ResourceField(&env.Object.Spec.Containers[0], item.ResourceFieldRef)
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

// tokenMode returns the mode of a projected token. Only its user may read it if all containers have the same user, or if its group is
// fsGroup.
func tokenMode(env *environment.Pod, volumes *int32) fs.FileMode {
	pods := env.Object.Spec.SecurityContext
	if pods != nil && pods.FSGroup != nil {
		return 0o600
	}
	var common *int64
	for i, c := range env.Containers {
		var user *int64
		if pods != nil {
			user = pods.RunAsUser
		}
		if sc := c.SecurityContext; sc != nil {
			user = cmp.Or(sc.RunAsUser, user)
		}
		if user == nil || i > 0 && *user != *common {
			return fileMode(nil, volumes)
		}
		common = user
	}
	return 0o600
}
