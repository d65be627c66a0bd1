package logs

import (
	"context"

	"golang.org/x/sync/semaphore"
)

const (
	// maxFollowing is how many streams stay open to follow running containers. The others are read again and again in turn.
	maxFollowing = 64
	// maxReading is how many logs are read to their end at a time. The others queue.
	maxReading = 8
)

// streamLimits limits how many streams are open at once, so that a Job of a thousand pods does not overload the API server.
type streamLimits struct {
	follow, read *semaphore.Weighted
}

func newStreamLimits() *streamLimits {
	return &streamLimits{follow: semaphore.NewWeighted(maxFollowing), read: semaphore.NewWeighted(maxReading)}
}

// acquire waits until a stream may be opened; call release when it is closed. A stream that wants to follow may do so if there is
// room, else it reads what has been written so far.
func (s *streamLimits) acquire(ctx context.Context, wantFollow bool) (follow bool, release func(), err error) {
	if wantFollow && s.follow.TryAcquire(1) {
		return true, func() { s.follow.Release(1) }, nil
	}
	if err := s.read.Acquire(ctx, 1); err != nil {
		return false, nil, err
	}
	return false, func() { s.read.Release(1) }, nil
}
