package api

import (
	"fmt"
	"maps"
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

	"github.com/kronoscope/kronoscope/kube/embedded/api/access"
	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/api/openapi"
	"github.com/kronoscope/kronoscope/kube/embedded/api/pods"
)

// minWatch is how long a watch without its own timeout stays open at least, as upstream.
const minWatch = 30 * time.Minute

// maxBody bounds the bytes of a request's body, as upstream.
const maxBody = 3 << 20

// Handler serves the API. It is built on the first request.
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
	groups := newDiscovery(s.kinds.Codecs)
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
	installInfo(container)
	s.installDefinitions(container)
	openapi.Handle(container.ServeMux)
	authorized := access.WithImpersonation(access.WithAuthorization(container, s.answer), s.answer)
	return s.withPanicRecovery(s.withDurability(s.withRequestInfo(authorized))), nil
}

// limitCopies bounds what a JSON patch may copy, as upstream does: a short patch can double an object many times.
var limitCopies = sync.OnceFunc(func() { jsonpatch.AccumulatedCopySizeLimit = maxBody })

func (s *Server) install(container *restful.Container, gv schema.GroupVersion) ([]apidiscoveryv2.APIResourceDiscovery, error) {
	group := &endpoints.APIGroupVersion{
		Storage: s.served(gv), Root: "/" + kinds.PathPrefix(gv), GroupVersion: gv,
		OptionsExternalVersion: &corev1.SchemeGroupVersion, MetaGroupVersion: &metav1.SchemeGroupVersion,
		Serializer: s.kinds.Codecs, ParameterCodec: runtime.NewParameterCodec(s.kinds.Scheme),
		Typer: s.kinds.Scheme, Creater: s.kinds.Scheme, Convertor: s.kinds.Scheme, ConvertabilityChecker: s.kinds.Scheme, Defaulter: s.kinds.Scheme,
		Namer: runtime.Namer(meta.NewAccessor()), UnsafeConvertor: runtime.UnsafeObjectConvertor(s.kinds.Scheme),
		TypeConverter: lazyTypes{}, EquivalentResourceRegistry: runtime.NewEquivalentResourceRegistry(),
		Authorizer: authorizerfactory.NewAlwaysAllowAuthorizer(), MinRequestTimeout: minWatch, Admit: s.admission, MaxRequestBodyBytes: maxBody,
	}
	resources, _, err := group.InstallREST(container)
	return resources, err
}

// served returns what the endpoints serve for a group, by path.
func (s *Server) served(gv schema.GroupVersion) map[string]rest.Storage {
	served := access.Reviews(gv, s.clock)
	if served == nil {
		served = map[string]rest.Storage{}
	}
	for k := range s.kinds.All() {
		if k.GroupVersion != gv {
			continue
		}
		served[k.Name] = k.REST()
		for name, sub := range k.Subresources() {
			served[k.Name+"/"+name] = sub
		}
		if k.Name == "pods" {
			maps.Copy(served, pods.Subresources(k, s.logs))
		}
	}
	return served
}
