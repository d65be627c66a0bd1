package logs

import (
	"context"
	"errors"
	"sync"

	"github.com/kronoscope/kronoscope/kube"
)

var (
	errNoJob    = errors.New("it has no job yet")
	errNotFound = errors.New("not found")
)

// Stream delivers the merged lines of a Job's or a pod's containers. Every line that the API server gives arrives once; a
// reader that is slow slows the streams down. Next is for one caller at a time.
type Stream struct {
	merger *merger
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Next waits for lines and returns what came within a short while, oldest first. After all is read it returns io.EOF; when the
// logs cannot be read at all, why; ctx's error when ctx ends first, which leaves the stream as it is.
func (s *Stream) Next(ctx context.Context) (Batch, error) { return s.merger.next(ctx) }

// Close ends the streams and waits until they have ended.
func (s *Stream) Close() {
	s.cancel()
	s.done.Wait()
}

// target is the object whose logs are read.
type target struct {
	kind kube.Kind
	key  kube.Key
}

func start(ctx context.Context, c *kube.Cluster, o Options, open opener, resolve func(context.Context) (target, error)) *Stream {
	ctx, cancel := context.WithCancel(ctx)
	s := &Stream{merger: newMerger(), cancel: cancel}
	s.done.Go(func() {
		target, err := resolve(ctx)
		if err != nil {
			s.merger.end(err)
			return
		}
		d := newDirector(c, o, open, s.merger, target)
		s.merger.end(d.run(ctx))
	})
	return s
}
