package sandbox

import (
	"path"
	"sort"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// builtins are the commands that change the shell itself, and a few that are run often.
var builtins map[string]func(*shell, []string) int

func init() { // a literal would refer to itself through eval
	builtins = map[string]func(*shell, []string) int{
		":":        func(*shell, []string) int { return 0 },
		"true":     func(*shell, []string) int { return 0 },
		"false":    func(*shell, []string) int { return 1 },
		"echo":     builtinEcho,
		"printf":   builtinPrintf,
		"test":     builtinTest,
		"[":        builtinTest,
		"cd":       builtinCd,
		"pwd":      func(s *shell, _ []string) int { s.outf("%s\n", s.dir); return 0 },
		"exit":     builtinExit,
		"return":   builtinReturn,
		"break":    func(s *shell, args []string) int { return s.leaveLoop(flowBreak, args) },
		"continue": func(s *shell, args []string) int { return s.leaveLoop(flowContinue, args) },
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
		"read":     builtinRead,
		"trap":     builtinTrap,
		"wait":     builtinWait,
		"kill":     builtinKill,
		"jobs":     func(*shell, []string) int { return 0 },
		"getopts":  builtinGetopts,
		"umask":    func(s *shell, _ []string) int { s.outf("%04o\n", s.umask); return 0 },
		"ulimit":   func(s *shell, _ []string) int { s.outf("unlimited\n"); return 0 },
		"hash":     func(*shell, []string) int { return 0 },
		"shopt":    func(*shell, []string) int { return 0 },
		"alias":    builtinAlias,
		"unalias":  builtinUnalias,
		"let":      builtinLet,
		"times":    func(s *shell, _ []string) int { s.outf("0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n"); return 0 },
		"sleep":    builtinSleep,
	}
}

func builtinEcho(s *shell, args []string) int {
	newline, escapes := true, false
	rest := args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' && strings.Trim(rest[0][1:], "neE") == "" {
		for _, c := range rest[0][1:] {
			switch c {
			case 'n':
				newline = false
			case 'e':
				escapes = true
			case 'E':
				escapes = false
			}
		}
		rest = rest[1:]
	}
	text := strings.Join(rest, " ")
	if escapes {
		var stop bool
		if text, stop = unescape(text); stop {
			newline = false
		}
	}
	if newline {
		text += "\n"
	}
	if err := s.write(1, text); err != nil {
		s.errf("%s: write error: %s\n", path.Base(s.name), message(err))
		return 1
	}
	return 0
}

func builtinCd(s *shell, args []string) int {
	rest := args[1:]
	for len(rest) > 0 && (rest[0] == "-P" || rest[0] == "-L" || rest[0] == "--") {
		rest = rest[1:]
	}
	to := s.value("HOME")
	if len(rest) > 0 {
		to = rest[0]
	}
	if to == "-" {
		to = s.value("OLDPWD")
		defer func() { s.outf("%s\n", s.dir) }()
	}
	full := path.Clean(s.abs(to))
	info, err := s.m.cfg.FS.Stat(full, true)
	if err != nil || !info.IsDir() {
		reason := "No such file or directory"
		if err == nil {
			reason = "Not a directory"
		}
		s.errf("%s: cd: can't cd to %s: %s\n", path.Base(s.name), to, reason)
		return 2
	}
	s.put("OLDPWD", s.dir)
	s.dir = full
	s.put("PWD", full)
	return 0
}

func (s *shell) statusArg(args []string) int {
	if len(args) < 2 {
		return s.status
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		s.errf("%s: %s: Illegal number: %s\n", path.Base(s.name), args[0], args[1])
		return 2
	}
	return n & 0xff
}

func builtinExit(s *shell, args []string) int {
	status := s.statusArg(args)
	s.flow = flowExit
	return status
}

func builtinReturn(s *shell, args []string) int {
	status := s.statusArg(args)
	if s.calls == 0 {
		s.flow = flowExit // as dash does outside of functions
		return status
	}
	s.flow = flowReturn
	return status
}

func (s *shell) leaveLoop(f flow, args []string) int {
	n := 1
	if len(args) > 1 {
		var err error
		if n, err = strconv.Atoi(args[1]); err != nil || n < 1 {
			s.errf("%s: %s: Illegal number: %s\n", path.Base(s.name), args[0], args[1])
			return 2
		}
	}
	if s.loops == 0 {
		return 0
	}
	s.flow, s.levels = f, min(n, s.loops)
	return 0
}

