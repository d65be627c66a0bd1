package api

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// tableStorage is a table of the store as the registries of k8s.io/apiserver want to see it. Keys are
// "/resource/namespace/name", or "/resource/name".
type tableStorage struct {
	storage.APIObjectVersioner
	table    *store.Table
	store    *store.Store
	clock    *clock.Clock
	scheme   *runtime.Scheme
	newFunc  func() runtime.Object
	newList  func() runtime.Object
	resource string
	prefix   string // of keys: "/jobs"
}

var _ storage.Interface = (*tableStorage)(nil)

type sharedKey struct{}

// shared marks requests of callers who treat what they get as read-only: they are handed what is stored, not a copy.
func shared(ctx context.Context) context.Context { return context.WithValue(ctx, sharedKey{}, true) }

func isShared(ctx context.Context) bool { return ctx.Value(sharedKey{}) != nil }

func (s *tableStorage) Versioner() storage.Versioner { return s.APIObjectVersioner }

func (s *tableStorage) item(key string) *store.Item { return s.table.Get(s.splitKey(key)) }

// visible is the item as the caller may see it: who comes over HTTP sees nothing that a crash could take back.
func (s *tableStorage) visible(ctx context.Context, key string) *store.Item {
	if isShared(ctx) {
		return s.item(key)
	}
	return s.table.GetDurable(s.splitKey(key))
}

// path is a key as etcd would have it, for messages.
func (s *tableStorage) path(key string) string { return "/registry" + key }

func (s *tableStorage) splitKey(key string) (namespace, name string) {
	key = strings.TrimPrefix(strings.TrimPrefix(key, s.prefix), "/")
	if namespace, name, ok := strings.Cut(key, "/"); ok {
		return namespace, name
	}
	return "", key
}

func (s *tableStorage) Create(ctx context.Context, key string, obj, out runtime.Object, ttl uint64) error {
	o, err := s.prepare(ctx, obj, nil)
	if err != nil {
		return err
	}
	if o.GetResourceVersion() != "" {
		return storage.ErrResourceVersionSetOnCreate
	}
	item, err := s.table.Create(o, time.Duration(ttl)*time.Second)
	if errors.Is(err, store.ErrExists) {
		return storage.NewKeyExistsError(key, 0)
	}
	if err != nil {
		return interpretUnsaved(err)
	}
	return s.give(ctx, item.Object, out)
}

// prepare makes obj what it would be when read back from etcd: defaulted, and with the plane's times in the precision of
// the wire. old is what it replaces, or nil.
func (s *tableStorage) prepare(ctx context.Context, obj runtime.Object, old resource.Object) (resource.Object, error) {
	o, ok := obj.(resource.Object)
	if !ok {
		return nil, fmt.Errorf("storing %s: a %T has no metadata", s.resource, obj)
	}
	s.scheme.Default(o)
	s.trim(ctx, o, old)
	return o, nil
}

// trim is what prepare does beside defaulting.
func (s *tableStorage) trim(ctx context.Context, o, old resource.Object) {
	s.retime(ctx, o, old)
	truncateTimes(o)
	o.SetSelfLink("")
	o.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{}) // an object says its kind on the wire only
}

// replace stores updated, which is defaulted already, in place of item, unless it is the same.
func (s *tableStorage) replace(ctx context.Context, item *store.Item, updated resource.Object, ttl time.Duration) (*store.Item, error) {
	s.trim(ctx, updated, item.Object)
	if same(item.Object, updated) {
		return item, nil
	}
	return s.table.Replace(item, updated, ttl)
}

