package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Decode reads an object of a resource from the bytes that its Marshal method returned.
type Decode func(of schema.GroupResource, data []byte) (resource.Object, error)

// Restore fills a store that has no objects yet from the disk of its journal, and starts the journal. History starts there: no watch
// can start at an earlier revision. A disk that cannot be read in full is left as it is.
func (s *Store) Restore(decode Decode) error {
	if s.opts.Journal == nil {
		return nil
	}
	if err := s.load(decode); err != nil {
		return err
	}
	return s.opts.Journal.start()
}

func (s *Store) load(decode Decode) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision = s.opts.Journal.Durable()
	for _, t := range s.tables {
		t.history = newHistory(s.opts.History, s.revision)
	}
	defer s.armLocked()
	return s.opts.Journal.disk.Load(Objects, func(key string, value []byte) error {
		if err := s.restoreLocked(key, value, decode); err != nil {
			return fmt.Errorf("object %s: %w", key, err)
		}
		return nil
	})
}

func (s *Store) restoreLocked(key string, value []byte, decode Decode) error {
	name, _, _ := strings.Cut(key, "/")
	t, ok := s.tables[schema.ParseGroupResource(name)]
	if !ok {
		return fmt.Errorf("no resource %s is known", name)
	}
	expires, data, err := split(value)
	if err != nil {
		return err
	}
	obj, err := decode(t.resource, data)
	if err != nil {
		return err
	}
	revision, err := strconv.ParseUint(obj.GetResourceVersion(), 10, 64)
	if err != nil || revision > s.revision {
		return fmt.Errorf("its resource version is %q, and the store's %d", obj.GetResourceVersion(), s.revision)
	}
	named := nameOf(obj)
	item := &Item{Object: obj, key: keyOf(named), Revision: revision, Expires: expires}
	if t.diskKey(item.key) != key {
		return fmt.Errorf("it is %s", t.diskKey(item.key))
	}
	t.byName[named] = item
	t.ordered.ReplaceOrInsert(item)
	t.byOwner.update(nil, item)
	if !expires.IsZero() {
		s.expiry.push(expiryEntry{expires, t, named})
	}
	return nil
}

// diskKey is the key of an object on the disk.
func (t *Table) diskKey(key string) string { return t.resource.String() + "/" + key }

// encode returns the form of an item on the disk: when it expires, in Unix seconds or zero for never, and the object.
func encode(i *Item) ([]byte, error) {
	m, ok := i.Object.(interface{ Marshal() ([]byte, error) })
	if !ok {
		return nil, fmt.Errorf("object %s: a %T cannot be kept", i.key, i.Object)
	}
	data, err := m.Marshal()
	if err != nil {
		return nil, fmt.Errorf("object %s: %w", i.key, err)
	}
	var expires int64
	if !i.Expires.IsZero() {
		expires = i.Expires.Unix() // a whole minute
	}
	return append(binary.BigEndian.AppendUint64(nil, uint64(expires)), data...), nil
}

func split(value []byte) (expires time.Time, data []byte, err error) {
	if len(value) < 8 {
		return time.Time{}, nil, errors.New("it is cut short")
	}
	if unix := int64(binary.BigEndian.Uint64(value)); unix != 0 {
		expires = time.Unix(unix, 0).UTC()
	}
	return expires, value[8:], nil
}
