package kubelet

import (
	"errors"
	"sort"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// fullDiskDelay is how long a pod waits that found no room: as long as a kubelet waits before it retries.
const fullDiskDelay = 10 * time.Second

// awaitObject remembers that the pod at hand waits for a Secret, ConfigMap, claim or node that is missing, or not as the pod needs it.
// If one has come since the worker took up the pod, it may have come too late to be found, and the pod is synced again.
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

// await syncs the pod again when what stopped it may be over. After a full disk, which other pods empty without notice, that is after
// a delay; otherwise it is when a Secret, ConfigMap or claim comes or changes.
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

// objectCame syncs the pods that wait for an object, if one has come or changed.
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
