package store_test

import (
	"errors"
	"maps"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

var errFull = errors.New("no space left on device")

// memory is a disk that a test lets commit, batch by batch, or fail.
type memory struct {
	gate chan struct{} // a commit takes one from it; nil: commits pass; set before the store is open
	free sync.Once     // opens the gate

	passed chan uint64 // told the revision of each batch that took one from the gate; may be nil

	during func() // called while a batch is being written; set while none is

	mu      sync.Mutex
	failing bool
	last    store.Mark
	data    map[string][]byte
	batches [][]store.Record
}

func (m *memory) Commit(b store.Batch) error {
	if m.gate != nil && len(b.Records) > 0 {
		if _, took := <-m.gate; took && m.passed != nil {
			m.passed <- b.Mark.Revision
		}
	}
	if m.during != nil {
		m.during()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing {
		return errFull
	}
	for _, r := range b.Records {
		if r.Value == nil {
			delete(m.data, r.Space+" "+r.Key)
			continue
		}
		m.data[r.Space+" "+r.Key] = r.Value
	}
	m.last = b.Mark
	m.batches = append(m.batches, b.Records)
	return nil
}

// release lets all commits pass from now on.
func (m *memory) release() {
	if m.gate != nil {
		m.free.Do(func() { close(m.gate) })
	}
}

func (m *memory) fail(failing bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failing = failing
}

func (m *memory) Load(space string, each func(key string, value []byte) error) error {
	for _, key := range slices.Sorted(maps.Keys(m.data)) {
		if of := key[:len(space)]; of == space {
			if err := each(key[len(space)+1:], m.data[key]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) Find(space, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.data[space+" "+key], nil
}

func (m *memory) Last() store.Mark { return m.last }

// crashed is what a crash leaves of the disk.
func (m *memory) crashed() *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &memory{last: m.last, data: maps.Clone(m.data)}
}

func newMemory() *memory { return &memory{data: map[string][]byte{}} }

// kept is a store of ConfigMaps on a disk.
type kept struct {
	*store.Store
	table   *store.Table
	journal *store.Journal
	clock   *clock.Clock
}

func openKept(d store.Disk, o store.Options, tell func(error)) (*kept, error) {
	c := clock.NewManual(start)
	journal := store.NewJournal(d, func() store.Instant { return store.Instant{At: c.Now()} }, tell)
	o.Journal = journal
	s := store.New(c, o)
	k := &kept{s, s.Table(corev1.Resource("configmaps")), journal, c}
	return k, s.Restore(func(_ schema.GroupResource, data []byte) (resource.Object, error) {
		cm := &corev1.ConfigMap{}
		return cm, cm.Unmarshal(data)
	})
}
