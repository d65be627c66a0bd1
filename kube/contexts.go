package kube

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/client-go/tools/clientcmd"
)

// ContextNames are the contexts of the kubeconfig that o names, in order; none when there is no kubeconfig. They are what
// [Options.Context] can be.
func ContextNames(o Options) ([]string, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	raw, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig%s: %w", named(o.Kubeconfig), OneLine(err))
	}
	return slices.Sorted(maps.Keys(raw.Contexts)), nil
}
