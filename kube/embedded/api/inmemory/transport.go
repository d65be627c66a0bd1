// Package inmemory connects HTTP clients to a handler in the same process, without a port.
//
// It knows nothing of Kubernetes, and buffers a bounded part of each response.
package inmemory

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
)

// errBodyClosed is the error of a handler's write to a response that nobody reads any more.
var errBodyClosed = errors.New("the client closed the response body")

// errServerClosed is the error of requests to a server that is closed.
var errServerClosed = errors.New("the embedded API server is closed")

// errAborted is the error of a client's read after a handler panicked in the middle of a response.
var errAborted = errors.New("the server aborted the response")

// Transport carries requests to a handler in memory: no port, no connection. Bodies stream, and a request ends with its context or
// when the response body is closed.
type Transport struct {
	handler http.Handler

	open   context.Context // ends with Close
	close  context.CancelFunc
	gate   sync.Mutex     // between Close and requests that start
	active sync.WaitGroup // requests
}

var _ http.RoundTripper = (*Transport)(nil)

// New returns a transport to a handler. [Transport.Close] ends it.
func New(handler http.Handler) *Transport {
	t := &Transport{handler: handler}
	t.open, t.close = context.WithCancel(context.Background())
	return t
}

// Close ends all open requests and waits for their handlers. Later requests fail.
func (t *Transport) Close() {
	t.gate.Lock()
	t.close()
	t.gate.Unlock()
	t.active.Wait()
}

// enter counts a request, and reports false if the transport is closed.
func (t *Transport) enter() bool {
	t.gate.Lock()
	defer t.gate.Unlock()
	if t.open.Err() != nil {
		return false
	}
	t.active.Add(1)
	return true
}

// RoundTrip implements http.RoundTripper.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		closeBody(req)
		return nil, context.Cause(req.Context())
	}
	if !t.enter() {
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
	detach := context.AfterFunc(t.open, func() { p.fail(errServerClosed) })
	go func() {
		defer t.active.Done()
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
		case <-w.started: // the response is complete: that, too, ends the context
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
