package kubelet

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/logs"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
)

// Archive keeps what a node finds on its disk when it starts again.
type Archive interface {
	// Keep keeps data under a name, or removes what is there if data is nil. Data must not be changed afterwards. What is kept before
	// an object is written is found whenever the object is. kept reports whether it can keep data at present.
	Keep(name string, data []byte) (kept bool)
	// Find returns what was kept before this process began, nil for nothing.
	Find(name string) ([]byte, error)
}

const maxLogBytes = 1 << 20 // at most, of the log of one run of a container

func logName(pod types.UID, container string, restarts int32) string {
	return fmt.Sprintf("log/%s/%s/%d", pod, container, restarts)
}

// pendingLog is the log of a run that is still to be kept.
type pendingLog struct {
	name string
	data []byte
}

// archive keeps what a run of a container leaves behind: its log, and what it has written to volumes that outlive the pod. It does so
// before the status reports the end.
func (c *container) archive() {
	p := c.pod
	archive := p.k.opts.Archive
	if archive == nil {
		return
	}
	p.saveVolumes()
	if older := c.restartCount - 2; older >= 0 {
		name := logName(p.uid, c.spec.Name, older)
		archive.Keep(name, nil)
		p.unarchived = slices.DeleteFunc(p.unarchived, func(l pendingLog) bool { return l.name == name })
	}
	if data, err := c.log.Save(maxLogBytes); err == nil {
		p.unarchived = append(p.unarchived, pendingLog{logName(p.uid, c.spec.Name, c.restartCount), data})
	}
}

// archiveLogs keeps the logs that are still to be kept, as far as possible at present.
func (p *pod) archiveLogs() {
	p.unarchived = slices.DeleteFunc(p.unarchived, func(l pendingLog) bool { return p.k.opts.Archive.Keep(l.name, l.data) })
}

// saveVolumes keeps the files of those volumes that have changed.
func (p *pod) saveVolumes() {
	if p.volumes == nil {
		return
	}
	p.volumes.Save(func(name string) {
		p.warn(nil, "VolumeNotKept", "kronoscope: the files of volume %q take more than %d MiB, so they are lost when the control plane restarts",
			name, volume.MaxBytes>>20)
	})
}

// releaseVolumes gives up the pod's volumes.
func (p *pod) releaseVolumes() {
	if p.volumes == nil {
		return
	}
	p.saveVolumes() // of containers that were killed
	p.volumes.Release()
	p.volumes = nil
}

// writeBackNow lets the worker keep all files that have changed. It does not wait for that.
func (k *Kubelet) writeBackNow() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.opts.Archive != nil && !k.savePending {
		k.savePending = k.doLocked(k.saveAllVolumes)
	}
}

// saveAllVolumes keeps the changed files of all volumes.
func (k *Kubelet) saveAllVolumes() {
	k.mu.Lock()
	k.savePending = false
	k.mu.Unlock()
	for _, p := range k.allPods() {
		p.saveVolumes()
	}
	k.volumes.Save() // what could not be kept when its last pod ended
}

// archivedLog returns the log of a run that an earlier kubelet kept, nil for none.
func (k *Kubelet) archivedLog(pod types.UID, container string, restarts int32) (*logs.Log, error) {
	if k.opts.Archive == nil {
		return nil, nil
	}
	data, err := k.opts.Archive.Find(logName(pod, container, restarts))
	if err != nil || data == nil {
		return nil, err
	}
	return logs.Restore(data)
}

// dropArchived removes the logs of a pod that is gone.
func (k *Kubelet) dropArchived(pod *corev1.Pod) {
	if k.opts.Archive == nil {
		return
	}
	for name, s := range statuses(pod) {
		for n := s.RestartCount; n >= max(s.RestartCount-1, 0); n-- {
			k.opts.Archive.Keep(logName(pod.UID, name, n), nil)
		}
	}
}
