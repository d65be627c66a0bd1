package sandbox

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
)

const maxGrown = 16 << 20 // bytes read in one expansion

// environ shows the shell's variables and parameters to the expansions.
type environ struct{ s *shell }

// Get implements [expand.Environ].
func (e environ) Get(name string) expand.Variable {
	s := e.s
	v := s.lookup(name)
	size := len(v.Str)
	for _, item := range v.List {
		size += len(item) + 1
	}
	if s.grown += size; s.grown > maxGrown {
		s.p.ExceedMemory("an expansion grew without end")
	}
	return v
}

// Each implements [expand.Environ].
func (e environ) Each(f func(string, expand.Variable) bool) {
	e.s.vars.each(f)
}

// Set implements [expand.WriteEnviron].
func (e environ) Set(name string, v expand.Variable) error { return e.s.assign(name, v) }

func (s *shell) lookup(name string) expand.Variable {
	switch name {
	case "#":
		return str(strconv.Itoa(len(s.params)))
	case "@", "*":
		return expand.Variable{Set: true, Kind: expand.Indexed, List: append([]string{}, s.params...)}
	case "?":
		return str(strconv.Itoa(s.status))
	case "$":
		return str(strconv.Itoa(s.pid))
	case "!":
		if len(s.jobs) == 0 {
			return expand.Variable{}
		}
		return str(strconv.Itoa(s.jobs[len(s.jobs)-1].pid))
	case "-":
		return str(s.flagLetters())
	case "0":
		return str(s.name)
	case "RANDOM":
		return str(strconv.Itoa(s.p.rand().IntN(1 << 15)))
	case "SECONDS":
		return str(strconv.Itoa(int(s.p.uptime().Seconds())))
	case "EPOCHSECONDS":
		return str(strconv.FormatInt(s.p.now().Unix(), 10))
	case "UID", "EUID":
		return str(strconv.FormatInt(s.around.UID, 10))
	case "BASHPID":
		return str(strconv.Itoa(s.p.pid))
	}
	if strings.HasPrefix(name, "HOME ") {
		// ~user must never ask the host for its users.
		if name == "HOME root" {
			return str("/root")
		}
		return str("~" + name[len("HOME "):])
	}
	if n, err := strconv.Atoi(name); err == nil {
		if n > 0 && n <= len(s.params) {
			return str(s.params[n-1])
		}
		return expand.Variable{}
	}
	return s.vars.get(name)
}

// value is a variable's value as a string.
func (s *shell) value(name string) string { return s.lookup(name).String() }

// assign sets or, when v is not set, unsets a variable, keeping its attributes.
func (s *shell) assign(name string, v expand.Variable) error { return s.vars.assign(name, v) }

// put sets a plain variable; a read-only one stays as it is.
func (s *shell) put(name, value string) { _ = s.vars.assign(name, str(value)) }
