package shell

import (
	"io"
	"path"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Surroundings are what the shells of a container find around them.
type Surroundings struct {
	tool.Container
	Env            []string  // NAME=value
	Dir            string    // working directory
	Stdin          io.Reader // nil: empty
	Stdout, Stderr io.Writer // called by one goroutine at a time; they must not block
	NoTraps        bool      // trap does nothing
}

// Main runs what the container was told to run as process 1.
func (s *Shell) Main(args []string) (status int, missing bool) {
	name := args[0]
	if s.program(name) == nil && path.IsAbs(name) && !isShell(name) {
		if info, err := s.surroundings.FS.Stat(name, true); err == nil && info.IsDir() {
			return 126, true
		}
	}
	if isShell(name) {
		// Process 1 is this shell itself, so that its traps are the container's.
		return s.runShell(args), false
	}
	s.takesOver = true
	return s.exec(args, nil), false
}
