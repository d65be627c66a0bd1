package volume

import (
	"fmt"

	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// claimed is the files of a claim. They outlive pods and end with the claim: a new claim of the same name is empty. If a claim is deleted
// in spite of its finalizer, the pods that use it keep its files.
type claimed struct {
	volume *files.Volume
	users  int
	gone   bool // the claim is gone
}

// claim returns the files of a claim in the pod's namespace, for the pod to use.
func (s *Set) claim(env *environment.Pod, name string) (*files.Volume, types.UID, error) {
	pvc, err := env.Client.PersistentVolumeClaims().Get(env.Object.Namespace, name)
	if err != nil {
		return nil, "", environment.Missing(fmt.Sprintf("persistentvolumeclaim %q not found", name))
	}
	if pvc.DeletionTimestamp != nil {
		return nil, "", environment.Missing(fmt.Sprintf("can't start pod because PVC %q is being deleted", name))
	}
	c, ok := s.store.claims[pvc.UID]
	if !ok {
		c = &claimed{volume: s.store.Restored(ClaimName(pvc.UID))}
		s.store.claims[pvc.UID] = c
	}
	c.users++
	s.claims = append(s.claims, pvc.UID)
	return c.volume, pvc.UID, nil
}

// ClaimGone records that a claim is gone. Its files are released once no pod uses them.
func (s *Store) ClaimGone(uid types.UID) {
	if c, ok := s.claims[uid]; ok {
		c.gone = true
		s.releaseClaim(uid)
	} else if s.archive != nil { // no pod has used it since the last start
		s.archive.Keep(ClaimName(uid), nil)
	}
}

func (s *Store) releaseClaim(uid types.UID) {
	if c := s.claims[uid]; c.gone && c.users == 0 {
		c.volume.Release()
		delete(s.claims, uid)
		if s.archive != nil {
			s.archive.Keep(ClaimName(uid), nil)
		}
	}
}
