package sandbox

import (
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// regexpTest is [[ string =~ expression ]], which sets BASH_REMATCH.
func (s *shell) regexpTest(subject string, w *syntax.Word) (bool, error) {
	expr, err := s.literal(w)
	if err != nil {
		return false, err
	}
	if len(expr)*len(subject) > maxProduct {
		return false, nil
	}
	s.p.step(len(expr) * len(subject) >> 16)
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
