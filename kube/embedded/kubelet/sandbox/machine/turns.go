package machine

import (
	"errors"
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// Wait gives the processor to other processes until an instant, unless that is zero, or until ready, unless that is nil. With
// neither it only yields.
func (p *Process) Wait(until time.Time, ready func() bool) {
	m := p.m
	p.until, p.ready, p.asleep = until, ready, true
	if q := m.pick(); q != p {
		q.wake <- struct{}{}
		<-p.wake
	}
	p.asleep = false
	p.Check()
}

// pick chooses the process that runs next, in turn, and lets virtual time pass when none can.
func (m *Machine) pick() *Process {
	for {
		m.deliver()
		if m.stopping() {
			return m.procs[0]
		}
		now := m.clk.Now()
		var next time.Time
		for i := range m.procs {
			at := (m.turn + 1 + i) % len(m.procs)
			q := m.procs[at]
			if q.runnable(now) {
				m.turn = at
				return q
			}
			if !q.until.IsZero() && (next.IsZero() || q.until.Before(next)) {
				next = q.until
			}
		}
		m.pass(now, next)
	}
}

// pass sleeps on the plane's clock until next, or until it is interrupted if next is zero.
func (m *Machine) pass(now, next time.Time) {
	var err error
	if next.IsZero() {
		err = m.task.Park()
	} else {
		err = m.task.Sleep(next.Sub(now))
	}
	if err != nil && !errors.Is(err, clock.ErrInterrupted) {
		m.kill.Store(true)
	}
	passed := m.clk.Since(now)
	computed := min(passed, m.charged)
	m.charged -= computed
	m.steps = max(0, m.steps-int((passed-computed).Seconds()*refill))
}

func (p *Process) runnable(now time.Time) bool {
	if !p.asleep {
		return true
	}
	switch {
	case p.ready == nil && p.until.IsZero(), p.ready != nil && p.ready():
		return true
	case !p.until.IsZero() && !now.Before(p.until):
		return true
	}
	return len(p.Pending) > 0 && (p.interruptible || p.fatalSignal())
}

// WaitAll waits for other processes to end.
func (p *Process) WaitAll(procs []*Process) {
	p.Wait(time.Time{}, func() bool { return allDone(procs) })
}

// WaitInterruptibly is WaitAll, but a signal that the process has a trap for ends it too. It reports whether one did.
func (p *Process) WaitInterruptibly(procs []*Process) (interrupted bool) {
	p.interruptible = true
	defer func() { p.interruptible = false }()
	p.WaitAll(procs)
	return !allDone(procs)
}

func allDone(procs []*Process) bool {
	return !slices.ContainsFunc(procs, func(p *Process) bool { return !p.Done })
}