func builtinShift(s *shell, args []string) int {
	n := 1
	if len(args) > 1 {
		n, _ = strconv.Atoi(args[1])
	}
	if n < 0 || n > len(s.params) {
		s.errf("%s: shift: can't shift that many\n", path.Base(s.name))
		return 1
	}
	s.params = s.params[n:]
	return 0
}

func builtinUnset(s *shell, args []string) int {
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
			if err := s.unset(name); err != nil {
				s.errf("%s: unset: %s\n", path.Base(s.name), err)
				return 1
			}
		}
	}
	return 0
}

func builtinEval(s *shell, args []string) int {
	if s.depth++; s.depth > s.m.limits.Depth {
		s.m.exceed("nesting (eval within eval)")
	}
	defer func() { s.depth-- }()
	s.status = 0
	s.runText(strings.Join(args[1:], " "))
	return s.status
}

func builtinSource(s *shell, args []string) int {
	if len(args) < 2 {
		s.errf("%s: %s: filename argument required\n", path.Base(s.name), args[0])
		return 2
	}
	data, err := s.readFile(args[1])
	if err != nil {
		s.errf("%s: %s: can't open '%s': %s\n", path.Base(s.name), args[0], args[1], message(err))
		return 2
	}
	if s.depth++; s.depth > s.m.limits.Depth {
		s.m.exceed("nesting (a script sourcing itself)")
	}
	s.calls++
	defer func() { s.depth--; s.calls-- }()
	if len(args) > 2 {
		old := s.params
		s.params = args[2:]
		defer func() { s.params = old }()
	}
	s.status = 0
	s.runText(string(data))
	if s.flow == flowReturn {
		s.flow = flowNone
	}
	return s.status
}

func builtinExec(s *shell, args []string) int {
	if len(args) == 1 {
		return 0
	}
	status := 0
	if run := s.program(args[1]); run != nil || builtins[args[1]] == nil {
		// What replaces the shell has none of its traps.
		s.traps = map[string]string{}
		status = s.external(args[1:])
	} else {
		status = s.exec(args[1:], nil)
	}
	s.flow = flowExit
	return status
}

func builtinSleep(s *shell, args []string) int {
	var total time.Duration
	for _, arg := range args[1:] {
		d, ok := parseSleep(arg)
		if !ok {
			s.errf("sleep: invalid time interval '%s'\n", arg)
			return 1
		}
		total += d
		if total > forever || total < 0 {
			total = forever
		}
	}
	if len(args) == 1 {
		s.errf("sleep: missing operand\n")
		return 1
	}
	s.p.sleep(total)
	return 0
}

const forever = 100 * 365 * 24 * time.Hour

// parseSleep reads 5, 0.5, 5s, 2m, 1h, 1d and infinity.
func parseSleep(arg string) (time.Duration, bool) {
	if arg == "infinity" || arg == "inf" {
		return forever, true
	}
	unit := time.Second
	if n := len(arg); n > 1 {
		switch arg[n-1] {
		case 's':
			arg = arg[:n-1]
		case 'm':
			unit, arg = time.Minute, arg[:n-1]
		case 'h':
			unit, arg = time.Hour, arg[:n-1]
		case 'd':
			unit, arg = 24*time.Hour, arg[:n-1]
		}
	}
	x, err := strconv.ParseFloat(arg, 64)
	if err != nil || x < 0 || x != x {
		return 0, false
	}
	if x*float64(unit) > float64(forever) {
		return forever, true
	}
	return time.Duration(x * float64(unit)), true
}

func builtinAlias(s *shell, args []string) int {
	if s.alias == nil {
		s.alias = map[string]string{}
	}
	for _, arg := range args[1:] {
		if name, value, ok := strings.Cut(arg, "="); ok {
			s.alias[name] = value
			s.take(len(arg) + varOverhead)
		}
	}
	if len(args) == 1 {
		names := make([]string, 0, len(s.alias))
		for name := range s.alias {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			s.outf("%s='%s'\n", name, s.alias[name])
		}
	}
	return 0
}

