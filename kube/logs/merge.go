package logs

import (
	"context"
	"io"
	"sync"
	"time"
)

const (
	// reorderWindow is how long the lines of other containers wait for a stream that has just delivered.
	reorderWindow = 100 * time.Millisecond
	// batchWindow is how long a batch collects lines after the first.
	batchWindow = 40 * time.Millisecond
	// maxQueued is how many lines of one container may wait to be merged. Then its stream is not read any further, so that the lines
	// wait at the server and none is lost.
	maxQueued = 8192
	// maxBatch is how many lines a batch holds at most.
	maxBatch = 16384
)

// merger merges the lines of many containers by time. Its memory is bounded by what each queue may hold.
type merger struct {
	mu      sync.Mutex
	change  chan struct{} // closed and replaced at every change
	queues  []*lineQueue  // of containers whose stream is open or that have lines left
	notices []string
	ended   bool // no queue will be added
	err     error
}

func newMerger() *merger { return &merger{change: make(chan struct{})} }

// changedLocked wakes everything that waits for a change.
func (m *merger) changedLocked() {
	close(m.change)
	m.change = make(chan struct{})
}

// join adds a queue for a container.
func (m *merger) join() *lineQueue {
	m.mu.Lock()
	defer m.mu.Unlock()
	q := &lineQueue{pushed: time.Now()} // also wait for its first lines
	m.queues = append(m.queues, q)
	return q
}

// push adds lines to a queue. It waits while the queue is full, and returns ctx's error when ctx ends first.
func (m *merger) push(ctx context.Context, q *lineQueue, lines []Line) error {
	m.mu.Lock()
	for len(q.lines) > 0 && len(q.lines)+len(lines) > maxQueued {
		change := m.change
		m.mu.Unlock()
		select {
		case <-change:
		case <-ctx.Done():
			return ctx.Err()
		}
		m.mu.Lock()
	}
	q.lines = append(q.lines, lines...)
	q.pushed = time.Now()
	m.changedLocked()
	m.mu.Unlock()
	return nil
}

// leave closes a queue: no more lines come.
func (m *merger) leave(q *lineQueue) {
	m.mu.Lock()
	defer m.mu.Unlock()
	q.closed = true
	m.changedLocked()
}

// notice adds a notice to the next batch.
func (m *merger) notice(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.notices = append(m.notices, text)
	m.changedLocked()
}

// end closes the merger: no queue will be added. A nil error means that everything was read.
func (m *merger) end(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended, m.err = true, err
	m.changedLocked()
}

// next returns the next batch: see [Stream.Next].
func (m *merger) next(ctx context.Context) (Batch, error) {
	var first time.Time // when there was something to deliver
	for {
		m.mu.Lock()
		queued, now := m.queuedLocked(), time.Now()
		if first.IsZero() && queued > 0 {
			first = now
		}
		var batch Batch
		wait := batchWindow - now.Sub(first)
		if queued == 0 || wait <= 0 || queued >= maxQueued/2 || m.ended {
			batch, wait = m.takeLocked(now)
		}
		done := m.ended && len(m.queues) == 0
		change, err := m.change, m.err
		m.mu.Unlock()
		switch {
		case len(batch.Lines)+len(batch.Notices) > 0:
			return batch, nil
		case done && err != nil:
			return Batch{}, err
		case done:
			return Batch{}, io.EOF
		}
		if err := waitFor(ctx, change, wait); err != nil {
			return Batch{}, err
		}
	}
}

// queuedLocked counts the lines in all queues.
func (m *merger) queuedLocked() int {
	n := 0
	for _, q := range m.queues {
		n += len(q.lines)
	}
	return n
}

// waitFor waits for a change, or until wait has passed; a wait of 0 has no end. The error is ctx's when ctx ends first.
func waitFor(ctx context.Context, change <-chan struct{}, wait time.Duration) error {
	var timeout <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		timeout = timer.C
	}
	select {
	case <-change:
	case <-timeout:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) { _ = waitFor(ctx, nil, d) }

// takeLocked takes the oldest lines, as long as no container may still deliver an older one. It returns how long to wait for those
// that may.
func (m *merger) takeLocked(now time.Time) (batch Batch, wait time.Duration) {
	batch.Notices, m.notices = m.notices, nil
	for len(batch.Lines) < maxBatch {
		var oldest *lineQueue
		var bound time.Time // the oldest line of the others
		for _, q := range m.queues {
			if len(q.lines) == 0 {
				if left := reorderWindow - now.Sub(q.pushed); !q.closed && left > 0 {
					wait = max(wait, left)
				}
				continue
			}
			switch {
			case oldest == nil:
				oldest = q
			case q.due().Before(oldest.due()):
				oldest, bound = q, oldest.due()
			case bound.IsZero() || q.due().Before(bound):
				bound = q.due()
			}
		}
		if oldest == nil || wait > 0 {
			break
		}
		batch.Lines = oldest.take(batch.Lines, bound)
	}
	open := m.queues[:0]
	for _, q := range m.queues {
		if !q.closed || len(q.lines) > 0 {
			open = append(open, q)
		}
	}
	clear(m.queues[len(open):])
	m.queues = open
	if len(batch.Lines) > 0 {
		m.changedLocked() // there is room again
	}
	return batch, wait
}
