package shell

import (
	"mvdan.cc/sh/v3/expand"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

// builtinShell is what the built-ins of this package ask of the shell that runs them.
type builtinShell interface {
	// Process returns the process that the shell runs on.
	Process() *machine.Process
	// Descriptor returns an open file.
	Descriptor(fd int) (*stream.File, bool)
	write(fd int, text string) error
	outf(format string, args ...any)
	errf(format string, args ...any)
	// complain prints a message to standard error that begins with the shell's name.
	complain(format string, args ...any)

	value(name string) string
	assign(name string, v expand.Variable) error
	Unset(name string) error
	Params() []string
	// Expansion returns the shell's settings for splitting fields.
	Expansion() *expand.Config
	// OptionCursor returns where getopts is in the parameters.
	OptionCursor() *cursor

	// Jobs returns the background processes, oldest first.
	Jobs() []*machine.Process
	ForgetJobs()
}

// cursor is where getopts is in the parameters.
type cursor struct {
	Index  int // of a parameter, from 1
	Offset int // of a letter in it
}

// builtin runs a built-in and returns its exit status; args begin with its name.
type builtin func(s builtinShell, args []string) int

// builtinTable are the built-ins by name.
var builtinTable = map[string]builtin{
	"echo": builtinEcho, "printf": builtinPrintf, "read": builtinRead, "getopts": builtinGetopts, "sleep": builtinSleep,
	"wait": builtinWait, "kill": builtinKill,
}
