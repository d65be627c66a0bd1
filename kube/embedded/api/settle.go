package api

import (
	"errors"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// settled lets the answer to a change leave once all is durable that it may rest on: what was changed, and what it was refused
// for. Requests that only read need not wait: they read at the durable revision.
func (s *Server) settled(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			h.ServeHTTP(w, r)
			return
		}
		sw := &settledWriter{ResponseWriter: w, server: s, request: r}
		h.ServeHTTP(sw, r)
		sw.settle() // an answer without a body
	})
}

// settledWriter holds the first byte back. Where the change cannot be made durable, it answers so instead.
type settledWriter struct {
	http.ResponseWriter
	server  *Server
	request *http.Request
	begun   bool
	refused bool
}

var _ http.Flusher = (*settledWriter)(nil)

func (w *settledWriter) settle() {
	if w.begun {
		return
	}
	w.begun = true
	if err := w.server.store.Settle(w.request.Context()); err != nil {
		w.refused = true
		for _, of := range []string{"Content-Encoding", "Content-Length", "Content-Type", "Warning"} {
			w.Header().Del(of)
		}
		w.server.fail(w.ResponseWriter, w.request, err)
	}
}

func (w *settledWriter) WriteHeader(code int) {
	if code >= http.StatusOK {
		w.settle()
	}
	if !w.refused {
		w.ResponseWriter.WriteHeader(code)
	}
}

func (w *settledWriter) Write(b []byte) (int, error) {
	w.settle()
	if w.refused {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

func (w *settledWriter) Flush() {
	w.settle()
	if f, ok := w.ResponseWriter.(http.Flusher); ok && !w.refused {
		f.Flush()
	}
}

// CloseNotify never tells anything: see [responseWriter.CloseNotify].
func (w *settledWriter) CloseNotify() <-chan bool { return nil }

// interpretUnsaved makes a 500 of a change that the disk does not take.
func interpretUnsaved(err error) error {
	var unsaved *store.UnsavedError
	if errors.As(err, &unsaved) {
		return apierrors.NewInternalError(unsaved)
	}
	return err
}
