package shell

import (
	"path"
	"strings"
)

// onDisk are the shell's built-ins that are programs as well.
var onDisk = map[string]bool{
	"echo": true, "printf": true, "test": true, "[": true, "true": true, "false": true, "kill": true, "pwd": true, "sleep": true,
}

// which returns the path of a program, empty for a built-in that is none. Every other name is a program, as it can be run.
func (s *Shell) which(name string) string {
	_, builtin := builtins[name]
	switch {
	case strings.Contains(name, "/"):
		info, err := s.around.FS.Stat(s.abs(name), true)
		if s.program(name) != nil || isShell(name) && binDir(path.Dir(name)) || err == nil && !info.IsDir() {
			return name
		}
		return ""
	case builtin && !onDisk[name]:
		return ""
	case builtin, s.program(name) != nil, isShell(name):
		return "/bin/" + name
	}
	return "/usr/bin/" + name
}
