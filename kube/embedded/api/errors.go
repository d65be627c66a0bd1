package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/emicklei/go-restful/v3"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
)

// withPanicRecovery answers 500 if a handler panics. Upstream's filter also logs to stderr, which would spoil a terminal program's
// screen, and panics again.
func (s *Server) withPanicRecovery(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				if inPatchLibrary(p) {
					s.answer(w, r, apierrors.NewGenericServerResponse(http.StatusUnprocessableEntity, "", schema.GroupResource{}, "",
						"the JSON patch cannot be applied: a test lacks its value or meets null in a list", 0, false))
					return
				}
				s.fail(w, r, fmt.Errorf("serving %s %s: panic: %v", r.Method, r.URL.Path, p))
			}
		}()
		h.ServeHTTP(w, r)
	})
}

// inPatchLibrary reports whether a panic, which the endpoints report with its stack, comes from the library that applies JSON
// patches. It panics on a test of the whole document without a value, and on null in lists. Nothing has been stored then.
func inPatchLibrary(p any) bool {
	return strings.Contains(fmt.Sprint(p), "json-patch%2ev4.(*lazyNode).equal")
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.answer(w, r, apierrors.NewInternalError(err))
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, err error) {
	responsewriters.ErrorNegotiated(err, s.kinds.Codecs, schema.GroupVersion{}, w, r)
}

// failRoute answers a request below a path of the API that has no route, in upstream's words.
func (s *Server) failRoute(e restful.ServiceError, r *restful.Request, w *restful.Response) {
	s.answer(w, r.Request, apierrors.NewGenericServerResponse(e.Code, "", schema.GroupResource{}, "", e.Message, 0, false))
}
