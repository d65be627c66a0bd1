package shell

import (
	"sort"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
)

// runTraps runs the traps of pending signals, between two commands.
func (s *Shell) runTraps() {
	if s.p.Traps != s {
		return // a subshell on the same process: the shell itself does it later
	}
	if s.inTrap {
		return // a trap is not interrupted by another
	}
	for len(s.p.Pending) > 0 && s.flow == flowNone {
		s.p.Check()
		sig := s.p.TakeSignal()
		action := s.traps[sig.Name()]
		status := s.status
		s.p.Step(1)
		s.inTrap = true
		s.runText(action)
		s.inTrap = false
		if s.flow == flowNone {
			s.status = status
		}
	}
}

// runExitTrap runs the EXIT trap, once.
func (s *Shell) runExitTrap() {
	action := s.traps["EXIT"]
	if action == "" {
		return
	}
	delete(s.traps, "EXIT")
	status := s.status
	s.flow = flowNone
	s.loops, s.calls = 0, 0
	s.runText(action)
	if s.flow != flowExit {
		s.status = status
	}
	s.flow = flowExit
}

// Trap implements [machine.Trapper].
func (s *Shell) Trap(sig signal.Signal) (action string, ok bool) {
	action, ok = s.traps[sig.Name()]
	return action, ok
}

func builtinTrap(s *Shell, args []string) int {
	if s.surroundings.NoTraps {
		return 0
	}
	args = args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 || args[0] == "-p" {
		names := make([]string, 0, len(s.traps))
		for name := range s.traps {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			s.Outf("trap -- '%s' %s\n", strings.ReplaceAll(s.traps[name], "'", `'\''`), name)
		}
		return 0
	}
	action, names := args[0], args[1:]
	if len(names) == 0 {
		action, names = "-", args
	}
	status := 0
	for _, arg := range names {
		name := "EXIT"
		if arg != "0" && !strings.EqualFold(arg, "EXIT") {
			sig, ok := signal.Parse(arg)
			if !ok {
				switch arg {
				case "ERR", "DEBUG", "RETURN":
					s.Errf("trap: %s is not simulated\n", arg)
				default:
					s.Errf("trap: %s: invalid signal specification\n", arg)
				}
				status = 1
				continue
			}
			name = sig.Name()
		}
		if action == "-" {
			delete(s.traps, name)
		} else {
			s.traps[name] = action
			s.Take(len(action))
		}
	}
	return status
}
