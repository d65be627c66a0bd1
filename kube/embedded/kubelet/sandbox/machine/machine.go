// Package machine is the virtual processor of one container: its processes take turns on it, wait on the plane's clock, send one
// another signals and are held to limits. It does not know what the processes run.
package machine

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
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
)

// What unwinds a process that must not go on: a panic, for the expansions of the shell in between know nothing of processes.
type (
	killed struct{}             // the container ends
	ended  struct{ status int } // the process ends, by a signal for instance
)

// Machine is the virtual processor of one container, and what its processes share.
type Machine struct {
	clk    *clock.Clock
	task   *clock.Task
	limits Limits
	rand   *rand.Rand

	stderr  io.Writer
	noTraps bool

	procs   []*Process // in order of birth; the first is process 1
	turn    int
	nextPID int
	stop    bool // all processes unwind
	Bound   string
	began   time.Time
	regexps map[string]*regexp.Regexp

	steps   int
	cost    time.Duration // of computing that has not been slept for
	charged time.Duration // of computing that is being slept for: such sleep gives no steps back
	mem     int64

	kill  atomic.Bool
	sigMu sync.Mutex
	sigs  []signal.Signal
}

// Process is a goroutine that runs while it holds the processor.
type Process struct {
	m      *Machine
	PID    int
	wake   chan struct{}
	Status int
	Done   bool
	Traps  Trapper // nil: none

	HandlesSignals bool // it dies of signals even as process 1: see shielded

	// What it waits for: an instant, a condition, or just its turn.
	until         time.Time
	ready         func() bool
	asleep        bool
	interruptible bool // signals with a trap end the wait too
	Pending       []signal.Signal
}

// Trapper has the traps of a process; the shell that it runs does.
type Trapper interface {
	// Trap returns what the process does at a signal, if it has a trap for it. An empty action ignores the signal.
	Trap(sig signal.Signal) (action string, ok bool)
}

// Config describes the processor of a container.
type Config struct {
	Clock   *clock.Clock
	Task    *clock.Task // the container's own; the caller ends it
	Stderr  io.Writer   // for failures of the sandbox itself
	Seed    uint64
	Limits  Limits
	NoTraps bool // process 1 dies of signals like any other
}

// New returns a machine without processes.
func New(cfg Config) *Machine {
	return &Machine{
		clk: cfg.Clock, task: cfg.Task, limits: cfg.Limits.orDefault(), stderr: cfg.Stderr, noTraps: cfg.NoTraps,
		rand:  rand.New(rand.NewPCG(cfg.Seed, 0x6b726f6e6f73)),
		began: cfg.Clock.Now(),
	}
}

func (m *Machine) newProc() *Process {
	m.nextPID++
	p := &Process{m: m, PID: m.nextPID, wake: make(chan struct{}, 1)}
	m.procs = append(m.procs, p)
	return p
}

// Spawn starts another process, which first runs when this one waits. It fails when there are too many. cleanup runs after body,
// however that ends.
func (p *Process) Spawn(body func(p *Process) int, cleanup func()) (*Process, bool) {
	if p.Full() {
		return nil, false
	}
	return p.m.spawn(body, cleanup), true
}

// Full reports whether the container has as many processes as it may.
func (p *Process) Full() bool { return len(p.m.procs) >= p.m.limits.Procs }

func (m *Machine) spawn(body func(p *Process) int, cleanup func()) *Process {
	p := m.newProc()
	go func() {
		<-p.wake
		p.Status = p.guard(body)
		cleanup()
		p.Done = true
		m.procs = slices.DeleteFunc(m.procs, func(q *Process) bool { return q == p })
		m.pick().wake <- struct{}{}
	}()
	return p
}

// guard runs body and turns what unwinds it into an exit status.
func (p *Process) guard(body func(p *Process) int) (status int) {
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
	p.Check()
	return body(p)
}

func (m *Machine) stopping() bool { return m.stop || m.kill.Load() }

// Check unwinds the process if it has to end.
func (p *Process) Check() {
	if p.m.stopping() {
		panic(killed{})
	}
	if p.fatalSignal() {
		panic(ended{p.Pending[0].Status()})
	}
}

// Unwinds reports whether a recovered panic ends a process. Whoever recovers it must panic again.
func Unwinds(why any) bool {
	switch why.(type) {
	case killed, ended:
		return true
	}
	return false
}

// Exit ends the process. It does not return.
func (p *Process) Exit(status int) { panic(ended{status}) }

// Processes returns those of the container, oldest first.
func (p *Process) Processes() []*Process { return p.m.procs }

// Now returns the time of the plane.
func (p *Process) Now() time.Time { return p.m.clk.Now() }

// Uptime returns how long the container has run.
func (p *Process) Uptime() time.Duration { return p.m.clk.Since(p.m.began) }

// Rand returns the container's seeded source of random numbers.
func (p *Process) Rand() *rand.Rand { return p.m.rand }

// Sleep waits for d of virtual time.
func (p *Process) Sleep(d time.Duration) {
	p.Wait(p.m.clk.Now().Add(d), nil)
}

// Run runs process 1 and, once it has ended, ends all others. It returns its exit status.
func (m *Machine) Run(body func(p *Process) int) int {
	main := m.newProc()
	main.Status = main.guard(body)
	m.stop = true
	for len(m.procs) > 1 {
		m.procs[1].wake <- struct{}{}
		<-main.wake
	}
	if m.Bound != "" || m.kill.Load() {
		return 137
	}
	return main.Status
}

// Signal hands a signal from outside to process 1.
func (m *Machine) Signal(sig signal.Signal) {
	m.sigMu.Lock()
	m.sigs = append(m.sigs, sig)
	m.sigMu.Unlock()
	m.task.Interrupt()
	// The first interrupt is lost if the container is just about to sleep; this one comes once it sleeps.
	m.clk.AfterFunc(0, m.task.Interrupt)
}

// Kill ends all processes at once, from outside, with exit code 137.
func (m *Machine) Kill() {
	m.kill.Store(true)
	m.task.Cancel(clock.ErrInterrupted)
}
