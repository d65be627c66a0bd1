package strategy_test

import (
	"context"
	"maps"
	"testing"

	"k8s.io/apiserver/pkg/registry/rest"
)

// Upstream deletes these from the map that it finds, which here may be that of a stored pod.
func TestAnnotationsThatOthersReadAreNotChanged(t *testing.T) {
	r, ctx := newPlane(t).resources["Pod"], context.Background()
	shared := map[string]string{"pod.beta.kubernetes.io/init-containers": "[]", "kept": "yes"}
	want := maps.Clone(shared)
	for name, prepare := range map[string]func(rest.RESTCreateUpdateStrategy) (annotations map[string]string){
		"creating": func(s rest.RESTCreateUpdateStrategy) map[string]string {
			p := ordinaryPod()
			p.Annotations = shared
			s.PrepareForCreate(ctx, p)
			return p.Annotations
		},
		"updating": func(s rest.RESTCreateUpdateStrategy) map[string]string {
			old := ordinaryPod()
			old.Annotations = shared
			p := *old
			s.PrepareForUpdate(ctx, &p, old)
			return p.Annotations
		},
	} {
		for sub, s := range map[string]rest.RESTCreateUpdateStrategy{"": r.Strategy, "/status": r.Status} {
			got := prepare(s)
			if !maps.Equal(shared, want) {
				t.Fatalf("%s pods%s changes a map that others read: %v", name, sub, shared)
			}
			if len(got) != 1 || got["kept"] != "yes" {
				t.Errorf("%s pods%s leaves %v", name, sub, got)
			}
		}
	}
}
