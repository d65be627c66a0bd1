package condition

import (
	"errors"

	"mvdan.cc/sh/v3/syntax"
)

// Clause evaluates the expression in [[ … ]].
func Clause(s Shell, x syntax.TestExpr) (bool, error) {
	switch x := x.(type) {
	case *syntax.Word:
		w, err := s.Literal(x)
		return w != "", err
	case *syntax.ParenTest:
		return Clause(s, x.X)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			ok, err := Clause(s, x.X)
			return !ok, err
		}
		w, ok := x.X.(*syntax.Word)
		if !ok {
			return false, errors.New("unexpected expression")
		}
		arg, err := s.Literal(w)
		if err != nil {
			return false, err
		}
		return unary(s, x.Op.String(), arg)
	case *syntax.BinaryTest:
		return binaryTest(s, x)
	}
	return false, errors.New("unexpected expression")
}

func binaryTest(s Shell, x *syntax.BinaryTest) (bool, error) {
	switch x.Op {
	case syntax.AndTest, syntax.OrTest:
		ok, err := Clause(s, x.X)
		if err != nil || ok == (x.Op == syntax.OrTest) {
			return ok, err
		}
		return Clause(s, x.Y)
	}
	left, isWord := x.X.(*syntax.Word)
	right, isWord2 := x.Y.(*syntax.Word)
	if !isWord || !isWord2 {
		return false, errors.New("unexpected expression")
	}
	a, err := s.Literal(left)
	if err != nil {
		return false, err
	}
	switch x.Op {
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		pat, err := s.Pattern(right)
		if err != nil {
			return false, err
		}
		return s.Match(pat, a) == (x.Op != syntax.TsNoMatch), nil
	case syntax.TsReMatch:
		expr, err := s.Literal(right)
		if err != nil {
			return false, err
		}
		return s.MatchRegexp(expr, a)
	}
	b, err := s.Literal(right)
	if err != nil {
		return false, err
	}
	switch x.Op {
	case syntax.TsEql, syntax.TsNeq, syntax.TsLss, syntax.TsLeq, syntax.TsGtr, syntax.TsGeq:
		if a == "" {
			a = "0"
		}
		if b == "" {
			b = "0"
		}
	}
	return compare(s, a, x.Op.String(), b)
}
