package sandbox

func builtinPrintf(s *shell, args []string) int {
	rest := args[1:]
	into := ""
	if len(rest) > 1 && rest[0] == "-v" {
		into, rest = rest[1], rest[2:]
	}
	if len(rest) > 0 && rest[0] == "--" {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		s.errf("printf: usage: printf format [arguments]\n")
		return 2
	}
	text, bad := format(s.p, rest[0], rest[1:])
	if into != "" {
		if err := s.assign(into, str(text)); err != nil {
			s.errf("printf: %s\n", err)
			return 1
		}
	} else if err := s.write(1, text); err != nil {
		s.errf("printf: write error: %s\n", message(err))
		return 1
	}
	if bad != "" {
		s.errf("printf: %s: invalid number\n", bad)
		return 1
	}
	return 0
}
