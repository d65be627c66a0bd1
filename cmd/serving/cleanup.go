package serving

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// cleanup are what a process must not leave behind, such as a file with a token in it.
type cleanup struct {
	mu     sync.Mutex
	remove func()
}

// create makes something, with what removes it again. A signal that ends the process waits for it meanwhile.
func (t *cleanup) create(create func() (sweep func(), err error)) (err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.remove, err = create()
	return err
}

func (t *cleanup) run() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.runLocked()
}

func (t *cleanup) runLocked() {
	if t.remove != nil {
		t.remove()
		t.remove = nil
	}
}

// untilSignal ends the context when a signal asks the process to end. One that comes after it, because that takes too long, ends
// the process at once, without traces. stop gives the signals their usual meaning back.
func untilSignal(ctx context.Context, t *cleanup, exit func(code int)) (_ context.Context, stop func()) {
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
				t.mu.Lock() // for good: nothing is to be made any more
				t.runLocked()
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
