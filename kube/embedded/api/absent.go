package api

import (
	"net/http"
	"strconv"

	"github.com/emicklei/go-restful/v3"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
)

// definitions are the kinds that a cluster has been taught.
var definitions = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}

// installDefinitions says that the plane has been taught no kinds, and takes none. kubectl asks before it says of an object that its
// kind is unknown, and blames a server that has no answer. Discovery leaves the list out: there is nothing to do with it.
func (s *Server) installDefinitions(container *restful.Container) {
	path := "/apis/" + definitions.GroupVersion().String() + "/" + definitions.Resource
	container.ServeMux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		if watch := r.URL.Query().Get("watch"); r.Method != http.MethodGet || watch == "1" || watch == "true" {
			s.answer(w, r, apierrors.NewMethodNotSupported(definitions.GroupResource(), r.Method))
			return
		}
		responsewriters.WriteRawJSON(http.StatusOK, metav1.PartialObjectMetadataList{
			TypeMeta: metav1.TypeMeta{APIVersion: definitions.GroupVersion().String(), Kind: "CustomResourceDefinitionList"},
			ListMeta: metav1.ListMeta{ResourceVersion: strconv.FormatUint(s.store.Durable(), 10)}, Items: []metav1.PartialObjectMetadata{},
		}, w)
	})
}
