package sandbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// Limits bound what a container may use. A zero field stands for the default.
type Limits struct {
	Steps  int   // interpreter steps between two sleeps; default 10,000,000
	Memory int64 // bytes of shell variables, captured output and the like; default 32 MiB
	Procs  int   // processes at a time; default 64
	Depth  int   // nested functions, substitutions and subshells; default 500
}

const (
	stepCost   = 100 * time.Microsecond // virtual time that a step of the shell takes
	chargeStep = 50 * time.Millisecond  // computing is slept for in portions of this
	refill     = 100_000                // steps given back per second slept
)

func (l Limits) orDefault() Limits {
	if l.Steps == 0 {
		l.Steps = 10_000_000
	}
	if l.Memory == 0 {
		l.Memory = 32 << 20
	}
	if l.Procs == 0 {
		l.Procs = 64
	}
	if l.Depth == 0 {
		l.Depth = 500
	}
	return l
}

// What unwinds a process that must not go on. Panics carry them through the expansions, which know nothing of processes.
type (
	killed struct{}             // the container ends
	ended  struct{ status int } // the process ends, by a signal for instance
)

// machine is the virtual processor of one container, and all that its processes share.
type machine struct {
	cfg    Config
	clk    *clock.Clock
	task   *clock.Task
	limits Limits
	rand   *rand.Rand

	procs   []*proc // in order of birth; the first is process 1
	turn    int
	nextPID int
	stop    bool // all processes unwind
	bound   string
	missing bool
	began   time.Time
	regexps map[string]*regexp.Regexp

	steps   int
	cost    time.Duration // of computing that time has still to pass for
	charged time.Duration // of computing that is being slept for: it gives no steps back
	mem     int64

	kill  atomic.Bool
	sigMu sync.Mutex
	sigs  []signal
}

// proc is a process: a goroutine that runs while it holds the processor.
type proc struct {
	m      *machine
	pid    int
	wake   chan struct{}
	status int
	done   bool
	shell  *shell // of the process itself; it has the traps

	handles bool // signals, by dying of them: see shielded

	// What it waits for: an instant, a condition, or just its turn.
	until   time.Time
	ready   func() bool
	asleep  bool
	light   bool // signals with a trap end the wait too
	pending []signal
}

func (m *machine) newProc() *proc {
	m.nextPID++
	p := &proc{m: m, pid: m.nextPID, wake: make(chan struct{}, 1)}
	m.procs = append(m.procs, p)
	return p
}

// spawn starts a process; it first runs when the present one waits. It fails when there are too many.
func (m *machine) spawn(body func(p *proc) int, cleanup func()) (*proc, bool) {
	if len(m.procs) >= m.limits.Procs {
		return nil, false
	}
	p := m.newProc()
	go func() {
		<-p.wake
		p.status = p.guard(body)
		cleanup()
		p.done = true
		m.procs = slices.DeleteFunc(m.procs, func(q *proc) bool { return q == p })
		m.pick().wake <- struct{}{}
	}()
	return p, true
}

// guard runs a process and turns what unwinds it into its exit status.
func (p *proc) guard(body func(p *proc) int) (status int) {
	defer func() {
		switch why := recover().(type) {
		case nil:
		case killed:
			status = 137
		case ended:
			status = why.status
		default: // a defect here must not take the whole plane down
			_, _ = fmt.Fprintf(p.m.cfg.Stderr, "[simulated] the sandbox failed: %v\n", why)
			status = 134
		}
	}()
	p.check()
	return body(p)
}

// wait gives the processor to others until an instant, unless zero, or until ready, unless nil; with neither it just
// yields.
func (m *machine) wait(p *proc, until time.Time, ready func() bool) {
	p.until, p.ready, p.asleep = until, ready, true
	if q := m.pick(); q != p {
		q.wake <- struct{}{}
		<-p.wake
	}
	p.asleep = false
	p.check()
}

// pick chooses who runs next, in turns, and lets virtual time pass when nobody can.
func (m *machine) pick() *proc {
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

// pass sleeps on the plane's clock until next, or for ever when it is zero.
func (m *machine) pass(now, next time.Time) {
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

func (p *proc) runnable(now time.Time) bool {
	if !p.asleep {
		return true
	}
	switch {
	case p.ready == nil && p.until.IsZero(), p.ready != nil && p.ready():
		return true
	case !p.until.IsZero() && !now.Before(p.until):
		return true
	}
	return len(p.pending) > 0 && (p.light || p.fatalSignal())
}

func (m *machine) stopping() bool { return m.stop || m.kill.Load() }

// check unwinds the process if it has to end.
func (p *proc) check() {
	if p.m.stopping() {
		panic(killed{})
	}
	if p.fatalSignal() {
		panic(ended{p.pending[0].status()})
	}
}

// sleep waits for d of virtual time.
func (p *proc) sleep(d time.Duration) {
	p.m.wait(p, p.m.clk.Now().Add(d), nil)
}

// step accounts for n steps of computing: it lets the time that they take pass, and ends who computes without end.
func (p *proc) step(n int) {
	m := p.m
	m.steps += n
	if m.steps > m.limits.Steps {
		m.exceed("steps (it computes without ever sleeping)")
	}
	m.cost += time.Duration(n) * stepCost
	if m.cost >= chargeStep {
		d := m.cost
		m.cost = 0
		m.charged += d
		p.sleep(d)
	}
	if m.kill.Load() {
		p.check()
	}
}

// grow accounts for memory taken or, when negative, given back.
func (m *machine) grow(bytes int) {
	m.mem += int64(bytes)
	if m.mem > m.limits.Memory {
		m.exceed(memoryBound)
	}
}

// memoryBound is what every bound of memory begins with; details follow in parentheses.
const memoryBound = "memory"

// exceed ends the container because of a bound.
func (m *machine) exceed(bound string) {
	if m.bound == "" {
		m.bound = bound
	}
	m.stop = true
	panic(killed{})
}

// run plays process 1 and, once it has ended, ends all others.
func (m *machine) run(body func(p *proc) int) int {
	main := m.newProc()
	main.status = main.guard(body)
	m.stop = true
	for len(m.procs) > 1 {
		m.procs[1].wake <- struct{}{}
		<-main.wake
	}
	if m.bound != "" || m.kill.Load() {
		return 137
	}
	return main.status
}
