package logs

import (
	"context"

	"golang.org/x/sync/semaphore"
)

const (
	// followSlots is how many streams stay open to follow running containers. Those beyond are read again and again in turn.
	followSlots = 64
	// readSlots is how many logs are read to their end at a time; the others queue in the order they came.
	readSlots = 8
)

// slots bound the streams that are open at once, so that a Job of a thousand pods neither floods the API server nor fails.
type slots struct {
	follow, read *semaphore.Weighted
}

func newSlots() *slots {
	return &slots{follow: semaphore.NewWeighted(followSlots), read: semaphore.NewWeighted(readSlots)}
}

// acquire waits for a turn. A stream that wants to follow does so if a place is free, else it reads what there is.
func (s *slots) acquire(ctx context.Context, wantFollow bool) (follow bool, release func(), err error) {
	if wantFollow && s.follow.TryAcquire(1) {
		return true, func() { s.follow.Release(1) }, nil
	}
	if err := s.read.Acquire(ctx, 1); err != nil {
		return false, nil, err
	}
	return false, func() { s.read.Release(1) }, nil
}
