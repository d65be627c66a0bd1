package shell

import (
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/builtin"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

// builtins are the built-ins by name: those that change the shell itself, and those of package builtin.
var builtins map[string]func(*Shell, []string) int

func init() { // a literal would refer to itself through eval
	builtins = map[string]func(*Shell, []string) int{
		":":        func(*Shell, []string) int { return 0 },
		"true":     func(*Shell, []string) int { return 0 },
		"false":    func(*Shell, []string) int { return 1 },
		"test":     builtinTest,
		"[":        builtinTest,
		"cd":       builtinCd,
		"pwd":      func(s *Shell, _ []string) int { s.Outf("%s\n", s.dir); return 0 },
		"exit":     builtinExit,
		"return":   builtinReturn,
		"break":    func(s *Shell, args []string) int { return s.leaveLoop(flowBreak, args) },
		"continue": func(s *Shell, args []string) int { return s.leaveLoop(flowContinue, args) },
		"set":      builtinSet,
		"shift":    builtinShift,
		"unset":    builtinUnset,
		"export":   builtinDeclare,
		"readonly": builtinDeclare,
		"local":    builtinDeclare,
		"declare":  builtinDeclare,
		"typeset":  builtinDeclare,
		"eval":     builtinEval,
		".":        builtinSource,
		"source":   builtinSource,
		"exec":     builtinExec,
		"command":  builtinCommand,
		"builtin":  builtinCommand,
		"type":     builtinType,
		"trap":     builtinTrap,
		"jobs":     func(*Shell, []string) int { return 0 },
		"umask":    func(s *Shell, _ []string) int { s.Outf("%04o\n", s.umask); return 0 },
		"ulimit":   func(s *Shell, _ []string) int { s.Outf("unlimited\n"); return 0 },
		"hash":     func(*Shell, []string) int { return 0 },
		"shopt":    func(*Shell, []string) int { return 0 },
		"alias":    builtinAlias,
		"unalias":  builtinUnalias,
		"let":      builtinLet,
		"times":    func(s *Shell, _ []string) int { s.Outf("0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n"); return 0 },
	}
	for name, run := range builtin.Table {
		builtins[name] = func(s *Shell, args []string) int { return run(s, args) }
	}
}

func builtinCd(s *Shell, args []string) int {
	rest := args[1:]
	for len(rest) > 0 && (rest[0] == "-P" || rest[0] == "-L" || rest[0] == "--") {
		rest = rest[1:]
	}
	to := s.Value("HOME")
	if len(rest) > 0 {
		to = rest[0]
	}
	if to == "-" {
		to = s.Value("OLDPWD")
		defer func() { s.Outf("%s\n", s.dir) }()
	}
	full := path.Clean(s.abs(to))
	info, err := s.surroundings.FS.Stat(full, true)
	if err != nil || !info.IsDir() {
		reason := "No such file or directory"
		if err == nil {
			reason = "Not a directory"
		}
		s.Complain("cd: can't cd to %s: %s", to, reason)
		return 2
	}
	s.put("OLDPWD", s.dir)
	s.dir = full
	s.put("PWD", full)
	return 0
}

func builtinShift(s *Shell, args []string) int {
	n := 1
	if len(args) > 1 {
		n, _ = strconv.Atoi(args[1])
	}
	if n < 0 || n > len(s.params) {
		s.Complain("shift: can't shift that many")
		return 1
	}
	s.params = s.params[n:]
	return 0
}

func builtinUnset(s *Shell, args []string) int {
	functions := false
	for _, name := range args[1:] {
		switch {
		case name == "-f":
			functions = true
		case name == "-v":
			functions = false
		case functions:
			delete(s.funcs, name)
		default:
			if err := s.vars.Unset(name); err != nil {
				s.Complain("unset: %s", err)
				return 1
			}
		}
	}
	return 0
}

func builtinAlias(s *Shell, args []string) int {
	if s.aliases == nil {
		s.aliases = map[string]string{}
	}
	for _, arg := range args[1:] {
		if name, value, ok := strings.Cut(arg, "="); ok {
			s.aliases[name] = value
			s.Take(len(arg) + variables.Overhead)
		}
	}
	if len(args) == 1 {
		names := make([]string, 0, len(s.aliases))
		for name := range s.aliases {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			s.Outf("%s='%s'\n", name, s.aliases[name])
		}
	}
	return 0
}

func builtinUnalias(s *Shell, args []string) int {
	for _, name := range args[1:] {
		delete(s.aliases, name)
	}
	return 0
}
