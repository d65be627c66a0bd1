package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

const maxGrown = 16 << 20 // bytes read in one expansion

// environ implements [expand.WriteEnviron].
type environ struct{ s *Shell }

// Get implements [expand.Environ].
func (e environ) Get(name string) expand.Variable {
	s := e.s
	v := s.lookup(name)
	size := len(v.Str)
	for _, item := range v.List {
		size += len(item) + 1
	}
	if s.expansionBytes += size; s.expansionBytes > maxGrown {
		s.p.ExceedMemory("an expansion grew without end")
	}
	return v
}

// Each implements [expand.Environ].
func (e environ) Each(f func(string, expand.Variable) bool) {
	e.s.vars.Each(f)
}

// Set implements [expand.WriteEnviron].
func (e environ) Set(name string, v expand.Variable) error { return e.s.Assign(name, v) }

func (s *Shell) lookup(name string) expand.Variable {
	switch name {
	case "#":
		return variables.String(strconv.Itoa(len(s.params)))
	case "@", "*":
		return expand.Variable{Set: true, Kind: expand.Indexed, List: append([]string{}, s.params...)}
	case "?":
		return variables.String(strconv.Itoa(s.status))
	case "$":
		return variables.String(strconv.Itoa(s.pid))
	case "!":
		if len(s.jobs) == 0 {
			return expand.Variable{}
		}
		return variables.String(strconv.Itoa(s.jobs[len(s.jobs)-1].PID))
	case "-":
		return variables.String(s.flagLetters())
	case "0":
		return variables.String(s.name)
	case "RANDOM":
		return variables.String(strconv.Itoa(s.p.Rand().IntN(1 << 15)))
	case "SECONDS":
		return variables.String(strconv.Itoa(int(s.p.Uptime().Seconds())))
	case "EPOCHSECONDS":
		return variables.String(strconv.FormatInt(s.p.Now().Unix(), 10))
	case "UID", "EUID":
		return variables.String(strconv.FormatInt(s.surroundings.UID, 10))
	case "BASHPID":
		return variables.String(strconv.Itoa(s.p.PID))
	}
	if strings.HasPrefix(name, "HOME ") {
		// ~user must never ask the host for its users.
		if name == "HOME root" {
			return variables.String("/root")
		}
		return variables.String("~" + name[len("HOME "):])
	}
	if n, err := strconv.Atoi(name); err == nil {
		if n > 0 && n <= len(s.params) {
			return variables.String(s.params[n-1])
		}
		return expand.Variable{}
	}
	return s.vars.Get(name)
}

// Value returns a variable's value as a string.
func (s *Shell) Value(name string) string { return s.lookup(name).String() }

// Assign sets a variable, or unsets it if v is not set.
func (s *Shell) Assign(name string, v expand.Variable) error { return s.vars.Assign(name, v) }

// put sets a plain variable; a read-only one stays as it is.
func (s *Shell) put(name, value string) { _ = s.vars.Assign(name, variables.String(value)) }
