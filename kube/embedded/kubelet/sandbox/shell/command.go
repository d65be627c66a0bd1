package shell

import (
	"path"
	"strings"
)

func builtinCommand(s *Shell, args []string) int {
	rest := args[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		if rest[0] == "-v" || rest[0] == "-V" {
			return s.describe(rest[1:], rest[0] == "-V")
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return 0
	}
	if run, ok := builtins[rest[0]]; ok {
		return run(s, rest)
	}
	return s.external(rest)
}

func builtinType(s *Shell, args []string) int {
	rest := args[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		rest = rest[1:]
	}
	return s.describe(rest, true)
}

// describe prints what commands are. Every name is a command here, if only a simulated one.
func (s *Shell) describe(names []string, long bool) int {
	for _, name := range names {
		_, function := s.funcs[name]
		_, builtin := builtins[name]
		what, short := " is "+"/usr/bin/"+path.Base(name), "/usr/bin/"+path.Base(name)
		switch {
		case function:
			what, short = " is a function", name
		case builtin:
			what, short = " is a shell builtin", name
		case s.program(name) != nil || isShell(name):
			what, short = " is /bin/"+path.Base(name), "/bin/"+path.Base(name)
		case strings.Contains(name, "/"):
			if _, err := s.surroundings.FS.Stat(s.abs(name), true); err != nil {
				s.Errf("%s: not found\n", name)
				return 127
			}
			what, short = " is "+name, name
		}
		if long {
			s.Outf("%s%s\n", name, what)
		} else {
			s.Outf("%s\n", short)
		}
	}
	return 0
}

// onDisk are the built-ins that are programs as well.
var onDisk = map[string]bool{
	"echo": true, "printf": true, "test": true, "[": true, "true": true, "false": true, "kill": true, "pwd": true, "sleep": true,
}

// which returns the path of a program, empty for a built-in that is none. Every other name is a program, since it can be run.
func (s *Shell) which(name string) string {
	_, builtin := builtins[name]
	switch {
	case strings.Contains(name, "/"):
		info, err := s.surroundings.FS.Stat(s.abs(name), true)
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
