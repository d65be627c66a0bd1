// Package builtin has the built-ins that leave the state of their shell alone, except for its variables: echo, printf, read, getopts,
// sleep, wait and kill. Those that change the shell itself are in package shell.
package builtin

import (
	"mvdan.cc/sh/v3/expand"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

// Shell is what these built-ins need of the shell that runs them.
type Shell interface {
	// Process returns the process that the shell runs on.
	Process() *machine.Process
	// Descriptor returns an open file, if there is one.
	Descriptor(fd int) (*stream.File, bool)
	// Write, Outf and Errf write to a descriptor, to standard output and to standard error.
	Write(fd int, text string) error
	Outf(format string, args ...any)
	Errf(format string, args ...any)
	// Complain writes a message to standard error that begins with the shell's name.
	Complain(format string, args ...any)

	// Value returns a variable or parameter.
	Value(name string) string
	Assign(name string, v expand.Variable) error
	Unset(name string) error
	// Params returns the positional parameters.
	Params() []string
	// Expansion returns the shell's settings for splitting fields.
	Expansion() *expand.Config
	// OptionCursor returns where getopts is in the parameters; it may change it.
	OptionCursor() *Cursor

	// Jobs returns the background processes, oldest first.
	Jobs() []*machine.Process
	// ForgetJobs forgets them.
	ForgetJobs()
}

// Cursor is where getopts is in the parameters.
type Cursor struct {
	Index  int // of a parameter, from 1
	Offset int // of a letter in it
}

// Func runs a built-in and returns its exit status; args begin with its name.
type Func func(s Shell, args []string) int

// Table has the built-ins by name.
var Table = map[string]Func{
	"echo": runEcho, "printf": runPrintf, "read": runRead, "getopts": runGetopts, "sleep": runSleep,
	"wait": runWait, "kill": runKill,
}
