package shell

import "strconv"

func (s *Shell) statusArg(args []string) int {
	if len(args) < 2 {
		return s.status
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		s.Complain("%s: Illegal number: %s", args[0], args[1])
		return 2
	}
	return n & 0xff
}

func builtinExit(s *Shell, args []string) int {
	status := s.statusArg(args)
	s.flow = flowExit
	return status
}

func builtinReturn(s *Shell, args []string) int {
	status := s.statusArg(args)
	if s.calls == 0 {
		s.flow = flowExit // as dash does outside of functions
		return status
	}
	s.flow = flowReturn
	return status
}

func (s *Shell) leaveLoop(f flow, args []string) int {
	n := 1
	if len(args) > 1 {
		var err error
		if n, err = strconv.Atoi(args[1]); err != nil || n < 1 {
			s.Complain("%s: Illegal number: %s", args[0], args[1])
			return 2
		}
	}
	if s.loops == 0 {
		return 0
	}
	s.flow, s.loopsToLeave = f, min(n, s.loops)
	return 0
}
