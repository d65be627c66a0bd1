package tool

import (
	"io"
	"math/rand/v2"
	"regexp"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
)

// Process is what a tool sees of the process that runs it.
type Process interface {
	// Container returns what all processes of the container share.
	Container() *Container

	// Stream returns an open file descriptor, nil for one that is closed.
	Stream(fd int) Stream
	// Open opens a file or device. Names may be relative, here and in Abs.
	Open(name string, flags files.Flags) (Stream, error)
	// Abs makes a name absolute; it resolves no links.
	Abs(name string) string
	// Errorf writes to standard error.
	Errorf(format string, args ...any)

	// Var returns a variable of the shell, exported or not.
	Var(name string) (value string, set bool)
	// Environ returns the exported variables.
	Environ() map[string]string
	// WithEnv calls do with a copy of the process whose exported variables are changed, and returns its exit status.
	WithEnv(edits []EnvEdit, do func(Process) int) int

	// Find returns the path of a program, empty for what the shell alone runs.
	Find(name string) string
	// Run runs a command in the shell and returns its exit status.
	Run(args []string) int
	// Replace is Run for a command that takes the place of the tool.
	Replace(args []string) int
	// Start starts a command as another process. It fails when there are too many.
	Start(args []string) (Child, bool)
	// HandleSignals lets signals end the tool even where it is process 1.
	HandleSignals()

	Now() time.Time
	Sleep(d time.Duration)
	// Step accounts for n steps of computing, and lets the time pass that they take.
	Step(n int)
	// ExceedMemory ends the container because what, in the tool, takes too much memory.
	ExceedMemory(what string)
	// Usage returns what the container uses at present.
	Usage() Usage
	// Rand returns the container's seeded source of random numbers.
	Rand() *rand.Rand
	// Regexp compiles an expression in Go's syntax, or returns it from a cache.
	Regexp(expr string) (*regexp.Regexp, error)
	// Match reports whether a shell pattern matches all of a text.
	Match(pattern, text string) bool
}

// Container is what all processes of a container share.
type Container struct {
	FS       *files.FS
	Args     []string // of process 1: program and arguments
	Hostname string
	UID, GID int64
	Groups   []int64 // besides GID
	Sync     func()  // called at sync(1); it does not block; nil ignores it
}

// Stream is an open file, pipe or device.
type Stream interface {
	io.ReadWriteCloser
	// ReadAll reads to the end, but at most so many bytes.
	ReadAll(most int) ([]byte, error)
	// ReadLine reads no further than to the end of a line. ended reports whether the line had one, ok whether there was any byte.
	ReadLine() (line string, ended, ok bool)
}

// Child is a process that a tool has started.
type Child interface {
	// Wait waits for the process to end, at most for d unless that is negative, and reports whether it has.
	Wait(d time.Duration) bool
	Signal(sig signal.Signal)
	Status() int
}

// EnvEdit changes an exported variable.
type EnvEdit struct {
	Name  string // empty: all of them; only Unset makes sense then
	Value string
	Unset bool
}

// Usage is what a container uses.
type Usage struct {
	Since               time.Duration // its start
	Memory, MemoryLimit int64         // bytes
	Processes           []int         // their numbers
}
