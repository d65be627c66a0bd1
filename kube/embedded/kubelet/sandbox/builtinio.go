package sandbox

import (
	"path"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/expand"
)

func builtinCommand(s *shell, args []string) int {
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

func builtinType(s *shell, args []string) int {
	rest := args[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		rest = rest[1:]
	}
	return s.describe(rest, true)
}

// describe says what commands are. Every name is a command here, if need be a simulated one.
func (s *shell) describe(names []string, long bool) int {
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

func builtinRead(s *shell, args []string) int {
	raw, delim, limit, fd := false, byte('\n'), 0, 0
	var timeout time.Duration
	array := ""
	rest := args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			break
		}
		for i := 1; i < len(arg); i++ {
			value := arg[i+1:]
			takes := strings.IndexByte("dnputaN", arg[i]) >= 0
			if takes && value == "" && len(rest) > 0 {
				value, rest = rest[0], rest[1:]
			}
			switch arg[i] {
			case 'r':
				raw = true
			case 'd':
				delim = 0
				if value != "" {
					delim = value[0]
				}
			case 'n', 'N':
				limit, _ = strconv.Atoi(value)
			case 'u':
				fd, _ = strconv.Atoi(value)
			case 't':
				timeout, _ = parseSleep(value)
			case 'p':
				s.errf("%s", value)
			case 'a':
				array = value
			}
			if takes {
				break
			}
		}
	}
	f, ok := s.fds[fd]
	if !ok {
		return 1
	}
	if timeout > 0 && !f.awaitPipe(s.p, timeout) {
		return 142
	}
	line, ended, _ := readLine(s.p, f, delim, limit)
	for !raw && strings.HasSuffix(line, `\`) && ended && delim == '\n' {
		var more string
		more, ended, _ = readLine(s.p, f, delim, limit)
		line = line[:len(line)-1] + more
	}
	names := rest
	if len(names) == 0 {
		names = []string{"REPLY"}
	}
	cfg := s.config()
	if array != "" {
		_ = s.assign(array, expand.Variable{Set: true, Kind: expand.Indexed, List: expand.ReadFields(cfg, line, -1, raw)})
		return boolStatus(ended)
	}
	values := []string{line}
	if len(rest) > 0 {
		values = expand.ReadFields(cfg, line, len(names), raw)
	}
	for i, name := range names {
		value := ""
		if i < len(values) {
			value = values[i]
		}
		if err := s.assign(name, str(value)); err != nil {
			s.errf("%s: read: %s\n", path.Base(s.name), err)
			return 2
		}
	}
	return boolStatus(ended)
}

func builtinWait(s *shell, args []string) int {
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
	if s.waitJobs(jobs) && len(s.p.pending) > 0 {
		return s.p.pending[0].status()
	}
	if len(args) > 1 && len(jobs) > 0 {
		return jobs[len(jobs)-1].status
	}
	if len(args) == 1 {
		s.jobs = nil
	}
	return 0
}

// job finds a background process by its number or %n.
func (s *shell) job(arg string) *proc {
	if n, ok := strings.CutPrefix(arg, "%"); ok {
		if i, err := strconv.Atoi(n); err == nil && i >= 1 && i <= len(s.jobs) {
			return s.jobs[i-1]
		}
		return nil
	}
	for _, p := range s.jobs {
		if strconv.Itoa(p.pid) == arg {
			return p
		}
	}
	return nil
}

func builtinKill(s *shell, args []string) int {
	sig := sigTerm
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
		if sig, ok = parseSignal(rest[0][1:]); !ok {
			s.errf("%s: kill: bad signal name '%s'\n", path.Base(s.name), rest[0][1:])
			return 1
		}
		rest = rest[1:]
	}
	status := 0
	for _, arg := range rest {
		var target *proc
		if arg == "0" {
			arg = "1"
		}
		for _, p := range s.p.processes() {
			if strconv.Itoa(p.pid) == arg {
				target = p
			}
		}
		if target == nil {
			target = s.job(arg)
		}
		if target == nil || target.done {
			s.errf("%s: kill: (%s) - No such process\n", path.Base(s.name), arg)
			status = 1
			continue
		}
		if sig != 0 {
			target.send(sig)
		}
	}
	s.p.check()
	return status
}

func builtinGetopts(s *shell, args []string) int {
	if len(args) < 3 {
		s.errf("%s: getopts: usage: getopts optstring var [arg]\n", path.Base(s.name))
		return 2
	}
	spec, name, params := args[1], args[2], s.params
	if len(args) > 3 {
		params = args[3:]
	}
	if n, err := strconv.Atoi(s.value("OPTIND")); err == nil && n != s.optind && n >= 1 {
		s.optind, s.optoff = n, 0
	}
	_ = s.vars.unset("OPTARG")
	i := s.optind - 1
	if i >= len(params) || len(params[i]) < 2 || params[i][0] != '-' || params[i] == "--" {
		if i < len(params) && params[i] == "--" {
			s.optind++
			s.put("OPTIND", strconv.Itoa(s.optind))
		}
		s.put(name, "?")
		return 1
	}
	c := params[i][s.optoff+1]
	s.optoff++
	rest := params[i][s.optoff+1:]
	if rest == "" {
		s.optind, s.optoff = s.optind+1, 0
	}
	quiet := strings.HasPrefix(spec, ":")
	at := strings.IndexByte(strings.TrimPrefix(spec, ":"), c)
	switch spec = strings.TrimPrefix(spec, ":"); {
	case at < 0 || c == ':':
		s.put(name, "?")
		if quiet {
			s.put("OPTARG", string(c))
		} else {
			s.errf("Illegal option -%c\n", c)
		}
	case at+1 < len(spec) && spec[at+1] == ':':
		if rest == "" && s.optind-1 >= len(params) {
			if quiet {
				s.put(name, ":")
				s.put("OPTARG", string(c))
			} else {
				s.put(name, "?")
				s.errf("No arg for -%c option\n", c)
			}
			break
		}
		if rest == "" {
			rest = params[s.optind-1]
		}
		s.optind, s.optoff = s.optind+1, 0
		s.put("OPTARG", rest)
		s.put(name, string(c))
	default:
		s.put(name, string(c))
	}
	s.put("OPTIND", strconv.Itoa(s.optind))
	return 0
}