func builtinUnalias(s *shell, args []string) int {
	for _, name := range args[1:] {
		delete(s.alias, name)
	}
	return 0
}

func builtinLet(s *shell, args []string) int {
	n := 0
	for _, arg := range args[1:] {
		x, err := syntax.NewParser().Arithmetic(strings.NewReader(arg))
		if err != nil || openers(arg) > maxOpeners {
			s.errf("%s: let: %s: syntax error\n", path.Base(s.name), arg)
			return 1
		}
		if n, err = s.arithm(x); err != nil {
			s.errf("%s: let: %s\n", path.Base(s.name), err)
			return 1
		}
	}
	return boolStatus(n != 0)
}

// declClause is export, readonly, local, declare and typeset as the parser knows them.
func (s *shell) declClause(c *syntax.DeclClause) {
	s.status = 0
	flags := ""
	for _, as := range c.Args {
		if as.Name == nil || as.Naked && as.Index == nil && as.Value != nil && as.Name == nil {
			words, err := s.fields(as.Value)
			if err != nil {
				s.badExpansion(err)
				return
			}
			for _, w := range words {
				if strings.HasPrefix(w, "-") || strings.HasPrefix(w, "+") {
					flags += strings.TrimLeft(w, "-+")
				} else if st := s.declare(c.Variant.Value, flags, w); st != 0 {
					s.status = st
				}
			}
			continue
		}
		if err := s.declareVar(c.Variant.Value, flags, as.Name.Value, func() error {
			if as.Naked {
				return nil
			}
			return s.assignment(as, "")
		}); err != nil {
			s.badExpansion(err)
			return
		}
	}
	if len(c.Args) == 0 || flags == "p" {
		s.listVars()
	}
}

func builtinDeclare(s *shell, args []string) int {
	flags, status := "", 0
	for _, arg := range args[1:] {
		if strings.HasPrefix(arg, "-") || strings.HasPrefix(arg, "+") {
			flags += strings.TrimLeft(arg, "-+")
		} else if st := s.declare(args[0], flags, arg); st != 0 {
			status = st
		}
	}
	if len(args) == 1 {
		s.listVars()
	}
	return status
}

func (s *shell) declare(variant, flags, word string) int {
	name, value, has := strings.Cut(word, "=")
	if !syntax.ValidName(name) {
		s.errf("%s: %s: %s: bad variable name\n", path.Base(s.name), variant, name)
		return 1
	}
	err := s.declareVar(variant, flags, name, func() error {
		if !has {
			return nil
		}
		return s.assign(name, str(value))
	})
	if err != nil {
		s.errf("%s: %s\n", path.Base(s.name), err)
		return 1
	}
	return 0
}

// declareVar gives a variable the attributes of a declaration, and its value through set.
func (s *shell) declareVar(variant, flags, name string, set func() error) error {
	if variant == "local" || variant != "export" && variant != "readonly" && s.calls > 0 && !strings.Contains(flags, "g") {
		fresh := len(s.locals) > 0 && !hasKey(s.locals[len(s.locals)-1], name)
		s.hide(name)
		if fresh && !s.vars[name].ReadOnly {
			_ = s.unset(name)
		}
	}
	v := s.vars[name]
	switch {
	case strings.Contains(flags, "A") && v.Kind != expand.Associative:
		v = expand.Variable{Kind: expand.Associative, Map: map[string]string{}}
		_ = s.assign(name, v)
	case strings.Contains(flags, "a") && v.Kind != expand.Indexed:
		v = expand.Variable{Kind: expand.Indexed}
		_ = s.assign(name, v)
	}
	if err := set(); err != nil {
		return err
	}
	v = s.vars[name]
	v.Exported = v.Exported || variant == "export" || strings.Contains(flags, "x")
	v.ReadOnly = v.ReadOnly || variant == "readonly" || strings.Contains(flags, "r")
	if v.Declared() {
		s.vars[name] = v
	}
	return nil
}

func hasKey[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

func (s *shell) listVars() {
	names := make([]string, 0, len(s.vars))
	for name, v := range s.vars {
		if v.Set {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		quoted, err := syntax.Quote(s.vars[name].String(), syntax.LangPOSIX)
		if err != nil {
			quoted = "''"
		}
		s.outf("%s=%s\n", name, quoted)
	}
}
