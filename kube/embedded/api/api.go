// Package api is the API server of the embedded plane: upstream's own endpoint handlers over the plane's kinds, with discovery and
// the filters around them. It serves HTTP in memory or on a caller's listener, and hands out the controllers' client.
//
// It opens no port, decides nothing about an object, and never writes the machine's time into one.
package api

import (
	"fmt"
	"net/http"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/admit"
	"github.com/kronoscope/kronoscope/kube/embedded/api/client"
	"github.com/kronoscope/kronoscope/kube/embedded/api/inmemory"
	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/api/pods"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// Options configure a server.
type Options struct {
	Clock  *clock.Clock   // required: the plane's time
	Seed   uint64         // of UIDs and generated names
	Starts uint64         // how often the journal was opened before: each start draws other UIDs and names from the seed
	Logs   pods.LogSource // nil: no pod has logs
	Store  store.Options
}

// Server is the API server of one plane.
type Server struct {
	clock     *clock.Clock
	store     *store.Store
	kinds     *kinds.Set
	admission *admit.Chain
	logs      pods.LogSource
	transport *inmemory.Transport
	handler   func() (http.Handler, error) // made on the first request
}

// New returns a server with the objects in its store's journal, if there is one.
func New(o Options) (*Server, error) {
	if o.Clock == nil {
		return nil, fmt.Errorf("making the embedded API server: no clock given")
	}
	objects := store.New(o.Clock, o.Store)
	all, err := kinds.New(kinds.Options{Clock: o.Clock, Store: objects, Seed: o.Seed, Starts: o.Starts})
	if err != nil {
		return nil, fmt.Errorf("making the embedded API server: %w", err)
	}
	s := &Server{clock: o.Clock, store: objects, kinds: all, admission: admit.New(all), logs: o.Logs}
	s.handler = sync.OnceValues(s.newHandler)
	s.transport = inmemory.New(s.Handler())
	return s, nil
}

// Scheme has the types of all kinds that the server serves.
func (s *Server) Scheme() *runtime.Scheme { return s.kinds.Scheme }

// Client reaches the objects without HTTP.
func (s *Server) Client() resource.Client { return client.New(s.kinds, s.admission) }

// RESTConfig is a client configuration that reaches the server in memory. It has no rate limit.
func (s *Server) RESTConfig() *rest.Config {
	return &rest.Config{Host: "http://embedded", Transport: s.transport, QPS: -1}
}

// Transport carries requests to the server in memory.
func (s *Server) Transport() http.RoundTripper { return s.transport }

// Close ends all requests that are open in memory and waits for their handlers. Later requests fail.
func (s *Server) Close() { s.transport.Close() }
