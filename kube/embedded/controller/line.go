package controller

import "sync"

// Line runs functions one at a time, in the order in which they were added, whoever added them. Controllers that share a line see each
// other's writes in the same order on every run.
type Line struct {
	mu      sync.Mutex
	wake    *sync.Cond
	work    []func()
	closed  bool
	started bool
	done    chan struct{}
}

// NewLine returns a line that does nothing before [Line.Start].
func NewLine() *Line {
	l := &Line{done: make(chan struct{})}
	l.wake = sync.NewCond(&l.mu)
	return l
}

// Start starts to run what was added.
func (l *Line) Start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.started = true
	go l.run()
}

// Stop runs what was added before, and ends the line. It refuses further work.
func (l *Line) Stop() {
	l.mu.Lock()
	l.closed = true
	started := l.started
	l.wake.Broadcast()
	l.mu.Unlock()
	if started {
		<-l.done
	}
}

// add adds work, and reports whether it will be done.
func (l *Line) add(work func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.work = append(l.work, work)
	l.wake.Signal()
	return true
}

func (l *Line) run() {
	defer close(l.done)
	for {
		l.mu.Lock()
		for len(l.work) == 0 && !l.closed {
			l.work = nil // do not keep finished work in memory
			l.wake.Wait()
		}
		if len(l.work) == 0 {
			l.mu.Unlock()
			return
		}
		work := l.work[0]
		l.work[0] = nil
		l.work = l.work[1:]
		l.mu.Unlock()
		work()
	}
}
