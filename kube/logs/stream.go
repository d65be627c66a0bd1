// Package logs reads the logs of a Job's pods, or of one pod, and merges them by time into one [Stream].
//
// Every line that the API server delivers arrives once, in the order in which its container wrote it: streams that break are resumed
// without gaps or repeats, and a slow reader slows the streams down. Lines of different containers are in the order of their
// timestamps unless one arrives late. Where lines may be missing, a notice says so. Only the end of a line that is too long is
// dropped, and counted.
//
// It never changes anything in the cluster, and does not sanitise text.
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

// Stream delivers the merged lines of the containers of a Job or a pod. Only one goroutine at a time may call Next.
type Stream struct {
	merger *merger
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Next waits for lines or notices and returns those that arrive within a short while. The error is io.EOF after the last of them. It
// is another when the logs cannot be read, such as of a Job that does not exist. When ctx ends first, it is ctx's error, and the
// stream can be read on.
func (s *Stream) Next(ctx context.Context) (Batch, error) { return s.merger.next(ctx) }

// Close stops reading and waits until all requests have ended.
func (s *Stream) Close() {
	s.cancel()
	s.done.Wait()
}

// target is the object whose logs are read.
type target struct {
	kind kube.Kind
	key  kube.Key
}

// start begins to read the target that resolve returns.
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
