package kubelet

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// writeBackDelay is how long after a write the files of a volume are put away at the latest.
const writeBackDelay = 5 * time.Second

// writeBack has files that outlive pods put away while containers still write them, as a node's page cache does. Its delay is
// of the machine's time, as is the crash against which it is: the plane's clock never stops for it.
type writeBack struct {
	wall clock.Wall
	due  func()

	mu    sync.Mutex
	armed func() bool // stops the timer; nil when there is none
	ended bool
}

// soon is told of the first write since the files were put away. It neither blocks nor calls due.
func (w *writeBack) soon() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.armed == nil && !w.ended {
		w.armed = w.wall.AfterFunc(writeBackDelay, w.fire)
	}
}

func (w *writeBack) fire() {
	w.mu.Lock()
	w.armed = nil
	w.mu.Unlock()
	w.due()
}

func (w *writeBack) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	if w.armed != nil {
		w.armed()
	}
}

// writeBackNow has the worker put away all files that have changed. It does not wait for that.
func (k *Kubelet) writeBackNow() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.opts.Attic != nil && !k.dirty {
		k.dirty = k.doLocked(k.keepAllVolumes)
	}
}

// keepAllVolumes puts the changed files of all volumes away.
func (k *Kubelet) keepAllVolumes() {
	k.mu.Lock()
	k.dirty = false
	k.mu.Unlock()
	for _, p := range k.allPods() {
		p.keepVolumes()
	}
	// What could not be kept when its last pod ended.
	for _, path := range slices.Sorted(maps.Keys(k.hostPaths)) {
		_, _ = k.keepVolume(hostPathName(path), k.hostPaths[path]) // of those too large, their pods were told
	}
	for _, uid := range slices.Sorted(maps.Keys(k.claims)) {
		_, _ = k.keepVolume(claimName(uid), k.claims[uid].volume)
	}
}
