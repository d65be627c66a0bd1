package controller

import "sync"

// SerialWorker runs functions one at a time, in the order in which they were added, whoever added them. Controllers that share one see each
// other's writes in the same order on every run.
type SerialWorker struct {
	mu      sync.Mutex
	wake    *sync.Cond
	work    []func()
	closed  bool
	started bool
	done    chan struct{}
}

// NewSerialWorker returns a worker that does nothing before [SerialWorker.Start].
func NewSerialWorker() *SerialWorker {
	w := &SerialWorker{done: make(chan struct{})}
	w.wake = sync.NewCond(&w.mu)
	return w
}

// Start starts to run what was added.
func (w *SerialWorker) Start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.started = true
	go w.run()
}

// Stop runs what was added before, and ends the worker. It refuses further work.
func (w *SerialWorker) Stop() {
	w.mu.Lock()
	w.closed = true
	started := w.started
	w.wake.Broadcast()
	w.mu.Unlock()
	if started {
		<-w.done
	}
}

// add adds work, and reports whether it will be done.
func (w *SerialWorker) add(work func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.work = append(w.work, work)
	w.wake.Signal()
	return true
}

func (w *SerialWorker) run() {
	defer close(w.done)
	for {
		w.mu.Lock()
		for len(w.work) == 0 && !w.closed {
			w.work = nil // do not keep finished work in memory
			w.wake.Wait()
		}
		if len(w.work) == 0 {
			w.mu.Unlock()
			return
		}
		work := w.work[0]
		w.work[0] = nil
		w.work = w.work[1:]
		w.mu.Unlock()
		work()
	}
}
