package kubelet

import (
	"errors"
	"sort"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// fullDelay is when a pod for which there was no room is tried again: as often as the kubelet tries what failed.
const fullDelay = 10 * time.Second

// block remembers that the pod the worker looks at waits for a Secret, ConfigMap, claim or node that does not exist, or not as it
// is needed. When one has come since the worker began to look, the pod is looked at again: it may have come too late to be found.
func (k *Kubelet) block(key types.NamespacedName) {
	k.mu.Lock()
	late := k.arrivals != k.found
	if !late {
		k.blocked[key] = true
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
		p.k.block(p.key)
		return
	}
	if p.again != nil {
		p.again.Stop()
	}
	p.again = p.k.later(p.key, fullDelay)
}

// wakeBlocked looks again at the pods that wait for an object, now that one has come or changed.
func (k *Kubelet) wakeBlocked(came bool) {
	if !came {
		return
	}
	k.mu.Lock()
	k.arrivals++
	keys := make([]types.NamespacedName, 0, len(k.blocked))
	for key := range k.blocked {
		keys = append(keys, key)
	}
	clear(k.blocked)
	k.mu.Unlock()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	for _, key := range keys {
		k.enqueue(key)
	}
}
