// Package kinds has what the API server knows of each kind: its generic registries over the plane's store, with namespaces'
// two-step deletion, dry runs by the plane's clock, and quota accounting.
//
// It serves no HTTP itself, and admits nothing: callers run admission first.
package kinds

import (
	"iter"
	"maps"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// Options configure a set.
type Options struct {
	Clock  *clock.Clock // required: the plane's time
	Store  *store.Store // required: empty, and not restored yet
	Seed   uint64       // of UIDs and generated names
	Starts uint64       // how often the store's journal was opened before: each start draws other UIDs and names from the seed
}

// Set holds all kinds that the plane serves.
type Set struct {
	Scheme *runtime.Scheme
	Codecs serializer.CodecFactory

	clock *clock.Clock
	store *store.Store
	ids   *identities
	kinds map[schema.GroupResource]*Kind

	recounting sync.Mutex // of quotas: one at a time, so that no older count overwrites a newer one
}

// New returns all kinds with the objects in the store's journal, if it has one.
func New(o Options) (*Set, error) {
	scheme, err := newScheme()
	if err != nil {
		return nil, err
	}
	s := &Set{
		Scheme: scheme, Codecs: newCodecs(scheme), clock: o.Clock, store: o.Store, ids: newIdentities(o.Seed, o.Starts),
		kinds: map[schema.GroupResource]*Kind{},
	}
	for _, r := range strategy.Resources(strategy.Options{Typer: scheme, Names: s.ids, UIDs: s.ids.UID, Now: o.Clock.Now}) {
		s.kinds[r.GroupResource()] = s.newKind(r)
	}
	return s, s.store.Restore(s.decode)
}

// Kind returns the kind of a resource, or nil if the plane has none.
func (s *Set) Kind(gr schema.GroupResource) *Kind { return s.kinds[gr] }

// All yields every kind, in no order.
func (s *Set) All() iter.Seq[*Kind] { return maps.Values(s.kinds) }

// Suffix returns a suffix for the name of a part of an object, such as a volume.
func (s *Set) Suffix() string { return s.ids.Suffix() }
