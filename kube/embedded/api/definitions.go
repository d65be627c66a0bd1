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

// definitions is the resource of custom resource definitions.
var definitions = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}

// installDefinitions serves an empty list of custom resource definitions. kubectl asks for it before it reports an unknown kind, and
// blames a server that does not answer. Discovery leaves the list out, because nothing can be done with it.
func (s *Server) installDefinitions(container *restful.Container) {
	container.ServeMux.HandleFunc("/apis/"+definitions.GroupVersion().String()+"/"+definitions.Resource, s.handleDefinitions)
}

func (s *Server) handleDefinitions(w http.ResponseWriter, r *http.Request) {
	if watch := r.URL.Query().Get("watch"); r.Method != http.MethodGet || watch == "1" || watch == "true" {
		s.answer(w, r, apierrors.NewMethodNotSupported(definitions.GroupResource(), r.Method))
		return
	}
	responsewriters.WriteRawJSON(http.StatusOK, metav1.PartialObjectMetadataList{
		TypeMeta: metav1.TypeMeta{APIVersion: definitions.GroupVersion().String(), Kind: "CustomResourceDefinitionList"},
		ListMeta: metav1.ListMeta{ResourceVersion: strconv.FormatUint(s.store.Durable(), 10)}, Items: []metav1.PartialObjectMetadata{},
	}, w)
}
