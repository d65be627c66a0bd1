package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// maxWait bounds how long the response to a change waits for the disk, as upstream's handlers bound their waits for etcd.
const maxWait = 34 * time.Second

// withDurability holds the response to a write until every revision that it depends on is on disk: what was changed, and what a
// refusal is based on. Reads need not wait: they read at the durable revision.
func (s *Server) withDurability(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			h.ServeHTTP(w, r)
			return
		}
		dw := &durableWriter{ResponseWriter: w, server: s, request: r}
		h.ServeHTTP(dw, r)
		dw.waitOnce() // a response without a body
	})
}

// durableWriter holds back the first byte. If the change cannot be saved, or not in time, it answers with that instead.
type durableWriter struct {
	http.ResponseWriter
	server  *Server
	request *http.Request
	waited  bool
	refused bool
}

var _ http.Flusher = (*durableWriter)(nil)

func (w *durableWriter) waitOnce() {
	if w.waited {
		return
	}
	w.waited = true
	ctx, cancel := context.WithTimeout(w.request.Context(), maxWait)
	defer cancel()
	err := w.server.store.WaitDurable(ctx)
	if err == nil {
		return
	}
	w.refused = true
	for _, name := range []string{"Content-Encoding", "Content-Length", "Content-Type", "Warning"} {
		w.Header().Del(name)
	}
	if unsaved := (*store.UnsavedError)(nil); errors.As(err, &unsaved) {
		w.server.fail(w.ResponseWriter, w.request, err)
		return
	}
	w.server.answer(w.ResponseWriter, w.request, apierrors.NewTimeoutError(
		"request did not complete within the allotted timeout: the disk is busy, and may still save the change", 0))
}

func (w *durableWriter) WriteHeader(code int) {
	if code == http.StatusGatewayTimeout {
		w.waited = true // the handler gave up its own wait for the disk
	}
	if code >= http.StatusOK {
		w.waitOnce()
	}
	if !w.refused {
		w.ResponseWriter.WriteHeader(code)
	}
}

func (w *durableWriter) Write(b []byte) (int, error) {
	w.waitOnce()
	if w.refused {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

func (w *durableWriter) Flush() {
	w.waitOnce()
	if f, ok := w.ResponseWriter.(http.Flusher); ok && !w.refused {
		f.Flush()
	}
}

// CloseNotify never notifies: the request's context ends instead.
func (w *durableWriter) CloseNotify() <-chan bool { return nil }
