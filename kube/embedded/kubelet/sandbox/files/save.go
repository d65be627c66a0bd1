package files

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"
)

// ErrTooLarge reports that a volume holds more than may be kept of it.
var ErrTooLarge = errors.New("the files are too large to be kept")

// savedFile is one file of a volume as it is kept. Directories come before what is in them.
type savedFile struct {
	Path   string
	Mode   fs.FileMode
	Time   time.Time
	Data   []byte
	Target string
}

// Save returns all files of the volume, for [Volume.Restore], or nil if they have not changed since the last call. It fails with
// ErrTooLarge if they take more than most bytes.
func (v *Volume) Save(most int64) ([]byte, error) {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	if !v.changed {
		return nil, nil
	}
	v.changed = false
	if v.used > most {
		return nil, ErrTooLarge
	}
	var data bytes.Buffer
	err := gob.NewEncoder(&data).Encode(v.root.saved("/", nil))
	return data.Bytes(), err
}

// MarkChanged makes the next Save return all files again, since what the last one returned could not be kept.
func (v *Volume) MarkChanged() {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	v.noteWrite()
}

// saved appends what is below a directory.
func (n *node) saved(at string, files []savedFile) []savedFile {
	for _, name := range n.names() {
		kid, below := n.kids[name], path.Join(at, name)
		files = append(files, savedFile{below, kid.mode, kid.mtime, kid.data, kid.target})
		files = kid.saved(below, files)
	}
	return files
}

// Restore puts the files that Save returned into an empty volume. They do not count as changed.
func (v *Volume) Restore(data []byte) error {
	var files []savedFile
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&files); err != nil {
		return fmt.Errorf("read the kept files: %w", err)
	}
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	folders := map[string]*node{"/": v.root}
	for _, f := range files {
		folder := folders[path.Dir(f.Path)]
		if folder == nil {
			return fmt.Errorf("read the kept files: %s is in no folder", f.Path)
		}
		n := &node{mode: f.Mode, mtime: f.Time, data: f.Data, target: f.Target}
		if f.Mode.IsDir() {
			n.kids = map[string]*node{}
			folders[f.Path] = n
		}
		before := folder.mtime
		if err := folder.add(path.Base(f.Path), n); err != nil {
			return fmt.Errorf("restore %s: %w", f.Path, err)
		}
		folder.mtime = before
	}
	v.changed = false
	return nil
}
