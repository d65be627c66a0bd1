package shell

import (
	"io"
	"path"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Surroundings is what the shells of a container have in common.
type Surroundings struct {
	tool.Container
	Env            []string  // NAME=value
	Dir            string    // working directory
	Stdin          io.Reader // nil: empty
	Stdout, Stderr io.Writer // called by one goroutine at a time; they must not block
	NoTraps        bool      // trap does nothing
}

// Main runs a container's program as process 1. missing reports whether there is no such program.
func (s *Shell) Main(args []string) (status int, missing bool) {
	name := args[0]
	if s.program(name) == nil && path.IsAbs(name) && !isShell(name) {
		if info, err := s.surroundings.FS.Stat(name, true); err == nil && info.IsDir() {
			return 126, true
		}
	}
	if isShell(name) {
		// This shell is process 1 itself, so that its traps are the container's.
		return s.runShell(args), false
	}
	s.takesOver = true
	return s.exec(args, nil), false
}
