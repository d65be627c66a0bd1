package shell

import (
	"path"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
)

func builtinWait(s *Shell, args []string) int {
	jobs := s.jobs
	if len(args) > 1 && args[1] != "-n" {
		jobs = nil
		for _, arg := range args[1:] {
			p := s.job(arg)
			if p == nil {
				s.errf("%s: wait: pid %s is not a child of this shell\n", path.Base(s.name), arg)
				return 127
			}
			jobs = append(jobs, p)
		}
	}
	if s.waitJobs(jobs) && len(s.p.Pending) > 0 {
		return s.p.Pending[0].Status()
	}
	if len(args) > 1 && len(jobs) > 0 {
		return jobs[len(jobs)-1].Status
	}
	if len(args) == 1 {
		s.jobs = nil
	}
	return 0
}

// job finds a background process by its number or %n.
func (s *Shell) job(arg string) *machine.Process {
	if n, ok := strings.CutPrefix(arg, "%"); ok {
		if i, err := strconv.Atoi(n); err == nil && i >= 1 && i <= len(s.jobs) {
			return s.jobs[i-1]
		}
		return nil
	}
	for _, p := range s.jobs {
		if strconv.Itoa(p.PID) == arg {
			return p
		}
	}
	return nil
}

func builtinKill(s *Shell, args []string) int {
	sig := signal.Term
	rest := args[1:]
	if len(rest) > 0 && rest[0] == "-l" {
		s.outf("HUP INT QUIT KILL USR1 USR2 PIPE ALRM TERM CHLD CONT STOP TSTP WINCH\n")
		return 0
	}
	if len(rest) > 1 && rest[0] == "-s" {
		rest[1] = "-" + rest[1]
		rest = rest[1:]
	}
	if len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		var ok bool
		if sig, ok = signal.Parse(rest[0][1:]); !ok {
			s.errf("%s: kill: bad signal name '%s'\n", path.Base(s.name), rest[0][1:])
			return 1
		}
		rest = rest[1:]
	}
	status := 0
	for _, arg := range rest {
		var target *machine.Process
		if arg == "0" {
			arg = "1"
		}
		for _, p := range s.p.Processes() {
			if strconv.Itoa(p.PID) == arg {
				target = p
			}
		}
		if target == nil {
			target = s.job(arg)
		}
		if target == nil || target.Done {
			s.errf("%s: kill: (%s) - No such process\n", path.Base(s.name), arg)
			status = 1
			continue
		}
		if sig != 0 {
			target.Send(sig)
		}
	}
	s.p.Check()
	return status
}
