package kubelet

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// refreshPeriod is how often a kubelet looks at each of its pods, and with that at the objects that their volumes show.
const refreshPeriod = time.Minute

func (k *Kubelet) configMapChanged(old, updated *corev1.ConfigMap) {
	k.wakeBlocked(updated != nil)
	if updated == nil || old != nil && maps.Equal(old.Data, updated.Data) && maps.EqualFunc(old.BinaryData, updated.BinaryData, bytes.Equal) {
		return // files outlive what they show
	}
	k.do(func() {
		k.refreshThose(updated.Namespace, func(s *corev1.VolumeProjection) bool {
			return s.ConfigMap != nil && s.ConfigMap.Name == updated.Name
		})
	})
}

func (k *Kubelet) secretChanged(old, updated *corev1.Secret) {
	k.wakeBlocked(updated != nil)
	if updated == nil || old != nil && maps.EqualFunc(old.Data, updated.Data, bytes.Equal) {
		return
	}
	k.do(func() {
		k.refreshThose(updated.Namespace, func(s *corev1.VolumeProjection) bool {
			return s.Secret != nil && s.Secret.Name == updated.Name
		})
	})
}

// refreshThose has the volumes of pods made anew that show what has changed, when the kubelet comes to each of them next.
func (k *Kubelet) refreshThose(namespace string, shows func(*corev1.VolumeProjection) bool) {
	k.mu.Lock()
	var pods []*pod
	for _, p := range k.pods {
		if p.key.Namespace == namespace && slices.ContainsFunc(p.sources(), func(s corev1.VolumeProjection) bool { return shows(&s) }) {
			pods = append(pods, p)
		}
	}
	k.mu.Unlock()
	slices.SortFunc(pods, func(a, b *pod) int { return strings.Compare(a.key.Name, b.key.Name) })
	now := k.clock.Now()
	for _, p := range pods {
		p.refreshIn(refreshPeriod - now.Sub(p.since.Time)%refreshPeriod)
	}
}

// sources are the objects that the pod's volumes show.
func (p *pod) sources() []corev1.VolumeProjection {
	var all []corev1.VolumeProjection
	for _, v := range p.obj.Spec.Volumes {
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

func (p *pod) refreshIn(d time.Duration) {
	if p.prepared && !p.done && p.stale.IsZero() {
		p.stale = p.k.clock.Now().Add(d)
		p.k.later(p.key, d)
	}
}

// refresh makes the files anew that have become stale. Those of which one cannot be made stay as they are, as do files that are
// mounted by themselves, by a subPath, and the environment.
func (p *pod) refresh() {
	if p.stale.IsZero() || p.k.clock.Now().Before(p.stale) {
		return
	}
	p.stale = time.Time{}
	for i := range p.obj.Spec.Volumes {
		v := &p.obj.Spec.Volumes[i]
		if !showsObjects(v) {
			continue
		}
		m := mountable{volume: p.k.store.NewVolume(), readOnly: true}
		if err := p.objectFiles(m.volume, v); err != nil {
			p.mountFailed(v, err)
		} else {
			p.giveToGroup(v, m)
			p.volumes[v.Name].volume.Replace(m.volume)
		}
		m.volume.Release()
	}
}

// sees takes note of the pod as it is now. A change of what its volumes show of itself has them made anew at once.
func (p *pod) sees(obj *corev1.Pod) {
	before := p.obj
	p.obj = obj
	if maps.Equal(before.Labels, obj.Labels) && maps.Equal(before.Annotations, obj.Annotations) {
		return
	}
	p.k.retryWaiting() // whom its labels may attract now
	if slices.ContainsFunc(p.sources(), func(s corev1.VolumeProjection) bool { return s.DownwardAPI != nil }) {
		p.stale = p.k.clock.Now()
	}
}
