package builtin

import (
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
)

func runWait(s Shell, args []string) int {
	jobs := s.Jobs()
	if len(args) > 1 && args[1] != "-n" {
		jobs = nil
		for _, arg := range args[1:] {
			p := job(s, arg)
			if p == nil {
				s.Complain("wait: pid %s is not a child of this shell", arg)
				return 127
			}
			jobs = append(jobs, p)
		}
	}
	if s.Process().WaitInterruptibly(jobs) && len(s.Process().Pending) > 0 {
		return s.Process().Pending[0].Status()
	}
	if len(args) > 1 && len(jobs) > 0 {
		return jobs[len(jobs)-1].Status
	}
	if len(args) == 1 {
		s.ForgetJobs()
	}
	return 0
}

// job returns a background process by its number or %n, nil for none.
func job(s Shell, arg string) *machine.Process {
	if n, ok := strings.CutPrefix(arg, "%"); ok {
		if i, err := strconv.Atoi(n); err == nil && i >= 1 && i <= len(s.Jobs()) {
			return s.Jobs()[i-1]
		}
		return nil
	}
	for _, p := range s.Jobs() {
		if strconv.Itoa(p.PID) == arg {
			return p
		}
	}
	return nil
}

func runKill(s Shell, args []string) int {
	sig := signal.Term
	rest := args[1:]
	if len(rest) > 0 && rest[0] == "-l" {
		s.Outf("HUP INT QUIT KILL USR1 USR2 PIPE ALRM TERM CHLD CONT STOP TSTP WINCH\n")
		return 0
	}
	if len(rest) > 1 && rest[0] == "-s" {
		rest[1] = "-" + rest[1]
		rest = rest[1:]
	}
	if len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		var ok bool
		if sig, ok = signal.Parse(rest[0][1:]); !ok {
			s.Complain("kill: bad signal name '%s'", rest[0][1:])
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
		for _, p := range s.Process().Processes() {
			if strconv.Itoa(p.PID) == arg {
				target = p
			}
		}
		if target == nil {
			target = job(s, arg)
		}
		if target == nil || target.Done {
			s.Complain("kill: (%s) - No such process", arg)
			status = 1
			continue
		}
		if sig != 0 {
			target.Send(sig)
		}
	}
	s.Process().Check()
	return status
}
