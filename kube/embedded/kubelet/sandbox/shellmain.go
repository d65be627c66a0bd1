package sandbox

import (
	"io"
	"path"
)

// surroundings are what the shells of a container find around them.
type surroundings struct {
	toolContainer
	Env            []string  // NAME=value
	Dir            string    // working directory
	Stdin          io.Reader // nil: empty
	Stdout, Stderr io.Writer // called by one goroutine at a time; they must not block
	NoTraps        bool      // trap does nothing
}

// main runs what the container was told to run as process 1.
func (s *shell) main(args []string) (status int, missing bool) {
	name := args[0]
	if s.program(name) == nil && path.IsAbs(name) && !isShell(name) {
		if info, err := s.around.FS.Stat(name, true); err == nil && info.IsDir() {
			return 126, true
		}
	}
	if isShell(name) {
		// Process 1 is this shell itself, so that its traps are the container's.
		return s.runShell(args), false
	}
	s.over = true
	return s.exec(args, nil), false
}