// give writes a stored object to out: a copy, unless the caller promised not to change it.
func (s *tableStorage) give(ctx context.Context, stored resource.Object, out runtime.Object) error {
	if out == nil {
		return nil
	}
	var from runtime.Object = stored
	if !isShared(ctx) {
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

// view is a copy of the object's own struct. What it points to is shared, and must not be changed; the copy can be given
// a type or another resource version.
func view(obj resource.Object) resource.Object {
	v := reflect.New(reflect.TypeOf(obj).Elem())
	v.Elem().Set(reflect.ValueOf(obj).Elem())
	return v.Interface().(resource.Object)
}

func (s *tableStorage) Get(ctx context.Context, key string, opts storage.GetOptions, out runtime.Object) error {
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
	return s.give(ctx, item.Object, out)
}

// reached fails when a caller wants to see a revision that has not been.
func (s *tableStorage) reached(resourceVersion string) error {
	want, err := s.ParseResourceVersion(resourceVersion)
	if err != nil {
		return apierrors.NewBadRequest(fmt.Sprintf("invalid resource version: %v", err))
	}
	if current := s.store.Durable(); want > current {
		return storage.NewTooLargeResourceVersionError(want, current, 1)
	}
	return nil
}

func (s *tableStorage) Delete(ctx context.Context, key string, out runtime.Object, preconditions *storage.Preconditions,
	validate storage.ValidateObjectFunc, _ runtime.Object, _ storage.DeleteOptions,
) error {
	for {
		item := s.item(key)
		if item == nil {
			return storage.NewKeyNotFoundError(key, 0)
		}
		if err := preconditions.Check(s.path(key), item.Object); err != nil {
			return err
		}
		if err := validate(ctx, item.Object); err != nil {
			return err
		}
		revision, err := s.table.Delete(item)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return interpretUnsaved(err)
		}
		if err := s.give(ctx, item.Object, out); err != nil {
			return err
		}
		return s.UpdateObject(out, revision)
	}
}

func (s *tableStorage) GuaranteedUpdate(ctx context.Context, key string, out runtime.Object, ignoreNotFound bool,
	preconditions *storage.Preconditions, try storage.UpdateFunc, _ runtime.Object,
) error {
	for {
		item := s.item(key)
		if item == nil && !ignoreNotFound {
			return storage.NewKeyNotFoundError(key, 0)
		}
		stored, err := s.tryUpdate(ctx, key, item, preconditions, try)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			continue // somebody else wrote in between: try what is stored now
		}
		if err != nil {
			return interpretUnsaved(err)
		}
		return s.give(ctx, stored.Object, out)
	}
}

// tryUpdate stores what try makes of item, which is nil where nothing is stored.
func (s *tableStorage) tryUpdate(
	ctx context.Context, key string, item *store.Item, preconditions *storage.Preconditions, try storage.UpdateFunc,
) (*store.Item, error) {
	var old resource.Object
	var input runtime.Object
	meta := storage.ResponseMeta{}
	if item == nil {
		input = s.newFunc()
	} else {
		old = item.Object
		input = old.DeepCopyObject()
		meta = storage.ResponseMeta{ResourceVersion: item.Revision, TTL: s.ttl(item)}
	}
	if err := preconditions.Check(s.path(key), input); err != nil {
		return nil, err
	}
	output, ttl, err := try(input, meta)
	if err != nil {
		return nil, err
	}
	obj, err := s.prepare(ctx, output, old)
	if err != nil {
		return nil, err
	}
	lives := time.Duration(meta.TTL) * time.Second
	if ttl != nil {
		lives = time.Duration(*ttl) * time.Second
	}
	if item == nil {
		return s.table.Create(obj, lives)
	}
	if same(old, obj) {
		return item, nil
	}
	return s.table.Replace(item, obj, lives)
}

// ttl is how many seconds an object has left, zero when it does not expire.
func (s *tableStorage) ttl(item *store.Item) int64 {
	if item.Expires.IsZero() {
		return 0
	}
	return max(int64(item.Expires.Sub(s.clock.Now())/time.Second), 1)
}

func (s *tableStorage) Stats(context.Context) (storage.Stats, error) {
	return storage.Stats{ObjectCount: int64(s.table.Len())}, nil
}

func (s *tableStorage) GetCurrentResourceVersion(context.Context) (uint64, error) {
	return s.store.Durable(), nil
}

func (s *tableStorage) ReadinessCheck() error                                 { return nil }
func (s *tableStorage) RequestWatchProgress(context.Context) error            { return nil }
func (s *tableStorage) EnableResourceSizeEstimation(_ storage.KeysFunc) error { return nil }
func (s *tableStorage) CompactRevision() int64                                { return 0 }
