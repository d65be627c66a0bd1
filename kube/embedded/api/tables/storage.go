// Package tables adapts the plane's store to storage.Interface, so that upstream's generic registries can use it: get, list, watch
// and guaranteed updates, with upstream's errors.
//
// It dates objects by the plane's clock, never by the machine's, and it knows no rules of any kind.
package tables

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// Storage implements storage.Interface over one table of the store. Keys are "/resource/namespace/name", or
// "/resource/name".
type Storage struct {
	storage.APIObjectVersioner
	table    *store.Table
	store    *store.Store
	clock    *clock.Clock
	scheme   *runtime.Scheme
	newFunc  func() runtime.Object
	resource string
	prefix   string // of keys, see [KeyPrefix]
}

var _ storage.Interface = (*Storage)(nil)

// Options say what a storage keeps, and where. All are required.
type Options struct {
	Store  *store.Store
	Table  *store.Table // of Store
	Clock  *clock.Clock // the plane's time
	Scheme *runtime.Scheme
	New    func() runtime.Object // an empty object of the table's kind
}

// New returns the storage of a table.
func New(o Options) *Storage {
	return &Storage{
		table: o.Table, store: o.Store, clock: o.Clock, scheme: o.Scheme, newFunc: o.New, resource: o.Table.Resource().Resource,
		prefix: KeyPrefix(o.Table.Resource().Resource),
	}
}

// Now is the plane's time.
func (s *Storage) Now() time.Time { return s.clock.Now() }

type sharedKey struct{}

// WithSharedObjects marks the requests of a caller who treats objects as read-only: it gets the stored object instead of a copy,
// and sees changes that are not on disk yet.
func WithSharedObjects(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharedKey{}, true)
}

func sharesObjects(ctx context.Context) bool { return ctx.Value(sharedKey{}) != nil }

func (s *Storage) Versioner() storage.Versioner { return s.APIObjectVersioner }

// Item returns what is stored under a key, durable or not; nil if there is nothing.
func (s *Storage) Item(key string) *store.Item { return s.table.Get(s.splitKey(key)) }

// visible returns the item that the caller may see: over HTTP, only what no crash can take back.
func (s *Storage) visible(ctx context.Context, key string) *store.Item {
	if sharesObjects(ctx) {
		return s.Item(key)
	}
	return s.table.GetDurable(s.splitKey(key))
}

// path is the key as etcd would have it, for error messages.
func (s *Storage) path(key string) string { return "/registry" + key }

// KeyPrefix is what the keys of a resource begin with: "/jobs".
func KeyPrefix(resource string) string {
	if resource == "nodes" {
		return "/minions" // upstream still uses their first name here
	}
	return "/" + resource
}

func (s *Storage) splitKey(key string) (namespace, name string) {
	key = strings.TrimPrefix(strings.TrimPrefix(key, s.prefix), "/")
	if namespace, name, ok := strings.Cut(key, "/"); ok {
		return namespace, name
	}
	return "", key
}

// copyTo writes a stored object to out: a copy, unless the caller promised not to change it.
func (s *Storage) copyTo(ctx context.Context, stored resource.Object, out runtime.Object) error {
	if out == nil {
		return nil
	}
	var from runtime.Object = stored
	if !sharesObjects(ctx) {
		from = stored.DeepCopyObject()
	}
	return assign(from, out)
}

func assign(from, out runtime.Object) error {
	f, o := reflect.ValueOf(from), reflect.ValueOf(out)
	if f.Type() != o.Type() {
		return fmt.Errorf("reading a stored object: it is a %T, not a %T", from, out)
	}
	o.Elem().Set(f.Elem())
	return nil
}

// CopyShallow is [ShallowCopy] into out, an object of the same kind.
func CopyShallow(obj, out resource.Object) {
	reflect.ValueOf(out).Elem().Set(reflect.ValueOf(obj).Elem())
}

// ShallowCopy copies an object's own struct, so that its type and resource version can be set. What it points to is shared and
// must not be changed.
func ShallowCopy(obj resource.Object) resource.Object {
	v := reflect.New(reflect.TypeOf(obj).Elem())
	v.Elem().Set(reflect.ValueOf(obj).Elem())
	return v.Interface().(resource.Object)
}

func (s *Storage) Get(ctx context.Context, key string, opts storage.GetOptions, out runtime.Object) error {
	if err := s.reached(opts.ResourceVersion); err != nil {
		return err
	}
	item := s.visible(ctx, key)
	if item == nil {
		if opts.IgnoreNotFound {
			return runtime.SetZeroValue(out)
		}
		return storage.NewKeyNotFoundError(key, 0)
	}
	return s.copyTo(ctx, item.Object, out)
}

// reached fails if a caller asks for a revision that is still to come.
func (s *Storage) reached(resourceVersion string) error {
	want, err := s.ParseResourceVersion(resourceVersion)
	if err != nil {
		return apierrors.NewBadRequest(fmt.Sprintf("invalid resource version: %v", err))
	}
	if current := s.store.Durable(); want > current {
		return storage.NewTooLargeResourceVersionError(want, current, 1)
	}
	return nil
}

// ttl is how many seconds are left until an item expires; zero if it never does.
func (s *Storage) ttl(item *store.Item) int64 {
	if item.Expires.IsZero() {
		return 0
	}
	return max(int64(item.Expires.Sub(s.clock.Now())/time.Second), 1)
}

func (s *Storage) Stats(context.Context) (storage.Stats, error) {
	return storage.Stats{ObjectCount: int64(s.table.Len())}, nil
}

func (s *Storage) GetCurrentResourceVersion(context.Context) (uint64, error) {
	return s.store.Durable(), nil
}

func (s *Storage) ReadinessCheck() error                                 { return nil }
func (s *Storage) RequestWatchProgress(context.Context) error            { return nil }
func (s *Storage) EnableResourceSizeEstimation(_ storage.KeysFunc) error { return nil }
func (s *Storage) CompactRevision() int64                                { return 0 }
