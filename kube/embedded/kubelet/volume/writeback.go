package volume

import (
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// writeBackDelay is how long after a write the files of a volume are kept at the latest.
const writeBackDelay = 5 * time.Second

// WriteBack sees to it that files which outlive pods are kept while containers still write them, as a node's page cache does. Its delay
// is of the machine's time, as a crash would be: the plane's clock does not wait for it.
type WriteBack struct {
	wall clock.Wall
	due  func()

	mu    sync.Mutex
	armed func() bool // stops the timer; nil when there is none
	ended bool
}

// NewWriteBack returns a write-back that calls due a while after a write, by the clock wall.
func NewWriteBack(wall clock.Wall, due func()) *WriteBack { return &WriteBack{wall: wall, due: due} }

// Soon is to be called at the first write since the files were kept. It neither blocks nor calls due itself.
func (w *WriteBack) Soon() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.armed == nil && !w.ended {
		w.armed = w.wall.AfterFunc(writeBackDelay, w.fire)
	}
}

func (w *WriteBack) fire() {
	w.mu.Lock()
	w.armed = nil
	w.mu.Unlock()
	w.due()
}

// End stops the write-back.
func (w *WriteBack) End() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	if w.armed != nil {
		w.armed()
	}
}
