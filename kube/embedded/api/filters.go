package api

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/emicklei/go-restful/v3"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/audit"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/warning"
)

// admin is who every request comes from, unless it asks to act as another: see [Server.impersonated].
var admin user.Info = &user.DefaultInfo{
	Name: "kubernetes-admin", Groups: []string{user.SystemPrivilegedGroup, user.AllAuthenticated},
}

// withRequest gives the endpoints what they expect in a request's context: what is asked for, by whom, since when, and
// where warnings go. Upstream's filters of that name bring in its whole authentication, which the plane does not have.
func (s *Server) withRequest(h http.Handler) http.Handler {
	resolver := &genericapirequest.RequestInfoFactory{
		APIPrefixes: sets.NewString("api", "apis"), GrouplessAPIPrefixes: sets.NewString("api"),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info, err := resolver.NewRequestInfo(r)
		if err != nil {
			s.fail(w, r, fmt.Errorf("reading what %s %s asks for: %w", r.Method, r.URL.Path, err))
			return
		}
		w.Header().Set("Cache-Control", "no-cache, private")
		// Nothing is audited; but the endpoints ask the audit's context whether they should.
		ctx := genericapirequest.WithRequestInfo(audit.WithAuditContext(r.Context()), info)
		ctx = genericapirequest.WithUser(ctx, admin)
		ctx = genericapirequest.WithReceivedTimestamp(ctx, time.Now()) // for upstream's latency metrics alone
		ctx = warning.WithWarningRecorder(ctx, &warnings{header: w.Header()})
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// maxWarnings bounds the bytes of warning headers in one answer, as upstream does.
const maxWarnings = 4 << 10

// warnings adds each warning once to the headers of an answer.
type warnings struct {
	mu     sync.Mutex
	header http.Header
	seen   map[string]bool
	bytes  int
}

func (ws *warnings) AddWarning(agent, text string) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if text == "" || ws.seen[text] || ws.bytes+len(text) > maxWarnings {
		return
	}
	if agent == "" {
		agent = "-"
	}
	value, err := utilnet.NewWarningHeader(299, agent, text)
	if err != nil {
		return // a warning that no header can carry
	}
	if ws.seen == nil {
		ws.seen = map[string]bool{}
	}
	ws.seen[text] = true
	ws.bytes += len(text)
	ws.header.Add("Warning", value)
}

// recovered answers 500 where a handler panics. Upstream's filter also logs to stderr, which a terminal program cannot
// have, and panics on.
func (s *Server) recovered(h http.Handler) http.Handler {
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

// inPatchLibrary tells whether a panic, which the endpoints report with its stack, is of the library that applies JSON patches.
// Its comparisons meet nil where a test of the whole document has no value, and where lists have null in them. Nothing has
// been stored then.
func inPatchLibrary(p any) bool {
	return strings.Contains(fmt.Sprint(p), "json-patch%2ev4.(*lazyNode).equal")
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.answer(w, r, apierrors.NewInternalError(err))
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, err error) {
	responsewriters.ErrorNegotiated(err, s.codecs, schema.GroupVersion{}, w, r)
}

// failRoute answers where no route takes a request below a path of the API, in upstream's words.
func (s *Server) failRoute(e restful.ServiceError, r *restful.Request, w *restful.Response) {
	s.answer(w, r.Request, apierrors.NewGenericServerResponse(e.Code, "", schema.GroupResource{}, "", e.Message, 0, false))
}
