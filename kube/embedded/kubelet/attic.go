package kubelet

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/logs"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Attic keeps what a node finds on its disk after it has started again.
type Attic interface {
	// Keep keeps data under a name, or removes what is there when data is nil. Data must not be changed afterwards. What is kept
	// before an object is written is there whenever the object is. It says when it cannot keep data at present.
	Keep(name string, data []byte) (kept bool)
	// Find returns what was kept before this process began, nil for nothing.
	Find(name string) ([]byte, error)
}

// What is kept at most of the log of one run of a container, and of the files of one volume.
const (
	keptLogBytes    = 1 << 20
	keptVolumeBytes = 16 << 20
)

func logName(pod types.UID, container string, restarts int32) string {
	return fmt.Sprintf("log/%s/%s/%d", pod, container, restarts)
}

// keptLog is the log of a run that is to be kept.
type keptLog struct {
	name string
	data []byte
}

// keep puts away what a run of a container leaves behind, before its status tells that it has ended: its log, and what it has
// written to volumes that outlive the pod.
func (c *container) keep() {
	p := c.pod
	attic := p.k.opts.Attic
	if attic == nil {
		return
	}
	p.keepVolumes()
	if older := c.restartsNow - 2; older >= 0 {
		name := logName(p.uid, c.spec.Name, older)
		attic.Keep(name, nil)
		p.unkept = slices.DeleteFunc(p.unkept, func(l keptLog) bool { return l.name == name })
	}
	if data, err := c.log.Save(keptLogBytes); err == nil {
		p.unkept = append(p.unkept, keptLog{logName(p.uid, c.spec.Name, c.restartsNow), data})
	}
}

// keepLogs puts away the logs that are to be kept, as far as possible at present.
func (p *pod) keepLogs() {
	p.unkept = slices.DeleteFunc(p.unkept, func(l keptLog) bool { return p.k.opts.Attic.Keep(l.name, l.data) })
}

// keepVolumes puts the files away of those volumes that have changed.
func (p *pod) keepVolumes() {
	for _, name := range slices.Sorted(maps.Keys(p.volumes)) {
		v := p.volumes[name]
		if v.name == "" {
			continue
		}
		saved, err := p.k.keepVolume(v.name, v.volume)
		switch {
		case errors.Is(err, files.ErrTooLarge):
			if !v.tooLarge {
				p.warn(nil, "VolumeNotKept", "kronoscope: the files of volume %q take more than %d MiB, so they are lost when the control plane restarts",
					name, keptVolumeBytes>>20)
			}
			v.tooLarge = true
		case saved:
			v.tooLarge = false
		}
		p.volumes[name] = v
	}
}

// keepVolume puts the files of a volume away if they have changed. Where they cannot be kept at present, they count as changed
// still, so they are tried again after the delay of the write-back. It fails with [files.ErrTooLarge].
func (k *Kubelet) keepVolume(name string, v *files.Volume) (saved bool, err error) {
	if k.opts.Attic == nil {
		return false, nil
	}
	data, err := v.Save(keptVolumeBytes)
	switch {
	case errors.Is(err, files.ErrTooLarge):
		k.opts.Attic.Keep(name, nil)
	case err == nil && data != nil:
		if saved = k.opts.Attic.Keep(name, data); !saved {
			v.Unsave()
		}
	}
	return saved, err
}

// keptVolume returns a volume with the files that were kept under a name. Where they cannot be read, it is empty.
func (k *Kubelet) keptVolume(name string) *files.Volume {
	v := k.store.NewVolume()
	if k.opts.Attic == nil {
		return v
	}
	data, err := k.opts.Attic.Find(name)
	if err == nil && data != nil {
		err = v.Restore(data)
	}
	if err != nil && k.opts.OnError != nil {
		k.opts.OnError("kubelet", name, err)
	}
	v.OnWrite(k.writeBack.soon)
	return v
}

// keptLog returns the log of a run that an earlier kubelet has kept, nil for none.
func (k *Kubelet) keptLog(pod types.UID, container string, restarts int32) (*logs.Log, error) {
	if k.opts.Attic == nil {
		return nil, nil
	}
	data, err := k.opts.Attic.Find(logName(pod, container, restarts))
	if err != nil || data == nil {
		return nil, err
	}
	return logs.Restore(data)
}

// dropKept forgets the logs of a pod that is gone.
func (k *Kubelet) dropKept(pod *corev1.Pod) {
	if k.opts.Attic == nil {
		return
	}
	for name, s := range statuses(pod) {
		for n := s.RestartCount; n >= max(s.RestartCount-1, 0); n-- {
			k.opts.Attic.Keep(logName(pod.UID, name, n), nil)
		}
	}
}

// claimName and hostPathName are under which names the files of volumes are kept.
func claimName(uid types.UID) string  { return "claim/" + string(uid) }
func hostPathName(path string) string { return "hostPath" + path }
