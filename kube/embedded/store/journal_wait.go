package store

import (
	"cmp"
	"context"
)

// Durable is the revision up to which all changes are on the disk.
func (j *Journal) Durable() uint64 { return j.durable.Load() }

// Wait waits until a revision is durable. It fails with an [UnsavedError] while the disk does, or with ctx's cause.
func (j *Journal) Wait(ctx context.Context, revision uint64) error {
	return j.wait(ctx, revision, false)
}

// wait is Wait, but if patient it also waits while the disk fails.
func (j *Journal) wait(ctx context.Context, revision uint64, patient bool) error {
	for {
		// Read the channel before the durable revision: a batch that ends in between closes it.
		j.mu.Lock()
		ended, err := j.ended, j.failed
		j.mu.Unlock()
		if j.Durable() >= revision {
			return nil
		}
		if err != nil && !patient {
			return &UnsavedError{err}
		}
		select {
		case <-ended:
		case <-j.finished:
			if j.Durable() < revision {
				return &UnsavedError{cmp.Or(err, errClosed)}
			}
		case <-j.abandoned:
			if j.Durable() < revision {
				return &UnsavedError{ErrHung}
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// SaveInstant makes the present instant durable, even if no object has changed. It fails as [Journal.Wait] does.
func (j *Journal) SaveInstant(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	number := j.started + 1 // the batch being written may have read the time already
	j.wanted = true
	j.changed.Broadcast()
	for over := false; j.done < number; {
		if over {
			return &UnsavedError{cmp.Or(j.failed, errClosed)}
		}
		ended := j.ended
		j.mu.Unlock()
		select {
		case <-ended:
		case <-j.finished:
			over = true
		case <-j.abandoned:
			over = true
		case <-ctx.Done():
		}
		j.mu.Lock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	if j.failed != nil {
		return &UnsavedError{j.failed}
	}
	return nil
}

// admit lets a change start once there is room for it and the disk works. If ctx ends first it fails with a [BusyError].
func (j *Journal) admit(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed && j.failed == nil && len(j.pending) < maxPending {
		return nil
	}
	defer j.wakeAtEndOf(ctx)()
	for {
		switch {
		case j.closed:
			return &UnsavedError{cmp.Or(j.failed, errClosed)}
		case isFollowUp(ctx) && j.failed != nil:
			return &UnsavedError{j.failed}
		case isFollowUp(ctx):
			return nil
		case ctx.Err() != nil: // before all else: the caller may have reported it already
			return &BusyError{context.Cause(ctx)}
		case j.failed == nil && len(j.pending) < maxPending:
			return nil
		case j.failed == nil:
			j.changed.Wait()
		default:
			if err := j.tryAgainLocked(ctx); err != nil {
				return &UnsavedError{err}
			}
		}
	}
}

// wakeAtEndOf wakes those who wait for a change of the journal when ctx ends.
func (j *Journal) wakeAtEndOf(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.changed.Broadcast()
	})
}

// tryAgainLocked waits until another batch has ended, the journal is closed, or ctx has ended. It returns why the disk still fails.
func (j *Journal) tryAgainLocked(ctx context.Context) error {
	j.wanted = true
	j.changed.Broadcast()
	before := j.done
	for j.done == before && !j.closed {
		if ctx.Err() != nil {
			return nil // the caller looks at ctx
		}
		j.changed.Wait()
	}
	return j.failed
}
