package api

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/emicklei/go-restful/v3"
	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/endpoints"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/openapi"
)

// minWatch is the shortest time that a watch without a timeout of its own stays open, as upstream.
const minWatch = 30 * time.Minute

// maxBody is how much of a request is read, as upstream.
const maxBody = 3 << 20

// Handler serves the API. It is built when the first request comes.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, err := s.handler()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func (s *Server) newHandler() (http.Handler, error) {
	limitCopies()
	container := restful.NewContainer()
	container.ServeMux = http.NewServeMux()
	container.Router(restful.CurlyRouter{})
	container.DoNotRecover(true)
	container.ServiceErrorHandler(s.failRoute)
	groups := newDiscovery(s.codecs)
	for _, gv := range []schema.GroupVersion{
		corev1.SchemeGroupVersion, authenticationv1.SchemeGroupVersion, authorizationv1.SchemeGroupVersion, batchv1.SchemeGroupVersion,
	} {
		resources, err := s.install(container, gv)
		if err != nil {
			return nil, fmt.Errorf("serving %s: %w", gv, err)
		}
		groups.add(container, gv, resources)
	}
	if err := groups.install(container); err != nil {
		return nil, err
	}
	s.installInfo(container)
	s.installDefinitions(container)
	openapi.Handle(container.ServeMux)
	return s.recovered(s.settled(s.withRequest(s.impersonated(s.authorized(container))))), nil
}

// limitCopies bounds what a JSON patch may copy, as upstream does: a short patch can double an object many times.
var limitCopies = sync.OnceFunc(func() { jsonpatch.AccumulatedCopySizeLimit = maxBody })

func (s *Server) install(container *restful.Container, gv schema.GroupVersion) ([]apidiscoveryv2.APIResourceDiscovery, error) {
	group := &endpoints.APIGroupVersion{
		Storage: s.storageOf(gv), Root: "/" + prefixOf(gv), GroupVersion: gv,
		OptionsExternalVersion: &corev1.SchemeGroupVersion, MetaGroupVersion: &metav1.SchemeGroupVersion,
		Serializer: s.codecs, ParameterCodec: runtime.NewParameterCodec(s.scheme),
		Typer: s.scheme, Creater: s.scheme, Convertor: s.scheme, ConvertabilityChecker: s.scheme, Defaulter: s.scheme,
		Namer: runtime.Namer(meta.NewAccessor()), UnsafeConvertor: runtime.UnsafeObjectConvertor(s.scheme),
		TypeConverter: lazyTypes{}, EquivalentResourceRegistry: runtime.NewEquivalentResourceRegistry(),
		Authorizer: authorizerfactory.NewAlwaysAllowAuthorizer(), MinRequestTimeout: minWatch, Admit: admitter{s}, MaxRequestBodyBytes: maxBody,
	}
	resources, _, err := group.InstallREST(container)
	return resources, err
}

// storageOf is what the installer serves for a group: path to storage.
func (s *Server) storageOf(gv schema.GroupVersion) map[string]rest.Storage {
	served := map[string]rest.Storage{}
	for _, k := range s.kinds {
		if k.GroupVersion != gv {
			continue
		}
		served[k.Name] = mainREST{k.main, k}
		for name, sub := range map[string]subREST{"status": {k.status, k}, "finalize": {k.finalize, k}} {
			if sub.store != nil {
				served[k.Name+"/"+name] = sub
			}
		}
		switch k.Name {
		case "namespaces":
			served["namespaces"] = namespaceREST{mainREST{k.main, k}}
		case "pods":
			served["pods/log"] = logREST{k, s.logs}
			served["pods/binding"] = bindingREST{k}
			served["bindings"] = bindingsREST{bindingREST{k}}
			served["pods/eviction"] = evictionREST{k}
			for _, verb := range []string{"exec", "attach", "portforward"} {
				served["pods/"+verb] = unsupportedREST{k, verb}
			}
			served["pods/ephemeralcontainers"] = ephemeralREST{k}
		}
	}
	switch gv.Group {
	case authenticationv1.GroupName:
		served["selfsubjectreviews"] = userReviewREST{s.clock}
	case authorizationv1.GroupName:
		served["selfsubjectaccessreviews"] = accessReviewREST{}
		served["selfsubjectrulesreviews"] = rulesReviewREST{}
	}
	return served
}
