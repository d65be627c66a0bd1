package store

// Keep makes data durable under a name, or removes what is there when data is nil. What is kept before a change to an object is
// durable when that change is. Data must not be changed afterwards. Of what is kept under one name again and again, the disk need
// get the last only.
//
// Keep waits for room, but not to remove. When there is none because the disk fails even now, it says that it has not kept the data.
// A journal that was closed keeps nothing.
func (j *Journal) Keep(name string, data []byte) (kept bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for data != nil && !j.roomLocked(name, len(data)) {
		switch {
		case j.closed:
			return false
		case j.failed == nil:
			j.moved.Wait()
		case j.tryAgainLocked() != nil:
			return false
		}
	}
	if j.closed {
		return false
	}
	j.addLocked(pending{space: Blobs, key: name, blob: data})
	j.moved.Broadcast()
	return true
}

// roomLocked says whether a blob may wait for the disk: any one may by itself.
func (j *Journal) roomLocked(name string, size int) bool {
	others := j.blobs
	if at, waits := j.waiting[name]; waits {
		others -= len(j.pending[at].blob)
	}
	return others == 0 || others+size <= maxBlobs
}

// Find returns what was kept by an earlier process, nil for nothing.
func (j *Journal) Find(name string) ([]byte, error) { return j.disk.Find(Blobs, name) }
