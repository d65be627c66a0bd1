package shell

import (
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/condition"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// builtinTest runs test and [.
func builtinTest(s *Shell, args []string) int {
	rest := args[1:]
	if args[0] == "[" {
		if len(rest) == 0 || rest[len(rest)-1] != "]" {
			s.Complain("[: missing ]")
			return 2
		}
		rest = rest[:len(rest)-1]
	}
	ok, err := condition.Words(tests{s}, rest)
	if err != nil {
		s.Complain("%s: %s", args[0], err)
		return 2
	}
	return tool.Status(ok)
}

// testClause runs [[ … ]].
func (s *Shell) testClause(c *syntax.TestClause) {
	ok, err := condition.Clause(tests{s}, c.X)
	if err != nil {
		s.Complain("[[: %s", err)
		s.status = 2
		return
	}
	s.status = tool.Status(ok)
}

// tests implements [condition.Shell].
type tests struct{ s *Shell }

func (t tests) Stat(name string, follow bool) (files.Info, error) {
	return t.s.surroundings.FS.Stat(t.s.abs(name), follow)
}
func (t tests) IsSet(name string) bool                 { return t.s.lookup(name).Set }
func (t tests) Literal(w *syntax.Word) (string, error) { return t.s.literal(w) }
func (t tests) Pattern(w *syntax.Word) (string, error) { return t.s.pattern(w) }
func (t tests) Match(pattern, text string) bool        { return t.s.p.Match(pattern, text) }

func (t tests) MatchRegexp(expr, subject string) (bool, error) {
	s := t.s
	if len(expr)*len(subject) > machine.MaxProduct {
		return false, nil
	}
	s.p.Step(len(expr) * len(subject) >> 16)
	rx, err := s.p.Regexp(expr)
	if err != nil {
		return false, err
	}
	groups := rx.FindStringSubmatch(subject)
	if groups == nil {
		groups = []string{}
	}
	_ = s.Assign("BASH_REMATCH", expand.Variable{Set: true, Kind: expand.Indexed, List: groups})
	return len(groups) > 0, nil
}
