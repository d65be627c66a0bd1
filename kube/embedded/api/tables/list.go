package tables

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// Upstream's messages for a revision that is no longer kept.
const (
	listExpired  = "The resourceVersion for the provided list is too old."
	tokenExpired = "The provided continue parameter is too old to display a consistent list result. You can start a new list " +
		"without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
		"Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted " +
		"between the time the first chunk was returned and now may show up in the list."
)

func (s *Storage) GetList(ctx context.Context, key string, opts storage.ListOptions, out runtime.Object) error {
	namespace, name, prefix := s.scope(key, opts.Recursive)
	if err := s.reached(opts.ResourceVersion); err != nil {
		return err
	}
	exact, from, err := storage.ValidateListOptions(prefix, s.APIObjectVersioner, opts)
	if err != nil {
		return err
	}
	items, revision, err := s.listAt(ctx, namespace, name, uint64(max(exact, 0)))
	if err != nil {
		return interpretExpired(err, opts.Predicate.Continue != "", from, prefix)
	}
	if from != "" {
		start := sort.Search(len(items), func(i int) bool { return "/"+items[i].Key() >= from })
		items = items[start:]
	}
	list, err := meta.GetItemsPtr(out)
	if err != nil {
		return err
	}
	taken, scanned, err := fill(reflect.ValueOf(list).Elem(), items, opts.Predicate)
	if err != nil {
		return err
	}
	token, remaining := "", (*int64)(nil)
	if scanned < len(items) {
		last := "/" + items[scanned-1].Key()
		left := opts.Predicate.Limit + int64(len(items)-taken)
		token, remaining, err = storage.PrepareContinueToken(last, prefix, int64(revision), left, true, opts)
		if err != nil {
			return err
		}
	}
	opts.Predicate.SetShardInfoOnList(out)
	return s.UpdateList(out, revision, token, remaining)
}

// scope parses a key: of a collection ("/resource", "/resource/namespace"), or of one object.
func (s *Storage) scope(key string, recursive bool) (namespace, name, prefix string) {
	if !recursive {
		namespace, name = s.splitKey(key)
		return namespace, name, "/"
	}
	if namespace = strings.Trim(strings.TrimPrefix(key, s.prefix), "/"); namespace == "" {
		return "", "", "/"
	}
	return namespace, "", "/" + namespace + "/"
}

func (s *Storage) listAt(ctx context.Context, namespace, name string, exact uint64) ([]*store.Item, uint64, error) {
	var items []*store.Item
	revision := exact
	var err error
	switch {
	case exact > 0:
		items, err = s.table.ListAt(namespace, exact)
	case sharesObjects(ctx):
		items, revision = s.table.List(namespace)
	default:
		items, revision = s.table.ListDurable(namespace)
	}
	if err != nil {
		return nil, 0, err
	}
	if name == "" {
		return items, revision, nil
	}
	for i := range items {
		if items[i].Object.GetName() == name {
			return items[i : i+1], revision, nil
		}
	}
	return nil, revision, nil
}

// fill puts the matching items into a list, up to the limit. It returns how many it took and how many it examined.
func fill(list reflect.Value, items []*store.Item, p storage.SelectionPredicate) (taken, scanned int, err error) {
	room := len(items)
	if p.Limit > 0 {
		room = min(room, int(p.Limit))
	}
	values := reflect.MakeSlice(list.Type(), 0, room)
	for scanned = range items {
		if p.Limit > 0 && int64(values.Len()) == p.Limit {
			list.Set(values)
			return values.Len(), scanned, nil
		}
		ok, err := p.Matches(items[scanned].Object)
		if err != nil {
			return 0, 0, fmt.Errorf("selecting %s: %w", items[scanned].Key(), err)
		}
		if ok {
			values = reflect.Append(values, reflect.ValueOf(items[scanned].Object).Elem())
		}
	}
	list.Set(values)
	return values.Len(), len(items), nil
}

// interpretExpired turns a [store.ExpiredError] into upstream's 410, with a token that continues the list at the current revision.
func interpretExpired(err error, paging bool, from, prefix string) error {
	var expired *store.ExpiredError
	if !errors.As(err, &expired) {
		return err
	}
	if !paging {
		return apierrors.NewResourceExpired(listExpired)
	}
	status := apierrors.NewResourceExpired(tokenExpired)
	if token, err := storage.EncodeContinue(from, prefix, -1); err == nil {
		status.ErrStatus.Continue = token
	}
	return status
}
