// Package api is the API server of the embedded plane: upstream's own handlers and generic registries over the plane's
// store, with the kinds that Jobs and CronJobs need. The same registries serve HTTP, in memory or on a listener, and the
// controllers' typed [resource.Client].
//
// It opens no port, starts no goroutine that outlives a request, and never reads the wall clock into an object.
package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	podsecurity "k8s.io/pod-security-admission/admission"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// LogSource has the logs of containers: the kubelet.
type LogSource interface {
	// Logs returns what a container wrote. The options are valid, and name a container of the pod. Errors should be API
	// status errors. The reader ends when ctx does.
	Logs(ctx context.Context, pod *corev1.Pod, opts *corev1.PodLogOptions) (io.ReadCloser, error)
}

// Options configure a server.
type Options struct {
	Clock *clock.Clock // required: the plane's time
	Seed  uint64       // of UIDs and generated names
	Era   uint64       // how many servers have used the journal before: each draws other UIDs and names from the seed
	Logs  LogSource    // nil: no pod has logs
	Store store.Options
}

// Server is the API server of one plane.
type Server struct {
	clock  *clock.Clock
	store  *store.Store
	ids    *identities
	logs   LogSource
	scheme *runtime.Scheme
	codecs serializer.CodecFactory
	kinds  map[schema.GroupResource]*registryOf

	handler     func() (http.Handler, error)           // made when the first request comes
	podSecurity func() (*podsecurity.Admission, error) // made when it is first asked

	open   context.Context // ends with Close
	close  context.CancelFunc
	gate   sync.Mutex     // between Close and requests that begin
	active sync.WaitGroup // requests of the in-memory transport

	recounting sync.Mutex // of quotas: one at a time, lest an older count overwrites a newer
}

// New returns a server with the objects that its store's journal has kept, if there is one.
func New(o Options) (*Server, error) {
	if o.Clock == nil {
		return nil, fmt.Errorf("making the embedded API server: no clock given")
	}
	scheme, err := newScheme()
	if err != nil {
		return nil, fmt.Errorf("making the embedded API server: %w", err)
	}
	s := &Server{
		clock: o.Clock, store: store.New(o.Clock, o.Store), ids: newIdentities(o.Seed, o.Era), logs: o.Logs,
		scheme: scheme, codecs: newCodecs(scheme), kinds: map[schema.GroupResource]*registryOf{},
	}
	for _, r := range strategy.Resources(strategy.Options{Typer: scheme, Names: s.ids, UIDs: s.ids.UID, Now: o.Clock.Now}) {
		s.kinds[r.GroupResource()] = s.newRegistry(r)
	}
	if err := s.store.Restore(s.decode); err != nil {
		return nil, fmt.Errorf("making the embedded API server: %w", err)
	}
	s.handler = sync.OnceValues(s.newHandler)
	s.podSecurity = sync.OnceValues(s.newPodSecurity)
	s.open, s.close = context.WithCancel(context.Background())
	return s, nil
}

// Scheme knows the kinds that the server serves.
func (s *Server) Scheme() *runtime.Scheme { return s.scheme }

// Close ends all requests that are open in memory and waits for their handlers. Later ones fail.
func (s *Server) Close() {
	s.gate.Lock()
	s.close()
	s.gate.Unlock()
	s.active.Wait()
}
