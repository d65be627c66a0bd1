// Package disk keeps the state of an embedded plane in one file: the objects of its store, logs, volumes, and the instant of its
// clock.
//
// It does not know what an object is or when to write, and it changes nothing in a folder that it refuses.
package disk

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// FileName is the name of the file in its folder.
const FileName = "kronoscope.db"

// format is the version of the file's format. A program refuses a newer one.
const format = 1

// The bucket and its only key that hold the head; the other buckets are the spaces.
var (
	headBucket = []byte("head")
	headKey    = []byte("head")
)

// head describes the file, in JSON so that programs of all formats can read it.
type head struct {
	Format   int       `json:"format"`
	Starts   uint64    `json:"starts"` // how many processes have written to it
	Revision uint64    `json:"revision"`
	At       time.Time `json:"at"`
	Machine  bool      `json:"machineTime"`
}

// DB is an open file, which is locked against other processes.
type DB struct {
	file  string
	bolt  *bbolt.DB
	head  head        // as read when it was opened
	place fs.FileInfo // the file as it was opened
}

var _ store.Disk = (*DB)(nil)

// File is the name of the file, for messages.
func (d *DB) File() string { return d.file }

// Folder is the folder of the file.
func (d *DB) Folder() string { return filepath.Dir(d.file) }

// Starts is how many processes have written to the file before.
func (d *DB) Starts() uint64 { return d.head.Starts }

// Last implements [store.Disk].
func (d *DB) Last() store.Mark {
	return store.Mark{Revision: d.head.Revision, Instant: store.Instant{At: d.head.At, Machine: d.head.Machine}}
}

// Commit implements [store.Disk].
func (d *DB) Commit(b store.Batch) (err error) {
	defer faultsPanic()()
	defer d.guard(&err)
	data, err := json.Marshal(head{Format: format, Starts: d.head.Starts + 1, Revision: b.Revision, At: b.At, Machine: b.Machine})
	if err != nil {
		return d.failed("write", err)
	}
	err = d.bolt.Update(func(tx *bbolt.Tx) error {
		for _, r := range b.Records {
			if err := put(tx.Bucket([]byte(r.Space)), r); err != nil {
				return err
			}
		}
		return tx.Bucket(headBucket).Put(headKey, seal(data))
	})
	if err != nil {
		return d.failed("write", err)
	}
	return d.stillThere()
}

// stillThere fails if the file is no longer under its name: nobody would find what is written to it.
func (d *DB) stillThere() error {
	now, err := os.Stat(d.file)
	if err == nil && !os.SameFile(d.place, now) {
		err = fmt.Errorf("%s: the file was replaced by another", d.file)
	}
	return err
}

func put(bucket *bbolt.Bucket, r store.Record) error {
	if r.Value == nil {
		return bucket.Delete([]byte(r.Key))
	}
	return bucket.Put([]byte(r.Key), seal(r.Value))
}

// Load implements [store.Disk].
func (d *DB) Load(space string, each func(key string, value []byte) error) (err error) {
	defer faultsPanic()()
	defer d.guard(&err)
	return d.bolt.View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(space)).ForEach(func(key, sealed []byte) error {
			value, err := unseal(sealed)
			if err == nil {
				err = each(string(key), value)
			}
			return d.damaged(err)
		})
	})
}

// Find implements [store.Disk].
func (d *DB) Find(space, key string) (value []byte, err error) {
	defer faultsPanic()()
	defer d.guard(&err)
	err = d.bolt.View(func(tx *bbolt.Tx) error {
		sealed := tx.Bucket([]byte(space)).Get([]byte(key))
		if sealed == nil {
			return nil
		}
		var err error
		value, err = unseal(sealed)
		return d.damaged(err)
	})
	return value, err
}

// Close releases the file for other processes.
func (d *DB) Close() error { return d.failed("close", d.bolt.Close()) }
