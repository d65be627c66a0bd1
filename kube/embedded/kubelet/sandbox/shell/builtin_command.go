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

// describe says what commands are. Every name is a command here, if need be a simulated one.
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
			if _, err := s.around.FS.Stat(s.abs(name), true); err != nil {
				s.errf("%s: not found\n", name)
				return 127
			}
			what, short = " is "+name, name
		}
		if long {
			s.outf("%s%s\n", name, what)
		} else {
			s.outf("%s\n", short)
		}
	}
	return 0
}
