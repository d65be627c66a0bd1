package tables

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

func (s *Storage) Create(ctx context.Context, key string, obj, out runtime.Object, ttl uint64) error {
	o, err := s.prepare(ctx, obj, nil)
	if err != nil {
		return err
	}
	if o.GetResourceVersion() != "" {
		return storage.ErrResourceVersionSetOnCreate
	}
	item, err := s.table.Create(ctx, o, time.Duration(ttl)*time.Second)
	if errors.Is(err, store.ErrExists) {
		return storage.NewKeyExistsError(key, 0)
	}
	if err != nil {
		return interpretWriteError(err)
	}
	return s.copyTo(ctx, item.Object, out)
}

func (s *Storage) Delete(ctx context.Context, key string, out runtime.Object, preconditions *storage.Preconditions,
	validate storage.ValidateObjectFunc, _ runtime.Object, _ storage.DeleteOptions,
) error {
	for {
		item := s.Item(key)
		if item == nil {
			return storage.NewKeyNotFoundError(key, 0)
		}
		if err := preconditions.Check(s.path(key), item.Object); err != nil {
			return err
		}
		if err := validate(ctx, item.Object); err != nil {
			return err
		}
		revision, err := s.table.Delete(ctx, item)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return interpretWriteError(err)
		}
		if err := s.copyTo(ctx, item.Object, out); err != nil {
			return err
		}
		return s.UpdateObject(out, revision)
	}
}

func (s *Storage) GuaranteedUpdate(ctx context.Context, key string, out runtime.Object, ignoreNotFound bool,
	preconditions *storage.Preconditions, try storage.UpdateFunc, _ runtime.Object,
) error {
	for {
		item := s.Item(key)
		if item == nil && !ignoreNotFound {
			return storage.NewKeyNotFoundError(key, 0)
		}
		stored, err := s.tryUpdate(ctx, key, item, preconditions, try)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			continue // another write came first: try again on its result
		}
		if err != nil {
			return interpretWriteError(err)
		}
		return s.copyTo(ctx, stored.Object, out)
	}
}

// tryUpdate stores the object that try makes from item. item is nil if nothing is stored under the key.
func (s *Storage) tryUpdate(
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
		return s.table.Create(ctx, obj, lives)
	}
	if unchanged(old, obj) {
		return item, nil
	}
	return s.table.Replace(ctx, item, obj, lives)
}

// prepare gives obj the form it would have when read back from etcd: with defaults, and with the plane's times in the precision
// of the wire. old is the object that it replaces, or nil.
func (s *Storage) prepare(ctx context.Context, obj runtime.Object, old resource.Object) (resource.Object, error) {
	o, ok := obj.(resource.Object)
	if !ok {
		return nil, fmt.Errorf("storing %s: a %T has no metadata", s.resource, obj)
	}
	s.scheme.Default(o)
	s.Normalize(ctx, o, old)
	return o, nil
}

// Normalize does all that prepare does except defaulting.
func (s *Storage) Normalize(ctx context.Context, o, old resource.Object) {
	s.applyPlaneTime(ctx, o, old)
	TruncateTimes(o)
	o.SetSelfLink("")
	o.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{}) // only objects on the wire carry their kind
}

// Replace stores updated, which has its defaults, in place of item. If nothing has changed it returns item itself.
func (s *Storage) Replace(ctx context.Context, item *store.Item, updated resource.Object, ttl time.Duration) (*store.Item, error) {
	s.Normalize(ctx, updated, item.Object)
	if unchanged(item.Object, updated) {
		return item, nil
	}
	return s.table.Replace(ctx, item, updated, ttl)
}
