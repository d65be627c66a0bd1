package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// Open opens the state in a folder. If the folder is missing or empty, Open makes a new state that only this user can read. All errors
// name the file or folder.
func Open(folder string) (*DB, error) {
	d := &DB{file: filepath.Join(folder, FileName)}
	if err := d.takeFolder(); err != nil {
		return nil, err
	}
	if err := d.open(); err != nil {
		if d.bolt != nil {
			_ = d.bolt.Close()
		}
		return nil, err
	}
	return d, nil
}

// takeFolder makes the folder, or checks that it is a state's.
func (d *DB) takeFolder() error {
	entries, err := os.ReadDir(d.Folder())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(d.Folder(), 0o700)
	case err != nil:
		return err
	case len(entries) == 0:
		return os.Chmod(d.Folder(), 0o700)
	}
	info, err := os.Lstat(d.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", d.Folder(), ErrForeign)
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w", d.file, ErrForeign)
	}
	return err
}

// open opens the file, and makes a new state if it is empty.
func (d *DB) open() (err error) {
	defer faultsPanic()()
	defer d.guard(&err)
	// Any timeout makes bbolt report a lock that another process holds after the first try.
	d.bolt, err = bbolt.Open(d.file, 0o600, &bbolt.Options{Timeout: time.Nanosecond, FreelistType: bbolt.FreelistMapType})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%s: %w", d.file, ErrUsed)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return d.damaged(err)
	case err != nil:
		return d.failed("open", err)
	}
	empty := false
	if err := d.bolt.View(func(tx *bbolt.Tx) error {
		first, _ := tx.Cursor().First()
		if empty = first == nil; empty {
			return nil
		}
		return d.readHead(tx.Bucket(headBucket))
	}); err != nil {
		return err
	}
	if empty {
		if err := d.create(); err != nil {
			return d.failed("write", err)
		}
	}
	d.place, err = os.Stat(d.file)
	return errors.Join(err, os.Chmod(d.file, 0o600))
}

// readHead reads the head of the file.
func (d *DB) readHead(bucket *bbolt.Bucket) error {
	if bucket == nil {
		return fmt.Errorf("%s: %w", d.file, ErrForeign)
	}
	data, err := unseal(bucket.Get(headKey))
	if err == nil {
		err = json.Unmarshal(data, &d.head)
	}
	switch {
	case err != nil:
		return d.damaged(err)
	case d.head.Format > format:
		return fmt.Errorf("%s: %w: its format is %d, and this one knows %d", d.file, ErrNewer, d.head.Format, format)
	}
	return nil
}

// create writes a new state, and makes the file's name durable too.
func (d *DB) create() error {
	data, err := json.Marshal(head{Format: format})
	if err != nil {
		return err
	}
	if err := d.bolt.Update(func(tx *bbolt.Tx) error {
		for _, name := range []string{string(headBucket), store.Objects, store.Blobs} {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return tx.Bucket(headBucket).Put(headKey, seal(data))
	}); err != nil {
		return err
	}
	for _, name := range []string{d.Folder(), filepath.Dir(d.Folder())} {
		folder, err := os.Open(name)
		if err != nil {
			continue // a parent that cannot be opened was not made here
		}
		_ = folder.Sync() // not all file systems support it
		_ = folder.Close()
	}
	return nil
}
