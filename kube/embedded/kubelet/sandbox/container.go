package sandbox

import (
	"io"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Limits bound what a container may use.
type Limits = machine.Limits

// Config describes a container.
type Config struct {
	Clock *clock.Clock
	Task  *clock.Task // the container's own; the caller ends it
	FS    *files.FS

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
	NoTraps        bool // the container dies at the first signal: trap does nothing, and process 1 is like any other

	Sync func() // called when a process runs sync; it must not block; nil does nothing

	// Play, if not nil, is played in place of the program.
	Play *Play
}

// Result is how a container ended.
type Result struct {
	ExitCode int
	Bound    string // the bound that it exceeded and was killed for, if any
	Missing  bool   // the program to run does not exist
}

// OutOfMemory reports whether the container exceeded a bound of memory.
func (r Result) OutOfMemory() bool { return machine.OutOfMemory(r.Bound) }

// Container is a container's process 1 and all its children.
type Container struct {
	cfg     Config
	machine *machine.Machine
}

// New prepares a container. [Container.Run] plays it.
func New(cfg Config) *Container {
	if cfg.Dir == "" {
		cfg.Dir = "/"
	}
	return &Container{cfg: cfg, machine: machine.New(machine.Config{
		Clock: cfg.Clock, Task: cfg.Task, Stderr: cfg.Stderr, Seed: cfg.Seed, Limits: cfg.Limits, NoTraps: cfg.NoTraps,
	})}
}

// Run plays the container to its end, on the caller's goroutine and on behalf of its task. When it returns, no goroutine of the
// container is left.
func (c *Container) Run() Result {
	cfg, missing := &c.cfg, false
	code := c.machine.Run(func(p *machine.Process) int {
		s := shell.New(p, &shell.Surroundings{
			Container: tool.Container{
				FS: cfg.FS, Args: cfg.Args, Hostname: cfg.Hostname, UID: cfg.UID, GID: cfg.GID, Groups: cfg.Groups, Sync: cfg.Sync,
			},
			Env: cfg.Env, Dir: cfg.Dir, Stdin: cfg.Stdin, Stdout: cfg.Stdout, Stderr: cfg.Stderr, NoTraps: cfg.NoTraps,
		})
		defer s.CloseFiles()
		if cfg.Play != nil {
			return cfg.Play.run(p, cfg)
		}
		var status int
		status, missing = s.Main(cfg.Args)
		return status
	})
	bound := c.machine.Bound
	if bound != "" {
		_, _ = io.WriteString(cfg.Stderr, "[simulated] killed: the container exceeded its bound of "+bound+"\n")
	}
	return Result{ExitCode: code, Bound: bound, Missing: missing}
}

// Signal sends a signal such as TERM to process 1. As in a real container, a shell or a common tool ignores it. A shell with a trap
// runs the trap once its foreground command ends, or at once if it is in wait. A simulated program dies.
func (c *Container) Signal(name string) {
	if sig, ok := signal.Parse(name); ok {
		c.machine.Signal(sig)
	}
}

// Kill ends all processes of the container at once, with exit code 137.
func (c *Container) Kill() { c.machine.Kill() }
