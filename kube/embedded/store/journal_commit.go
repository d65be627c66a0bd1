package store

import "slices"

// run commits batches until the end.
func (j *Journal) run() {
	defer close(j.finished)
	for {
		batch, last := j.next()
		err := j.commit(batch)
		j.endBatch(err)
		if last {
			return
		}
	}
}

// next waits until a batch is due and returns all changes that wait. The last batch is written even if it is empty: it saves the
// clock's instant.
func (j *Journal) next() (batch []pending, last bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for !j.closed && !j.wanted && (len(j.pending) == 0 || j.failed != nil) {
		j.changed.Wait()
	}
	j.wanted = false
	j.started++
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

// endBatch records how the batch being written has ended.
func (j *Journal) endBatch(err error) {
	j.notifying.Lock()
	defer j.notifying.Unlock()
	j.mu.Lock()
	left := j.pending
	if err == nil {
		left = left[j.writing:]
	}
	j.requeueLocked(left)
	before := j.failed
	j.failed = err
	j.done++
	close(j.ended)
	j.ended = make(chan struct{})
	j.changed.Broadcast()
	j.mu.Unlock()
	if (err == nil) != (before == nil) {
		j.notify(err)
	}
}

// requeueLocked replaces the queue by changes. Blobs of a batch that has failed give way to newer ones of the same name.
func (j *Journal) requeueLocked(changes []pending) {
	j.pending, j.writing, j.blobs = make([]pending, 0, len(changes)), 0, 0
	clear(j.waiting)
	for _, p := range changes {
		j.addLocked(p)
	}
}
