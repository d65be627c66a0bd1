package kubelet

import (
	"sort"

	"k8s.io/apimachinery/pkg/types"
)

// block remembers that a pod waits for a Secret, ConfigMap or claim that does not exist, or not as it is needed.
func (k *Kubelet) block(key types.NamespacedName) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.blocked[key] = true
}

// wakeBlocked looks again at the pods that wait for an object, now that one has come or changed.
func (k *Kubelet) wakeBlocked(came bool) {
	if !came {
		return
	}
	k.mu.Lock()
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
