package api

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/audit"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/warning"

	"github.com/kronoscope/kronoscope/kube/embedded/api/access"
)

// withRequestInfo puts into a request's context what the endpoints expect there: the parsed path, the user, the time of arrival and
// the recorder of warnings. Upstream's filters depend on its whole authentication, which the plane does not have.
func (s *Server) withRequestInfo(h http.Handler) http.Handler {
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
		// Nothing is audited, but the endpoints ask the audit context whether they should.
		ctx := genericapirequest.WithRequestInfo(audit.WithAuditContext(r.Context()), info)
		ctx = genericapirequest.WithUser(ctx, access.Admin)
		ctx = genericapirequest.WithReceivedTimestamp(ctx, time.Now()) // only for upstream's latency metrics
		ctx = warning.WithWarningRecorder(ctx, &warnings{header: w.Header()})
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// maxWarnings bounds the bytes of warning headers in one response, as upstream does.
const maxWarnings = 4 << 10

// warnings adds each warning once to the headers of a response.
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
