package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

// declClause is export, readonly, local, declare and typeset as the parser knows them.
func (s *Shell) declClause(c *syntax.DeclClause) {
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

func builtinDeclare(s *Shell, args []string) int {
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

func (s *Shell) declare(variant, flags, word string) int {
	name, value, has := strings.Cut(word, "=")
	if !syntax.ValidName(name) {
		s.Complain("%s: %s: bad variable name", variant, name)
		return 1
	}
	err := s.declareVar(variant, flags, name, func() error {
		if !has {
			return nil
		}
		return s.Assign(name, variables.String(value))
	})
	if err != nil {
		s.Complain("%s", err)
		return 1
	}
	return 0
}

// declareVar gives a variable the attributes of a declaration, and its value through set.
func (s *Shell) declareVar(variant, flags, name string, set func() error) error {
	return s.vars.Declare(variant, flags, name, s.calls > 0, set)
}

func (s *Shell) listVars() {
	for _, name := range s.vars.Names() {
		quoted, err := syntax.Quote(s.vars.Get(name).String(), syntax.LangPOSIX)
		if err != nil {
			quoted = "''"
		}
		s.Outf("%s=%s\n", name, quoted)
	}
}
