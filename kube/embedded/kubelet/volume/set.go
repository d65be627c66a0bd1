package volume

import (
	"errors"
	"maps"
	"path"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Set is the volumes of one pod.
type Set struct {
	store   *Store
	byName  map[string]mountable
	private []*files.Volume // that end with the pod
	claims  []types.UID     // whose files it uses
}

// mountable is a volume of a pod.
type mountable struct {
	volume   *files.Volume
	name     string // under which its files are kept; empty for those that end with the pod
	readOnly bool
	tooLarge bool // to be kept, and that has been reported
}

// Prepare makes a pod's volumes. If one cannot be made, it returns that one with the error, and makes none.
func (s *Store) Prepare(env *environment.Pod) (set *Set, failed *corev1.Volume, err error) {
	set = &Set{store: s, byName: map[string]mountable{}}
	for i := range env.Object.Spec.Volumes {
		v := &env.Object.Spec.Volumes[i]
		m, err := set.make(env, v)
		if err != nil {
			set.Release()
			return nil, v, err
		}
		giveToGroup(env.Object, v, m)
		set.byName[v.Name] = m
	}
	return set, nil, nil
}

func (s *Set) make(env *environment.Pod, v *corev1.Volume) (mountable, error) {
	switch {
	case v.HostPath != nil:
		at := path.Clean("/" + v.HostPath.Path)
		return mountable{volume: s.store.hostPath(at), name: HostPathName(at)}, nil
	case v.PersistentVolumeClaim != nil:
		volume, uid, err := s.claim(env, v.PersistentVolumeClaim.ClaimName)
		return mountable{volume: volume, name: ClaimName(uid), readOnly: v.PersistentVolumeClaim.ReadOnly}, err
	case showsObjects(v):
		m := mountable{volume: s.New(), readOnly: true}
		return m, objectFiles(env, m.volume, v)
	}
	return mountable{volume: s.New()}, nil // emptyDir; anything else is an empty directory too
}

// giveToGroup gives the files of a volume to the pod's fsGroup, if it has one. Those of the node stay as they are.
func giveToGroup(pod *corev1.Pod, v *corev1.Volume, m mountable) {
	if sc := pod.Spec.SecurityContext; sc != nil && sc.FSGroup != nil && v.HostPath == nil {
		m.volume.SetGroup(*sc.FSGroup, m.readOnly)
	}
}

// New returns an empty volume that ends with the pod.
func (s *Set) New() *files.Volume {
	v := s.store.New()
	s.private = append(s.private, v)
	return v
}

// Get returns a volume of the pod by its name.
func (s *Set) Get(name string) (v *files.Volume, readOnly, ok bool) {
	m, ok := s.byName[name]
	return m.volume, m.readOnly, ok
}

// Refresh makes the volumes again that show objects. It calls failed with one that cannot be made, which stays as it is. So do files that
// are mounted alone, by a subPath.
func (s *Set) Refresh(env *environment.Pod, failed func(*corev1.Volume, error)) {
	for i := range env.Object.Spec.Volumes {
		v := &env.Object.Spec.Volumes[i]
		if !showsObjects(v) {
			continue
		}
		m := mountable{volume: s.store.New(), readOnly: true}
		if err := objectFiles(env, m.volume, v); err != nil {
			failed(v, err)
		} else {
			giveToGroup(env.Object, v, m)
			s.byName[v.Name].volume.Replace(m.volume)
		}
		m.volume.Release()
	}
}

// Save keeps the files that have changed of the volumes that outlive the pod. It calls tooLarge once with the name of a volume that has
// become too large to be kept.
func (s *Set) Save(tooLarge func(name string)) {
	if s.store.archive == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(s.byName)) {
		m := s.byName[name]
		if m.name == "" {
			continue
		}
		saved, err := s.store.save(m.name, m.volume)
		switch {
		case errors.Is(err, files.ErrTooLarge):
			if !m.tooLarge {
				tooLarge(name)
			}
			m.tooLarge = true
		case saved:
			m.tooLarge = false
		}
		s.byName[name] = m
	}
}

// Release gives up the pod's own volumes, and its use of those that it shares. Call Save before.
func (s *Set) Release() {
	for _, v := range s.private {
		v.Release()
	}
	for _, uid := range s.claims {
		s.store.claims[uid].users--
		s.store.releaseClaim(uid)
	}
	s.private, s.claims, s.byName = nil, nil, nil
}

// Sources returns the objects that a pod's volumes show.
func Sources(pod *corev1.Pod) []corev1.VolumeProjection {
	var all []corev1.VolumeProjection
	for _, v := range pod.Spec.Volumes {
		switch {
		case v.Projected != nil:
			all = append(all, v.Projected.Sources...)
		case v.ConfigMap != nil:
			all = append(all, corev1.VolumeProjection{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: v.ConfigMap.LocalObjectReference}})
		case v.Secret != nil:
			all = append(all, corev1.VolumeProjection{Secret: &corev1.SecretProjection{LocalObjectReference: corev1.LocalObjectReference{Name: v.Secret.SecretName}}})
		case v.DownwardAPI != nil:
			all = append(all, corev1.VolumeProjection{DownwardAPI: &corev1.DownwardAPIProjection{Items: v.DownwardAPI.Items}})
		}
	}
	return all
}
