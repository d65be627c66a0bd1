package shell

import (
	"maps"
	"strconv"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

// Signals reach process 1 of a container or not depending on its program: see HandlesSignals of [machine.Process]. That is the program
// of the container until another takes its place: by exec, or as the last command of sh -c, which a shell replaces itself by.

// consumeTakesOver reports whether the command that begins now takes the shell's place. Those after it do not.
func (s *Shell) consumeTakesOver() bool {
	over := s.takesOver
	s.takesOver = false
	return over
}

func builtinExec(s *Shell, args []string) int {
	if len(args) == 1 {
		return 0
	}
	// What replaces the shell has none of its traps, but still ignores the signals that the shell does.
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

// childShell runs sh as a program of its own: as another process, unless it takes the shell's place.
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

// reset makes a subshell a new shell on process p, which has only what its parent exports.
func (s *Shell) reset(p *machine.Process) {
	p.Traps, s.pid = s, p.PID
	s.funcs, s.aliases, s.flags, s.calls, s.errexitOff, s.params = map[string]*syntax.Stmt{}, nil, flags{}, 0, 0, nil
	s.vars.ExportAll = false
	s.vars.Drop(func(name string, v expand.Variable) bool {
		return !v.Exported && name != "IFS" && name != "PWD" && name != "OPTIND"
	})
}
