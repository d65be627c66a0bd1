package files

import (
	"io/fs"
	"sync"
	"syscall"
	"time"
)

const (
	MaxFileBytes   = 16 << 20
	MaxVolumeBytes = 64 << 20
	maxVolumeFiles = 20_000
	nodeOverhead   = 256 // bytes a file costs besides its content
)

// Store holds the files of all volumes of a node. Its methods, and those of the volumes and file systems made of it, are safe for
// concurrent use.
type Store struct {
	mu   sync.Mutex
	now  func() time.Time
	used int64
	max  int64
}

// NewStore returns an empty store of at most maxBytes. now is the clock by which changes of files are dated.
func NewStore(maxBytes int64, now func() time.Time) *Store { return &Store{now: now, max: maxBytes} }

// Used returns the bytes that files take at present.
func (s *Store) Used() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used
}

// Volume is a directory tree that containers mount.
type Volume struct {
	store    *Store
	root     *node
	used     int64
	files    int
	released bool
	group    *int64 // of all files; nil: that of the container that looks

	changed bool // since it was saved
	onWrite func()
}

// OnWrite sets a function to call at the first change after each [Volume.Save]. It must not block, nor use the store.
func (v *Volume) OnWrite(f func()) {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	v.onWrite = f
}

func (v *Volume) noteWrite() {
	if !v.changed && v.onWrite != nil {
		v.onWrite()
	}
	v.changed = true
}

// NewVolume returns an empty volume.
func (s *Store) NewVolume() *Volume {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &Volume{store: s}
	v.root = &node{vol: v, mode: fs.ModeDir | 0o755, mtime: s.now(), kids: map[string]*node{}}
	return v
}

// Release gives the volume's space back. Containers that still use it can no longer write.
func (v *Volume) Release() {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	if v.released {
		return
	}
	v.released = true
	v.store.used -= v.used
}

// Replace replaces all files of the volume by those of a fresh one, which is released by that. A container that has mounted a part of
// the volume, or has a file open, keeps what was there.
func (v *Volume) Replace(fresh *Volume) {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	if v.released || fresh.released {
		return
	}
	v.store.used -= v.used
	v.used, v.files = fresh.used, fresh.files
	v.root.kids = fresh.root.kids
	v.root.adopt(v)
	v.root.noteChange()
	fresh.released = true
}

// adopt gives the tree below n to a volume.
func (n *node) adopt(v *Volume) {
	n.vol = v
	for _, kid := range n.kids {
		kid.adopt(v)
	}
}

// charge accounts for bytes and files added to the volume, or removed if negative; the store is locked.
func (v *Volume) charge(bytes int64, files int) error {
	if bytes > 0 || files > 0 {
		full := v.used+bytes > MaxVolumeBytes || v.store.used+bytes > v.store.max || v.files+files > maxVolumeFiles
		if v.released || full {
			return syscall.ENOSPC
		}
	}
	v.used += bytes
	v.files += files
	if !v.released {
		v.store.used += bytes
	}
	return nil
}
