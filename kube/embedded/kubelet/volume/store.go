// Package volume has the volumes of pods: directories of the node and of claims, which outlive pods and whose files it keeps over
// restarts, and those that end with their pod. It does not watch the API: the kubelet reports what has changed.
package volume

import (
	"errors"
	"maps"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// MaxBytes is how many bytes of files are kept of one volume at most.
const MaxBytes = 16 << 20

// Archive keeps data over restarts.
type Archive interface {
	// Keep keeps data under a name, or removes what is there if data is nil. kept reports whether it can at present.
	Keep(name string, data []byte) (kept bool)
	// Find returns what was kept before this process began, nil for nothing.
	Find(name string) ([]byte, error)
}

// Store has the volumes of a node. One goroutine at a time may use it.
type Store struct {
	files     *files.Store
	archive   Archive
	onWrite   func()
	onError   func(name string, err error)
	hostPaths map[string]*files.Volume
	claims    map[types.UID]*claimed
}

// Options say where a store keeps files, and whom it notifies.
type Options struct {
	MaxBytes int64 // of all files together
	Now      func() time.Time
	Archive  Archive                      // nil: volumes that outlive their pods are forgotten at a restart
	OnWrite  func()                       // called at the first change of a volume after it was saved; it must not block
	OnError  func(name string, err error) // called when kept files cannot be read; may be nil
}

// New returns a store without volumes.
func New(o Options) *Store {
	return &Store{
		files: files.NewStore(o.MaxBytes, o.Now), archive: o.Archive, onWrite: o.OnWrite, onError: o.OnError,
		hostPaths: map[string]*files.Volume{}, claims: map[types.UID]*claimed{},
	}
}

// New returns an empty volume that belongs to the caller.
func (s *Store) New() *files.Volume { return s.files.NewVolume() }

// Used returns the bytes that all files take.
func (s *Store) Used() int64 { return s.files.Used() }

// hostPath returns a directory of the node, which outlives pods.
func (s *Store) hostPath(path string) *files.Volume {
	v, ok := s.hostPaths[path]
	if !ok {
		v = s.Restored(HostPathName(path))
		s.hostPaths[path] = v
	}
	return v
}

// Save keeps the files that have changed of all volumes that outlive pods. Of those too large, [Set.Save] has reported it.
func (s *Store) Save() {
	for _, path := range slices.Sorted(maps.Keys(s.hostPaths)) {
		_, _ = s.save(HostPathName(path), s.hostPaths[path])
	}
	for _, uid := range slices.Sorted(maps.Keys(s.claims)) {
		_, _ = s.save(ClaimName(uid), s.claims[uid].volume)
	}
}

// save keeps the files of a volume if they have changed. Where they cannot be kept at present, they still count as changed, so
// they are tried again after the delay of the write-back. It fails with [files.ErrTooLarge].
func (s *Store) save(name string, v *files.Volume) (saved bool, err error) {
	if s.archive == nil {
		return false, nil
	}
	data, err := v.Save(MaxBytes)
	switch {
	case errors.Is(err, files.ErrTooLarge):
		s.archive.Keep(name, nil)
	case err == nil && data != nil:
		if saved = s.archive.Keep(name, data); !saved {
			v.MarkChanged()
		}
	}
	return saved, err
}

// Restored returns a volume with the files that were kept under a name. It is empty if they cannot be read.
func (s *Store) Restored(name string) *files.Volume {
	v := s.New()
	if s.archive == nil {
		return v
	}
	data, err := s.archive.Find(name)
	if err == nil && data != nil {
		err = v.Restore(data)
	}
	if err != nil && s.onError != nil {
		s.onError(name, err)
	}
	v.OnWrite(s.onWrite)
	return v
}

// ClaimName and HostPathName are the names under which the files of volumes are kept.
func ClaimName(uid types.UID) string  { return "claim/" + string(uid) }
func HostPathName(path string) string { return "hostPath" + path }
