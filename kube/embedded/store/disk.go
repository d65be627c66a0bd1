package store

import "time"

// Disk keeps what a store needs after a restart of the process. Package disk implements it.
type Disk interface {
	// Commit makes a batch durable, completely or not at all, before it returns. It is not called concurrently.
	Commit(Batch) error
	// Load calls each for all records of a space in the order of their keys, and returns its first error. The caller may keep the
	// values.
	Load(space string, each func(key string, value []byte) error) error
	// Find returns the value of a record, or nil if there is none. It may be called during a commit.
	Find(space, key string) ([]byte, error)
	// Last returns the mark of the latest batch; of a new disk, the zero Mark.
	Last() Mark
}

// The spaces of a disk: the store's objects, and other data that [Journal.Keep] keeps.
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

// Mark is the revision and the instant that a batch reaches.
type Mark struct {
	Revision uint64
	Instant
}

// Instant is a reading of the plane's clock.
type Instant struct {
	At      time.Time
	Machine bool // the clock shows the machine's time
}
