package sandbox

import (
	"errors"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
)

const (
	maxValue = 1 << 20  // bytes of one variable
	maxGrown = 16 << 20 // bytes read in one expansion
)

var errReadOnly = errors.New("is read only")

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
	for name, v := range e.s.vars {
		if !f(name, v) {
			return
		}
	}
}

// Set implements [expand.WriteEnviron].
func (e environ) Set(name string, v expand.Variable) error { return e.s.assign(name, v) }

func str(value string) expand.Variable {
	return expand.Variable{Set: true, Kind: expand.String, Str: value}
}

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
	return s.vars[name]
}

// value is a variable's value as a string.
func (s *shell) value(name string) string { return s.lookup(name).String() }

func sizeOf(v expand.Variable) int {
	n := varOverhead + len(v.Str)
	for _, item := range v.List {
		n += len(item) + 24
	}
	for k, item := range v.Map {
		n += len(k) + len(item) + 64
	}
	return n
}

// assign sets or, when v is not set, unsets a variable, keeping its attributes.
func (s *shell) assign(name string, v expand.Variable) error {
	old, had := s.vars[name]
	if v.Kind == expand.KeepValue {
		v.Kind, v.Str, v.List, v.Indexes, v.Map, v.Set = old.Kind, old.Str, old.List, old.Indexes, old.Map, old.Set
	} else if old.ReadOnly {
		return errors.New(name + ": " + errReadOnly.Error())
	}
	if len(v.Str) > maxValue {
		s.p.ExceedMemory("a variable of more than 1 MiB")
	}
	if had {
		s.take(-sizeOf(old))
	}
	if !v.Declared() {
		delete(s.vars, name)
		return nil
	}
	v.Exported = v.Exported || old.Exported || s.opts.allexport
	v.ReadOnly = v.ReadOnly || old.ReadOnly
	s.vars[name] = v
	s.take(sizeOf(v))
	return nil
}

// put sets a plain variable; a read-only one stays as it is.
func (s *shell) put(name, value string) {
	_ = s.assign(name, str(value))
}

func (s *shell) unset(name string) error {
	if s.vars[name].ReadOnly {
		return errors.New(name + ": " + errReadOnly.Error())
	}
	if old, had := s.vars[name]; had {
		s.take(-sizeOf(old))
		delete(s.vars, name)
	}
	return nil
}

// hide makes a variable local to the present function.
func (s *shell) hide(name string) {
	if len(s.locals) == 0 {
		return
	}
	scope := s.locals[len(s.locals)-1]
	if _, done := scope[name]; !done {
		scope[name] = s.vars[name]
		s.take(varOverhead)
	}
}

// reveal ends a function's scope.
func (s *shell) reveal(scope map[string]expand.Variable) {
	for name, old := range scope {
		if now, had := s.vars[name]; had {
			s.take(-sizeOf(now))
		}
		s.take(-varOverhead)
		if old.Declared() {
			s.vars[name] = old
			s.take(sizeOf(old))
		} else {
			delete(s.vars, name)
		}
	}
}

// exported is the environment that programs see, sorted by nothing in particular.
func (s *shell) exported() map[string]string {
	env := map[string]string{}
	for name, v := range s.vars {
		if v.Exported && v.Set && v.Kind == expand.String {
			env[name] = v.Str
		}
	}
	return env
}
