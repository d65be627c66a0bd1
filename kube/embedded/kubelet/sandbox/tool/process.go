// Package tool is what simulated tools are written with: the interface to the process that runs them, their flags, input and messages.
// It has no tool itself, and knows neither the shell nor the machine.
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
	// Open opens a file or device, whose name may be relative.
	Open(name string, flags files.Flags) (Stream, error)
	// Abs makes a name absolute. It does not resolve links.
	Abs(name string) string
	// Errorf writes to standard error.
	Errorf(format string, args ...any)

	// Var returns a variable of the shell, exported or not.
	Var(name string) (value string, set bool)
	// Environ returns the exported variables.
	Environ() map[string]string
	// WithEnv calls do with a copy of the process in which exported variables are changed, and returns its result.
	WithEnv(edits []EnvEdit, do func(Process) int) int

	// Find returns the path of a program, empty for a command that only the shell can run.
	Find(name string) string
	// Run runs a command in the shell and returns its exit status.
	Run(args []string) int
	// Replace is Run for a command that takes the place of the tool.
	Replace(args []string) int
	// Start starts a command as another process. It fails when there are too many.
	Start(args []string) (Child, bool)
	// HandleSignals lets signals end the tool even if it is process 1.
	HandleSignals()

	// Now returns the time of the plane, and Sleep waits for it to pass.
	Now() time.Time
	Sleep(d time.Duration)
	// Step accounts for n steps of computing, and lets the time pass that they take. Loops over input call it.
	Step(n int)
	// ExceedMemory ends the container, whose bound of memory the tool would exceed by what it names. It does not return.
	ExceedMemory(what string)
	// Usage returns what the container uses at present.
	Usage() Usage
	// Rand returns the container's seeded source of random numbers.
	Rand() *rand.Rand
	// Regexp compiles an expression of Go's syntax, or returns it from a cache.
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
	Sync     func()  // what sync(1) does, without blocking; nil does nothing
}

// Stream is an open file, pipe or device.
type Stream interface {
	io.ReadWriteCloser
	// ReadAll reads to the end, but at most most bytes.
	ReadAll(most int) ([]byte, error)
	// ReadLine reads to the end of a line and no further. ended reports whether the line has an end, ok whether there was any byte.
	ReadLine() (line string, ended, ok bool)
}

// Child is a process that a tool has started.
type Child interface {
	// Wait waits until the process has ended, at most for d unless that is negative, and reports whether it has.
	Wait(d time.Duration) bool
	Signal(sig signal.Signal)
	Status() int
}

// EnvEdit changes the exported variables: it sets one, unsets one or clears them all.
type EnvEdit struct {
	Name, Value string
	Unset       bool
	Clear       bool
}

// Usage is what a container uses at present.
type Usage struct {
	Uptime              time.Duration
	Memory, MemoryLimit int64 // bytes
	Processes           []int // their numbers
}
