package logs

import (
	"context"

	"golang.org/x/sync/semaphore"
)

const (
	// maxFollowing is how many streams stay open to follow running containers. Those beyond are read again and again in turn.
	maxFollowing = 64
	// maxReading is how many logs are read to their end at a time; the others queue in the order they came.
	maxReading = 8
)

// streamLimits bound the streams that are open at once, so that a Job of a thousand pods neither floods the API server nor fails.
type streamLimits struct {
	follow, read *semaphore.Weighted
}

func newStreamLimits() *streamLimits {
	return &streamLimits{follow: semaphore.NewWeighted(maxFollowing), read: semaphore.NewWeighted(maxReading)}
}

// acquire waits for a turn. A stream that wants to follow does so if a place is free, else it reads what there is.
func (s *streamLimits) acquire(ctx context.Context, wantFollow bool) (follow bool, release func(), err error) {
	if wantFollow && s.follow.TryAcquire(1) {
		return true, func() { s.follow.Release(1) }, nil
	}
	if err := s.read.Acquire(ctx, 1); err != nil {
		return false, nil, err
	}
	return false, func() { s.read.Release(1) }, nil
}
