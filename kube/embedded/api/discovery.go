package api

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	goruntime "runtime"

	"github.com/emicklei/go-restful/v3"
	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/apiserver/pkg/endpoints/discovery"
	"k8s.io/apiserver/pkg/endpoints/discovery/aggregated"
	"k8s.io/apiserver/pkg/endpoints/handlers/negotiation"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
)

// Version is the Kubernetes version that the plane behaves like.
func Version() version.Info {
	return version.Info{
		Major: "1", Minor: "37", EmulationMajor: "1", EmulationMinor: "37", MinCompatibilityMajor: "1", MinCompatibilityMinor: "36",
		GitVersion: "v1.37.2", GitCommit: "embedded", GitTreeState: "clean", BuildDate: "1970-01-01T00:00:00Z",
		GoVersion: goruntime.Version(), Compiler: goruntime.Compiler, Platform: "embedded/" + goruntime.GOARCH,
	}
}

// groupList serves discovery in both of upstream's forms: a document per group, and one with everything.
type groupList struct {
	codecs serializer.CodecFactory
	root   interface {
		http.Handler
		discovery.GroupManager
	}
	legacy, named aggregate
}

func newDiscovery(codecs serializer.CodecFactory) *groupList {
	return &groupList{codecs: codecs, root: discovery.NewRootAPIsHandler(discovery.DefaultAddresses{}, codecs)}
}

func (g *groupList) add(container *restful.Container, gv schema.GroupVersion, resources []apidiscoveryv2.APIResourceDiscovery) {
	all := apidiscoveryv2.APIGroupDiscovery{
		ObjectMeta: metav1.ObjectMeta{Name: gv.Group},
		Versions: []apidiscoveryv2.APIVersionDiscovery{{
			Freshness: apidiscoveryv2.DiscoveryFreshnessCurrent, Version: gv.Version, Resources: resources,
		}},
	}
	if gv.Group == "" {
		g.legacy.list.Items = append(g.legacy.list.Items, all)
		return
	}
	g.named.list.Items = append(g.named.list.Items, all)
	preferred := metav1.GroupVersionForDiscovery{GroupVersion: gv.String(), Version: gv.Version}
	group := metav1.APIGroup{
		Name: gv.Group, Versions: []metav1.GroupVersionForDiscovery{preferred}, PreferredVersion: preferred,
	}
	g.root.AddGroup(group)
	container.Add(discovery.NewAPIGroupHandler(g.codecs, group).WebService())
}

func (g *groupList) install(container *restful.Container) error {
	legacy := discovery.NewLegacyRootAPIHandler(discovery.DefaultAddresses{}, g.codecs, "/api")
	if err := errors.Join(g.legacy.prepare(), g.named.prepare()); err != nil {
		return fmt.Errorf("describing what is served: %w", err)
	}
	container.Add(aggregated.WrapAggregatedDiscoveryToHandler(legacy, &g.legacy, &g.legacy).
		GenerateWebService("/api", metav1.APIVersions{}))
	// Not a service of the container, which would take all paths below it for its own.
	groups := aggregated.WrapAggregatedDiscoveryToHandler(g.root, &g.named, &g.named)
	container.ServeMux.Handle("/apis", groups)
	container.ServeMux.Handle("/apis/{$}", groups)
	return nil
}

// aggregate is one discovery document of several groups. Upstream's manager logs to stderr, which would spoil a terminal program's
// screen.
type aggregate struct {
	list   apidiscoveryv2.APIGroupDiscoveryList
	codecs serializer.CodecFactory
	etag   string
}

func (a *aggregate) prepare() error {
	scheme := runtime.NewScheme()
	if err := apidiscoveryv2.AddToScheme(scheme); err != nil {
		return err
	}
	a.codecs = serializer.NewCodecFactory(scheme)
	data, err := json.Marshal(a.list)
	a.etag = fmt.Sprintf("%X", sha256.Sum256(data))
	return err
}

func (a *aggregate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mediaType, _, err := negotiation.NegotiateOutputMediaType(r, a.codecs, aggregated.DiscoveryEndpointRestrictions)
	if err != nil || mediaType.Convert == nil || mediaType.Convert.GroupVersion() != apidiscoveryv2.SchemeGroupVersion {
		w.WriteHeader(http.StatusNotAcceptable)
		return
	}
	aggregated.ServeHTTPWithETag(a.list.DeepCopy(), a.etag, apidiscoveryv2.SchemeGroupVersion, a.codecs, w, r)
}

// installInfo serves the version and the health checks.
func installInfo(container *restful.Container) {
	container.ServeMux.HandleFunc("/version", handleVersion)
	for _, path := range []string{"/healthz", "/livez", "/readyz"} {
		container.ServeMux.HandleFunc(path, handleHealth)
	}
}

func handleVersion(w http.ResponseWriter, _ *http.Request) {
	responsewriters.WriteRawJSON(http.StatusOK, Version(), w)
}

func handleHealth(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok"))
}
