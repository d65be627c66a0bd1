package store

import "context"

// Keep makes data durable under a name, or removes the data there if data is nil. Data kept before a change to an object becomes
// durable before that change or with it. The caller must not change data afterwards. If the same name is kept again before the disk
// gets it, only the last data is written.
//
// Keep waits for room, except to remove. It reports whether it has kept the data: it has not if the disk fails even now, or if the
// journal is closed.
func (j *Journal) Keep(name string, data []byte) (kept bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for data != nil && !j.roomLocked(name, len(data)) {
		switch {
		case j.closed:
			return false
		case j.failed == nil:
			j.changed.Wait()
		case j.tryAgainLocked(context.Background()) != nil:
			return false
		}
	}
	if j.closed {
		return false
	}
	j.addLocked(pending{space: Blobs, key: name, blob: data})
	j.changed.Broadcast()
	return true
}

// roomLocked reports whether a blob may be queued. A single one always may.
func (j *Journal) roomLocked(name string, size int) bool {
	others := j.blobs
	if at, waits := j.waiting[name]; waits {
		others -= len(j.pending[at].blob)
	}
	return others == 0 || others+size <= maxBlobs
}

// Find returns the data that an earlier process kept under a name, or nil.
func (j *Journal) Find(name string) ([]byte, error) { return j.disk.Find(Blobs, name) }
