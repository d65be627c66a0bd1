package kubelet

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
)

// refreshPeriod is how often a kubelet looks at each of its pods, and with that at the objects that their volumes show.
const refreshPeriod = time.Minute

func (k *Kubelet) configMapChanged(old, updated *corev1.ConfigMap) {
	k.objectCame(updated != nil)
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
	k.objectCame(updated != nil)
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
		if p.key.Namespace == namespace && slices.ContainsFunc(volume.Sources(p.obj), func(s corev1.VolumeProjection) bool { return shows(&s) }) {
			pods = append(pods, p)
		}
	}
	k.mu.Unlock()
	slices.SortFunc(pods, func(a, b *pod) int { return strings.Compare(a.key.Name, b.key.Name) })
	now := k.clock.Now()
	for _, p := range pods {
		p.refreshIn(refreshPeriod - now.Sub(p.startTime.Time)%refreshPeriod)
	}
}

func (p *pod) refreshIn(d time.Duration) {
	if p.prepared && !p.done && p.staleAt.IsZero() {
		p.staleAt = p.k.clock.Now().Add(d)
		p.k.enqueueAfter(p.key, d)
	}
}

// refresh makes the files anew that have become stale. Those of which one cannot be made stay as they are, as do files that are
// mounted by themselves, by a subPath, and the environment.
func (p *pod) refresh() {
	if p.staleAt.IsZero() || p.k.clock.Now().Before(p.staleAt) {
		return
	}
	p.staleAt = time.Time{}
	p.volumes.Refresh(p.environment(), p.mountFailed)
}

// observe takes note of the pod as it is now. A change of what its volumes show of itself has them made anew at once.
func (p *pod) observe(obj *corev1.Pod) {
	before := p.obj
	p.obj = obj
	if maps.Equal(before.Labels, obj.Labels) && maps.Equal(before.Annotations, obj.Annotations) {
		return
	}
	p.k.retryRefused() // whom its labels may attract now
	if slices.ContainsFunc(volume.Sources(p.obj), func(s corev1.VolumeProjection) bool { return s.DownwardAPI != nil }) {
		p.staleAt = p.k.clock.Now()
	}
}

// claimChanged takes note of what became of a claim. The worker releases the files of one that is gone.
func (k *Kubelet) claimChanged(old, updated *corev1.PersistentVolumeClaim) {
	if updated == nil {
		k.do(func() { k.volumes.ClaimGone(old.UID) })
		return
	}
	k.objectCame(true)
}
