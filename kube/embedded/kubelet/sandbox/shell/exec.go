package shell

import (
	"maps"
	"strconv"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

// Which program is process 1 of a container decides about its signals (see proc.shielded). It is what the container was told
// to run, until that has itself replaced: by exec, or as a shell does of its own accord with the last command of sh -c.

// consumeTakesOver says whether the command that begins now takes the shell's place, and has what comes after it not do so.
func (s *Shell) consumeTakesOver() bool {
	over := s.takesOver
	s.takesOver = false
	return over
}

func builtinExec(s *Shell, args []string) int {
	if len(args) == 1 {
		return 0
	}
	// What replaces the shell has none of its traps, but goes on ignoring what the shell does.
	maps.DeleteFunc(s.traps, func(_, action string) bool { return action != "" })
	status := 0
	if run := s.program(args[1]); run != nil || builtins[args[1]] == nil {
		s.takesOver = true
		status = s.external(args[1:])
	} else {
		status = s.exec(args[1:], nil)
	}
	s.flow = flowExit
	return status
}

// childShell is sh run as a program of its own: as another process, unless it takes the place of the present shell.
func (s *Shell) childShell(args []string) int {
	if s.consumeTakesOver() {
		t := s.sub(s.p)
		defer t.discard()
		t.reset(s.p)
		return t.runShell(args)
	}
	child := s.start(func(*Shell) {}, func(t *Shell) {
		t.reset(t.p)
		t.put("PPID", strconv.Itoa(s.p.PID))
		t.status = t.runShell(args)
	})
	if child == nil {
		return 2
	}
	s.p.WaitAll([]*machine.Process{child})
	return child.Status
}

// reset makes a subshell the shell of process p, with no more of its parent's state than is exported.
func (s *Shell) reset(p *machine.Process) {
	p.Traps, s.pid = s, p.PID
	s.funcs, s.aliases, s.flags, s.calls, s.errexitOff, s.params = map[string]*syntax.Stmt{}, nil, flags{}, 0, 0, nil
	s.vars.ExportAll = false
	s.vars.Drop(func(name string, v expand.Variable) bool {
		return !v.Exported && name != "IFS" && name != "PWD" && name != "OPTIND"
	})
}
