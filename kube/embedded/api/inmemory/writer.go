package inmemory

import (
	"context"
	"io"
	"net/http"
	"sync"
)

// responseWriter is the handler's end of a response.
type responseWriter struct {
	pipe    *pipe
	header  http.Header
	once    sync.Once
	code    int
	sent    http.Header // the headers at the time of the first byte
	started chan struct{}
}

var _ http.Flusher = (*responseWriter)(nil)

func (w *responseWriter) Header() http.Header { return w.header }

func (w *responseWriter) WriteHeader(code int) {
	if code < http.StatusOK {
		return // informational: the final one follows
	}
	w.once.Do(func() {
		w.code, w.sent = code, w.header.Clone()
		close(w.started)
	})
}

func (w *responseWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.pipe.write(b)
}

// Flush sends the headers. All that was written can be read already.
func (w *responseWriter) Flush() { w.WriteHeader(http.StatusOK) }

// CloseNotify never notifies: the request's context ends instead. Upstream's wrappers pass Flush on only to writers that have
// this method.
func (w *responseWriter) CloseNotify() <-chan bool { return nil }

// finish ends the response when the handler returns or panics. A response whose request has ended is cut off.
func (w *responseWriter) finish(ctx context.Context) {
	if p := recover(); p != nil {
		w.WriteHeader(http.StatusInternalServerError)
		w.pipe.fail(errAborted)
		return
	}
	w.WriteHeader(http.StatusOK)
	if ctx.Err() != nil {
		w.pipe.fail(context.Cause(ctx))
		return
	}
	w.pipe.fail(io.EOF)
}
