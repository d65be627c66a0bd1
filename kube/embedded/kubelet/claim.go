package kubelet

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// claimed is the files of a claim. They outlive pods, and end with the claim: one that is made anew by the same name is
// empty. A claim that goes in spite of its finalizer leaves its files to the pods that have it.
type claimed struct {
	volume *files.Volume
	users  int
	gone   bool // the claim is
}

// claim gives the pod the files of a claim in its namespace.
func (p *pod) claim(name string) (*files.Volume, types.UID, error) {
	pvc, err := p.k.client.PersistentVolumeClaims().Get(p.key.Namespace, name)
	if err != nil {
		return nil, "", environment.Missing(fmt.Sprintf("persistentvolumeclaim %q not found", name))
	}
	if pvc.DeletionTimestamp != nil {
		return nil, "", environment.Missing(fmt.Sprintf("can't start pod because PVC %q is being deleted", name))
	}
	c, ok := p.k.claims[pvc.UID]
	if !ok {
		c = &claimed{volume: p.k.keptVolume(claimName(pvc.UID))}
		p.k.claims[pvc.UID] = c
	}
	c.users++
	p.claims = append(p.claims, pvc.UID)
	return c.volume, pvc.UID, nil
}

// releaseVolumes gives up the pod's own volumes, and its part in those that it shares.
func (p *pod) releaseVolumes() {
	p.keepVolumes() // of containers that were cut short
	for _, v := range p.private {
		v.Release()
	}
	for _, uid := range p.claims {
		p.k.claims[uid].users--
		p.k.releaseClaim(uid)
	}
	p.private, p.claims, p.volumes = nil, nil, nil
}

// claimChanged takes note of what became of a claim. The worker releases the files of one that is gone.
func (k *Kubelet) claimChanged(old, updated *corev1.PersistentVolumeClaim) {
	if updated == nil {
		k.do(func() { k.claimGone(old.UID) })
		return
	}
	k.wakeBlocked(true)
}

func (k *Kubelet) claimGone(uid types.UID) {
	if c, ok := k.claims[uid]; ok {
		c.gone = true
		k.releaseClaim(uid)
	} else if k.opts.Attic != nil { // no pod has used it since the last start
		k.opts.Attic.Keep(claimName(uid), nil)
	}
}

func (k *Kubelet) releaseClaim(uid types.UID) {
	if c := k.claims[uid]; c.gone && c.users == 0 {
		c.volume.Release()
		delete(k.claims, uid)
		if k.opts.Attic != nil {
			k.opts.Attic.Keep(claimName(uid), nil)
		}
	}
}
