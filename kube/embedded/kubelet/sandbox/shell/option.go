package shell

func (s *Shell) flag(c rune) *bool {
	switch c {
	case 'e':
		return &s.flags.errexit
	case 'u':
		return &s.flags.nounset
	case 'x':
		return &s.flags.xtrace
	case 'f':
		return &s.flags.noglob
	case 'a':
		return &s.vars.ExportAll
	case 'n':
		return &s.flags.noexec
	}
	return nil
}

func (s *Shell) setFlag(c rune, on bool) {
	if opt := s.flag(c); opt != nil {
		*opt = on
	}
}

func (s *Shell) setOption(name string, on bool) bool {
	switch name {
	case "errexit":
		s.flags.errexit = on
	case "nounset":
		s.flags.nounset = on
	case "xtrace":
		s.flags.xtrace = on
	case "noglob":
		s.flags.noglob = on
	case "allexport":
		s.vars.ExportAll = on
	case "noexec":
		s.flags.noexec = on
	case "pipefail":
		s.flags.pipefail = on
	case "posix", "monitor", "notify", "verbose", "noclobber", "errtrace", "functrace", "braceexpand", "histexpand":
	default:
		return false
	}
	return true
}

func (s *Shell) flagLetters() string {
	letters := ""
	for _, c := range "aefnux" {
		if *s.flag(c) {
			letters += string(c)
		}
	}
	return letters
}

func builtinSet(s *Shell, args []string) int {
	rest := args[1:]
	if len(rest) == 0 {
		s.listVars()
		return 0
	}
	for len(rest) > 0 {
		arg := rest[0]
		if arg == "--" || arg == "-" {
			s.setParams(rest[1:])
			return 0
		}
		if len(arg) < 2 || arg[0] != '-' && arg[0] != '+' {
			s.setParams(rest)
			return 0
		}
		rest = rest[1:]
		for _, c := range arg[1:] {
			if c != 'o' {
				s.setFlag(c, arg[0] == '-')
				continue
			}
			if len(rest) == 0 {
				break
			}
			if !s.setOption(rest[0], arg[0] == '-') {
				s.Complain("set: illegal option -o %s", rest[0])
				return 2
			}
			rest = rest[1:]
		}
	}
	return 0
}

func (s *Shell) setParams(params []string) {
	size := 0
	for _, p := range params {
		size += len(p) + 24
	}
	s.p.Step(len(params) / 64)
	s.Take(size) // until the shell ends: rather too much than too little
	s.params = params
}
