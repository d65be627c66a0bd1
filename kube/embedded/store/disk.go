package store

import "time"

// Disk keeps what a store must find again after the process has ended. Package disk has one.
type Disk interface {
	// Commit makes a batch durable, all of it or nothing, before it returns. Batches come one after another.
	Commit(Batch) error
	// Load hands out all records of a space, in the order of their keys, and ends with the first error of each. Values are the
	// caller's.
	Load(space string, each func(key string, value []byte) error) error
	// Find returns the value of a record, nil where there is none. It may be called while a batch is committed.
	Find(space, key string) ([]byte, error)
	// Last is what the latest batch said, the zero Mark of a new disk.
	Last() Mark
}

// The spaces of a disk: the store's objects, and what others keep beside them by [Journal.Keep].
const (
	Objects = "objects"
	Blobs   = "blobs"
)

// Batch is a number of changes that become durable together.
type Batch struct {
	Mark
	Records []Record // at most one of each key
}

// Record is the newest state of one key.
type Record struct {
	Space, Key string
	Value      []byte // nil: the key is removed
}

// Mark says how far a batch reaches.
type Mark struct {
	Revision uint64
	Instant
}

// Instant is where the plane's clock stands.
type Instant struct {
	At      time.Time
	Machine bool // it shows the machine's time
}
