package sandbox

import (
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// What unwinds a process that must not go on. Panics carry them through the expansions, which know nothing of processes.
type (
	killed struct{}             // the container ends
	ended  struct{ status int } // the process ends, by a signal for instance
)

// machine is the virtual processor of one container, and all that its processes share.
type machine struct {
	clk    *clock.Clock
	task   *clock.Task
	limits Limits
	rand   *rand.Rand

	stderr  io.Writer
	noTraps bool

	procs   []*proc // in order of birth; the first is process 1
	turn    int
	nextPID int
	stop    bool // all processes unwind
	bound   string
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
	shell  trapper // of the process itself

	handles bool // signals, by dying of them: see shielded

	// What it waits for: an instant, a condition, or just its turn.
	until   time.Time
	ready   func() bool
	asleep  bool
	light   bool // signals with a trap end the wait too
	pending []signal
}

// trapper has the traps of a process: the shell that it runs.
type trapper interface {
	// Trap returns what the process does at a signal; an empty action ignores it.
	Trap(sig signal) (action string, ok bool)
}

// machineConfig describes the processor of a container.
type machineConfig struct {
	Clock   *clock.Clock
	Task    *clock.Task // the container's own; the caller ends it
	Stderr  io.Writer   // for failures of the sandbox itself
	Seed    uint64
	Limits  Limits
	NoTraps bool // process 1 is like any other
}

func newMachine(cfg machineConfig) *machine {
	return &machine{
		clk: cfg.Clock, task: cfg.Task, limits: cfg.Limits.orDefault(), stderr: cfg.Stderr, noTraps: cfg.NoTraps,
		rand:  rand.New(rand.NewPCG(cfg.Seed, 0x6b726f6e6f73)),
		began: cfg.Clock.Now(),
	}
}

func (m *machine) newProc() *proc {
	m.nextPID++
	p := &proc{m: m, pid: m.nextPID, wake: make(chan struct{}, 1)}
	m.procs = append(m.procs, p)
	return p
}

// spawn starts a process; it first runs when the present one waits. It fails when there are too many.
func (p *proc) spawn(body func(p *proc) int, cleanup func()) (*proc, bool) {
	if p.full() {
		return nil, false
	}
	return p.m.spawn(body, cleanup), true
}

// full reports whether the container has all the processes that it may have.
func (p *proc) full() bool { return len(p.m.procs) >= p.m.limits.Procs }

func (m *machine) spawn(body func(p *proc) int, cleanup func()) *proc {
	p := m.newProc()
	go func() {
		<-p.wake
		p.status = p.guard(body)
		cleanup()
		p.done = true
		m.procs = slices.DeleteFunc(m.procs, func(q *proc) bool { return q == p })
		m.pick().wake <- struct{}{}
	}()
	return p
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
			_, _ = fmt.Fprintf(p.m.stderr, "[simulated] the sandbox failed: %v\n", why)
			status = 134
		}
	}()
	p.check()
	return body(p)
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

// unwinds reports whether a recovered panic ends a process: it must go on.
func unwinds(why any) bool {
	switch why.(type) {
	case killed, ended:
		return true
	}
	return false
}

// exit ends the process.
func (p *proc) exit(status int) { panic(ended{status}) }

// processes are those of the container, in order of birth.
func (p *proc) processes() []*proc { return p.m.procs }

func (p *proc) now() time.Time        { return p.m.clk.Now() }
func (p *proc) uptime() time.Duration { return p.m.clk.Since(p.m.began) }
func (p *proc) rand() *rand.Rand      { return p.m.rand }

// sleep waits for d of virtual time.
func (p *proc) sleep(d time.Duration) {
	p.wait(p.m.clk.Now().Add(d), nil)
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

// signal hands a signal from outside to process 1.
func (m *machine) signal(sig signal) {
	m.sigMu.Lock()
	m.sigs = append(m.sigs, sig)
	m.sigMu.Unlock()
	m.task.Interrupt()
	// Should the container be about to sleep just now, the first interrupt is lost; this one comes when it does sleep.
	m.clk.AfterFunc(0, m.task.Interrupt)
}

// end ends all processes at once, from outside, with exit code 137.
func (m *machine) end() {
	m.kill.Store(true)
	m.task.Cancel(clock.ErrInterrupted)
}
