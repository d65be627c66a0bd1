package store

import "slices"

// run commits batches until the end.
func (j *Journal) run() {
	defer close(j.finished)
	for {
		batch, last := j.next()
		err := j.commit(batch)
		j.settle(err)
		if last {
			return
		}
	}
}

// next waits for something to do and returns all that waits. The last batch is written whether it is empty or not: it keeps where
// the clock stands.
func (j *Journal) next() (batch []pending, last bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for !j.closed && !j.retry && (len(j.pending) == 0 || j.failed != nil) {
		j.moved.Wait()
	}
	j.retry = false
	j.taken++
	j.writing = len(j.pending)
	clear(j.waiting)
	return slices.Clip(j.pending), j.closed
}

func (j *Journal) commit(changes []pending) error {
	batch := Batch{Mark: Mark{Revision: j.Durable()}}
	newest := make(map[[2]string]int, len(changes))
	for i := range changes {
		c := &changes[i]
		batch.Revision = max(batch.Revision, c.revision)
		newest[[2]string{c.space, c.key}] = i
	}
	for i := range changes {
		c := &changes[i]
		if newest[[2]string{c.space, c.key}] != i {
			continue // written again in the same batch
		}
		value := c.blob
		if c.item != nil {
			var err error
			if value, err = encode(c.item); err != nil {
				return err
			}
		}
		batch.Records = append(batch.Records, Record{Space: c.space, Key: c.key, Value: value})
	}
	batch.Instant = j.now()
	if err := j.disk.Commit(batch); err != nil {
		return err
	}
	j.durable.Store(batch.Revision)
	return nil
}

// settle takes note of how the batch under way ended.
func (j *Journal) settle(err error) {
	j.mu.Lock()
	left := j.pending
	if err == nil {
		left = left[j.writing:]
	}
	j.queueAnewLocked(left)
	before := j.failed
	j.failed = err
	j.batches++
	close(j.settled)
	j.settled = make(chan struct{})
	j.moved.Broadcast()
	j.mu.Unlock()
	if (err == nil) != (before == nil) {
		j.tell(err)
	}
}

// queueAnewLocked has changes wait, and no others: blobs of a batch that has failed make way for newer ones.
func (j *Journal) queueAnewLocked(changes []pending) {
	j.pending, j.writing, j.blobs = make([]pending, 0, len(changes)), 0, 0
	clear(j.waiting)
	for _, p := range changes {
		j.addLocked(p)
	}
}
