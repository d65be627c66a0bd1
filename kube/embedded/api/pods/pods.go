// Package pods has the subresources of pods: binding, eviction, logs, and those that simulated containers do not support.
//
// It runs no pod and keeps no log: the kubelet does.
package pods

import (
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
)

// Subresources returns what the endpoints serve for pods beside the pods themselves, by path. Without logs, no pod has any.
func Subresources(k *kinds.Kind, logs LogSource) map[string]rest.Storage {
	return map[string]rest.Storage{
		"pods/log":                 logREST{k, logs},
		"pods/binding":             bindingREST{k},
		"bindings":                 bindingsREST{bindingREST{k}},
		"pods/eviction":            evictionREST{k},
		"pods/exec":                unsupportedREST{k, "exec"},
		"pods/attach":              unsupportedREST{k, "attach"},
		"pods/portforward":         unsupportedREST{k, "portforward"},
		"pods/ephemeralcontainers": ephemeralREST{k},
	}
}
