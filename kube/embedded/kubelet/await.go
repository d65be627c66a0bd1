package kubelet

import (
	"errors"
	"sort"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// fullDiskDelay is when a pod for which there was no room is tried again: as often as the kubelet tries what failed.
const fullDiskDelay = 10 * time.Second

// awaitObject remembers that the pod the worker looks at waits for a Secret, ConfigMap, claim or node that does not exist, or not as it
// is needed. When one has come since the worker began to look, the pod is looked at again: it may have come too late to be found.
func (k *Kubelet) awaitObject(key types.NamespacedName) {
	k.mu.Lock()
	late := k.arrivals != k.arrivalsSeen
	if !late {
		k.awaiting[key] = true
	}
	k.mu.Unlock()
	if late {
		k.enqueue(key)
	}
}

// await has the pod looked at again when what stopped it may be over: by itself when that was a full disk, which other pods
// empty without a word, else when a Secret, ConfigMap or claim comes or changes.
func (p *pod) await(fault error) {
	if !errors.Is(fault, syscall.ENOSPC) {
		p.k.awaitObject(p.key)
		return
	}
	if p.retryTimer != nil {
		p.retryTimer.Stop()
	}
	p.retryTimer = p.k.enqueueAfter(p.key, fullDiskDelay)
}

// objectCame looks again at the pods that wait for an object, now that one has come or changed.
func (k *Kubelet) objectCame(came bool) {
	if !came {
		return
	}
	k.mu.Lock()
	k.arrivals++
	keys := make([]types.NamespacedName, 0, len(k.awaiting))
	for key := range k.awaiting {
		keys = append(keys, key)
	}
	clear(k.awaiting)
	k.mu.Unlock()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	for _, key := range keys {
		k.enqueue(key)
	}
}
