package sandbox

import (
	"path"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// builtinTest is test and [.
func builtinTest(s *shell, args []string) int {
	rest := args[1:]
	if args[0] == "[" {
		if len(rest) == 0 || rest[len(rest)-1] != "]" {
			s.errf("%s: [: missing ]\n", path.Base(s.name))
			return 2
		}
		rest = rest[:len(rest)-1]
	}
	ok, err := evaluateTest(tests{s}, rest)
	if err != nil {
		s.errf("%s: %s: %s\n", path.Base(s.name), args[0], err)
		return 2
	}
	return boolStatus(ok)
}

// testClause is [[ … ]].
func (s *shell) testClause(c *syntax.TestClause) {
	ok, err := testClauseTrue(tests{s}, c.X)
	if err != nil {
		s.errf("%s: [[: %s\n", path.Base(s.name), err)
		s.status = 2
		return
	}
	s.status = boolStatus(ok)
}

// tests shows conditions the shell that evaluates them.
type tests struct{ s *shell }

func (t tests) Stat(name string, follow bool) (Info, error) {
	return t.s.around.FS.Stat(t.s.abs(name), follow)
}
func (t tests) IsSet(name string) bool                 { return t.s.lookup(name).Set }
func (t tests) Literal(w *syntax.Word) (string, error) { return t.s.literal(w) }
func (t tests) Pattern(w *syntax.Word) (string, error) { return t.s.pattern(w) }
func (t tests) Match(pattern, text string) bool        { return t.s.p.match(pattern, text) }

func (t tests) MatchRegexp(expr, subject string) (bool, error) {
	s := t.s
	if len(expr)*len(subject) > maxProduct {
		return false, nil
	}
	s.p.Step(len(expr) * len(subject) >> 16)
	rx, err := s.p.regexp(expr)
	if err != nil {
		return false, err
	}
	groups := rx.FindStringSubmatch(subject)
	if groups == nil {
		groups = []string{}
	}
	_ = s.assign("BASH_REMATCH", expand.Variable{Set: true, Kind: expand.Indexed, List: groups})
	return len(groups) > 0, nil
}
