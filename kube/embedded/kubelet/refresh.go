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

// refreshPeriod is how often a kubelet syncs each of its pods, and with that the objects that its volumes show.
const refreshPeriod = time.Minute

func (k *Kubelet) configMapChanged(old, updated *corev1.ConfigMap) {
	k.objectCame(updated != nil)
	if updated == nil || old != nil && maps.Equal(old.Data, updated.Data) && maps.EqualFunc(old.BinaryData, updated.BinaryData, bytes.Equal) {
		return // the files stay when the object is gone
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

// refreshThose makes the volumes again that show what has changed, when a kubelet would sync their pods next.
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

// refresh makes the pod's volumes again if they are stale. The environment of containers stays as it is.
func (p *pod) refresh() {
	if p.staleAt.IsZero() || p.k.clock.Now().Before(p.staleAt) {
		return
	}
	p.staleAt = time.Time{}
	p.volumes.Refresh(p.environment(), p.mountFailed)
}

// observe takes over the pod as it is now. If what its volumes show of itself has changed, they are made again at once.
func (p *pod) observe(obj *corev1.Pod) {
	before := p.obj
	p.obj = obj
	if maps.Equal(before.Labels, obj.Labels) && maps.Equal(before.Annotations, obj.Annotations) {
		return
	}
	p.k.retryRefused() // its labels may attract others now
	if slices.ContainsFunc(volume.Sources(p.obj), func(s corev1.VolumeProjection) bool { return s.DownwardAPI != nil }) {
		p.staleAt = p.k.clock.Now()
	}
}

// claimChanged handles a change of a claim. The worker releases the files of one that is gone.
func (k *Kubelet) claimChanged(old, updated *corev1.PersistentVolumeClaim) {
	if updated == nil {
		k.do(func() { k.volumes.ClaimGone(old.UID) })
		return
	}
	k.objectCame(true)
}
