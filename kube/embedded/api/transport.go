package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"k8s.io/client-go/rest"
)

// errBodyClosed is what a handler gets when it writes to an answer that nobody reads any more.
var errBodyClosed = errors.New("the client closed the response body")

// errServerClosed is what becomes of requests when the server is closed.
var errServerClosed = errors.New("the embedded API server is closed")

// errAborted is what a client reads after a handler gave up in the middle of an answer.
var errAborted = errors.New("the server aborted the response")

// RESTConfig is a client configuration that reaches the server in memory. It has no rate limit.
func (s *Server) RESTConfig() *rest.Config {
	return &rest.Config{Host: "http://embedded", Transport: s.Transport(), QPS: -1}
}

// Transport carries requests to the server in memory: no port, no connection. Bodies stream, and a request ends with its
// context or when its answer's body is closed.
func (s *Server) Transport() http.RoundTripper { return transport{s, s.Handler()} }

type transport struct {
	server  *Server
	handler http.Handler
}

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		closeBody(req)
		return nil, context.Cause(req.Context())
	}
	if !t.server.begin() {
		closeBody(req)
		return nil, errServerClosed
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	p := newPipe(cancel)
	w := &responseWriter{pipe: p, header: http.Header{}, started: make(chan struct{})}
	served := req.Clone(ctx)
	served.RequestURI = req.URL.RequestURI()
	served.RemoteAddr = "127.0.0.1:0"
	if served.Host == "" {
		served.Host = req.URL.Host
	}
	if served.Body == nil {
		served.Body = http.NoBody
	}
	stop := context.AfterFunc(ctx, func() { p.fail(context.Cause(ctx)) })
	detach := context.AfterFunc(t.server.open, func() { p.fail(errServerClosed) })
	go func() {
		defer t.server.active.Done()
		defer detach()
		defer stop()
		defer closeBody(req)
		defer w.finish(ctx)
		t.handler.ServeHTTP(w, served)
	}()
	select {
	case <-w.started:
	case <-ctx.Done():
		select {
		case <-w.started: // complete already: that, too, ends the context
		default:
			return nil, context.Cause(ctx)
		}
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.code, http.StatusText(w.code)), StatusCode: w.code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: p, ContentLength: -1, Request: req,
	}, nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// responseWriter is the handler's end of an answer.
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

// Flush sends the headers; what was written is readable already.
func (w *responseWriter) Flush() { w.WriteHeader(http.StatusOK) }

// CloseNotify never tells anything: the request's context does. Upstream's wrappers only pass Flush on to writers that
// have it.
func (w *responseWriter) CloseNotify() <-chan bool { return nil }

// finish ends the answer when the handler returns, or panics. One that was cut off by the end of its request is not whole.
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

// begin counts a request, unless the server is closed.
func (s *Server) begin() bool {
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.open.Err() != nil {
		return false
	}
	s.active.Add(1)
	return true
}
