package serving

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// cleanup removes what the process must not leave behind, such as a file with a token in it.
type cleanup struct {
	mu     sync.Mutex
	remove func()
}

// create creates something, and keeps the function that removes it. A signal that ends the process waits until that is done.
func (c *cleanup) create(create func() (remove func(), err error)) (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove, err = create()
	return err
}

// run removes what was created; a second call does nothing.
func (c *cleanup) run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.runLocked()
}

func (c *cleanup) runLocked() {
	if c.remove != nil {
		c.remove()
		c.remove = nil
	}
}

// untilSignal returns a context that ends when a signal asks the process to end. A second signal cleans up and ends the process at
// once. stop gives signals their usual meaning back.
func untilSignal(ctx context.Context, c *cleanup, exit func(code int)) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	stopped := make(chan struct{})
	go func() {
		for ended := false; ; ended = true {
			select {
			case <-stopped:
				return
			case <-signals:
			}
			if ended {
				c.mu.Lock() // for good: nothing may be created any more
				c.runLocked()
				exit(exitcode.Interrupted)
				return
			}
			cancel()
		}
	}()
	return ctx, sync.OnceFunc(func() {
		signal.Stop(signals)
		close(stopped)
		cancel()
	})
}
