package action

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
)

// creatable reports whether objects of a resource can be created and read.
func creatable(r metav1.APIResource) bool {
	return slices.Contains(r.Verbs, "create") && slices.Contains(r.Verbs, "get")
}

// servedKinds returns the resources that the API server serves, by kind, without subresources.
func servedKinds(config *rest.Config) (map[schema.GroupVersionKind]metav1.APIResource, error) {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	_, lists, err := client.ServerGroupsAndResources()
	if err != nil && len(lists) == 0 {
		return nil, err
	}
	served := map[schema.GroupVersionKind]metav1.APIResource{}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			continue
		}
		for _, r := range list.APIResources {
			if !strings.Contains(r.Name, "/") {
				served[gv.WithKind(r.Kind)] = r
			}
		}
	}
	return served, nil
}
