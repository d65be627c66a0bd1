package api

import (
	"net/http"
	"runtime"

	"github.com/emicklei/go-restful/v3"
	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/apiserver/pkg/endpoints/discovery"
	"k8s.io/apiserver/pkg/endpoints/discovery/aggregated"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
)

// Version is the Kubernetes version that the plane behaves like.
func Version() version.Info {
	return version.Info{
		Major: "1", Minor: "37", EmulationMajor: "1", EmulationMinor: "37", MinCompatibilityMajor: "1", MinCompatibilityMinor: "36",
		GitVersion: "v1.37.2", GitCommit: "embedded", GitTreeState: "clean", BuildDate: "1970-01-01T00:00:00Z",
		GoVersion: runtime.Version(), Compiler: runtime.Compiler, Platform: "embedded/" + runtime.GOARCH,
	}
}

// groupList tells clients what is served, in both of upstream's ways.
type groupList struct {
	codecs serializer.CodecFactory
	root   interface {
		http.Handler
		discovery.GroupManager
	}
	legacy, named aggregated.ResourceManager
}

func newDiscovery(codecs serializer.CodecFactory) *groupList {
	return &groupList{
		codecs: codecs, root: discovery.NewRootAPIsHandler(discovery.DefaultAddresses{}, codecs),
		legacy: aggregated.NewResourceManager("api"), named: aggregated.NewResourceManager("apis"),
	}
}

func (g *groupList) add(container *restful.Container, gv schema.GroupVersion, resources []apidiscoveryv2.APIResourceDiscovery) {
	v := apidiscoveryv2.APIVersionDiscovery{
		Freshness: apidiscoveryv2.DiscoveryFreshnessCurrent, Version: gv.Version, Resources: resources,
	}
	if gv.Group == "" {
		g.legacy.AddGroupVersion("", v)
		return
	}
	g.named.AddGroupVersion(gv.Group, v)
	preferred := metav1.GroupVersionForDiscovery{GroupVersion: gv.String(), Version: gv.Version}
	group := metav1.APIGroup{
		Name: gv.Group, Versions: []metav1.GroupVersionForDiscovery{preferred}, PreferredVersion: preferred,
	}
	g.root.AddGroup(group)
	container.Add(discovery.NewAPIGroupHandler(g.codecs, group).WebService())
}

func (g *groupList) install(container *restful.Container) {
	legacy := discovery.NewLegacyRootAPIHandler(discovery.DefaultAddresses{}, g.codecs, "/api")
	container.Add(aggregated.WrapAggregatedDiscoveryToHandler(legacy, g.legacy, g.legacy).
		GenerateWebService("/api", metav1.APIVersions{}))
	container.Add(aggregated.WrapAggregatedDiscoveryToHandler(g.root, g.named, g.named).
		GenerateWebService("/apis", metav1.APIGroupList{}))
}

// installInfo serves what is not about objects: the version and whether the plane is well.
func (s *Server) installInfo(container *restful.Container) {
	container.ServeMux.HandleFunc("/version", func(w http.ResponseWriter, _ *http.Request) {
		responsewriters.WriteRawJSON(http.StatusOK, Version(), w)
	})
	for _, path := range []string{"/healthz", "/livez", "/readyz"} {
		container.ServeMux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = w.Write([]byte("ok"))
		})
	}
}
