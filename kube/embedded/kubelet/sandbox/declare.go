package sandbox

import (
	"path"
	"sort"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// declClause is export, readonly, local, declare and typeset as the parser knows them.
func (s *shell) declClause(c *syntax.DeclClause) {
	s.status = 0
	flags := ""
	for _, as := range c.Args {
		if as.Name == nil {
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
