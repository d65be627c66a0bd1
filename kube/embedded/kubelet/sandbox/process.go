package sandbox

import (
	"io"
	"math/rand/v2"
	"path"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// Config says what a container runs, and in which surroundings.
type Config struct {
	Clock *clock.Clock
	Task  *clock.Task // the container's own; the caller ends it
	FS    *FS

	Args     []string // program and arguments; never empty
	Env      []string // NAME=value
	Dir      string   // working directory; "/" when empty
	Hostname string
	UID, GID int64
	Groups   []int64   // besides GID
	Stdin    io.Reader // nil: empty

	Stdout, Stderr io.Writer // called by one goroutine at a time; they must not block
	Seed           uint64    // of $RANDOM, of simulated durations and of /dev/urandom
	Limits         Limits
	NoTraps        bool // containers die of the first signal: trap does nothing, and process 1 is like any other

	Sync func() // is told of sync, and must not block; nil ignores it

	// Play replaces the program by a simulated run of it, when not nil.
	Play *Play
}

// Play is a simulated run of a program.
type Play struct {
	Duration time.Duration // negative: until a signal comes
	Lines    int           // of progress that it logs, spread over the duration
	ExitCode int
}

// Result is how a container ended.
type Result struct {
	ExitCode int
	Bound    string // which bound it met, if any: it was killed for that
	Missing  bool   // the program to run does not exist
}

// OutOfMemory says whether the bound that the container met was one of memory.
func (r Result) OutOfMemory() bool { return strings.HasPrefix(r.Bound, memoryBound) }

// Process is a container's process 1 and all its children.
type Process struct{ m *machine }

// New prepares a container's processes. [Process.Run] plays them.
func New(cfg Config) *Process {
	if cfg.Dir == "" {
		cfg.Dir = "/"
	}
	m := &machine{
		cfg: cfg, clk: cfg.Clock, task: cfg.Task, limits: cfg.Limits.orDefault(),
		rand:  rand.New(rand.NewPCG(cfg.Seed, 0x6b726f6e6f73)),
		began: cfg.Clock.Now(),
	}
	return &Process{m: m}
}

// Run plays the container to its end, on the caller's goroutine and on behalf of its task. When it returns, no goroutine of the
// container is left.
func (p *Process) Run() Result {
	m := p.m
	code := m.run(func(p *proc) int {
		s := newShell(p)
		defer s.closeFiles()
		if m.cfg.Play != nil {
			return m.cfg.Play.run(p, m.cfg)
		}
		return s.main(m.cfg.Args)
	})
	if m.bound != "" {
		_, _ = io.WriteString(m.cfg.Stderr, "[simulated] killed: the container exceeded its bound of "+m.bound+"\n")
	}
	return Result{ExitCode: code, Bound: m.bound, Missing: m.missing}
}

// Signal sends a signal such as TERM to process 1. As in a real container, a shell or a common tool does not even notice it,
// unless the shell has a trap: then it runs that once its foreground command ends, at once when it is in wait. A simulated
// program dies of the signal.
func (p *Process) Signal(name string) {
	sig, ok := parseSignal(name)
	if !ok {
		return
	}
	m := p.m
	m.sigMu.Lock()
	m.sigs = append(m.sigs, sig)
	m.sigMu.Unlock()
	m.task.Interrupt()
	// Should the container be about to sleep just now, the first interrupt is lost; this one comes when it does sleep.
	m.clk.AfterFunc(0, m.task.Interrupt)
}

// Kill ends all processes of the container at once, with exit code 137.
func (p *Process) Kill() {
	p.m.kill.Store(true)
	p.m.task.Cancel(clock.ErrInterrupted)
}

// main runs what the container was told to run as process 1.
func (s *shell) main(args []string) int {
	name := args[0]
	if s.program(name) == nil && path.IsAbs(name) && !isShell(name) {
		if info, err := s.m.cfg.FS.Stat(name, true); err == nil && info.IsDir() {
			s.m.missing = true
			return 126
		}
	}
	if isShell(name) {
		// Process 1 is this shell itself, so that its traps are the container's.
		return s.runShell(args)
	}
	s.over = true
	return s.exec(args, nil)
}
