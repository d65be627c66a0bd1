package controller

import "sync"

// Line does work one piece at a time, in the order in which it was asked for, whoever asked. Controllers that share a line
// see each other's writes in an order that is the same on every run.
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

// Start begins to do the work.
func (l *Line) Start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.started = true
	go l.run()
}

// Stop does the work that was asked for, then ends the line. Further work is refused.
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

// add asks for work, and says whether it will be done.
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
			l.work = nil // what was queued once must not stay in memory
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
