package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// illegalNumber says that a word is none in a shell's own words.
type illegalNumber string

func (n illegalNumber) Error() string { return "Illegal number: " + string(n) }

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
	t := &tester{s: s, args: rest}
	ok, err := t.evaluate()
	if err != nil {
		s.errf("%s: %s: %s\n", path.Base(s.name), args[0], err)
		return 2
	}
	return boolStatus(ok)
}

// tester evaluates the words of test: by their number first, as POSIX wants, else by precedence.
type tester struct {
	s     *shell
	args  []string
	depth int
}

func (t *tester) evaluate() (bool, error) {
	switch a := t.args; {
	case len(a) == 0:
		return false, nil
	case len(a) == 1:
		return a[0] != "", nil
	case len(a) == 2 && a[0] == "!":
		return a[1] == "", nil
	case len(a) == 3 && isBinary(a[1]):
		return t.s.compare(a[0], a[1], a[2])
	case len(a) == 4 && a[0] == "!" && isBinary(a[2]):
		ok, err := t.s.compare(a[1], a[2], a[3])
		return !ok, err
	}
	ok, err := t.or()
	if err == nil && len(t.args) > 0 {
		err = fmt.Errorf("%s: unexpected operator", t.args[0])
	}
	return ok, err
}

func (t *tester) or() (bool, error) {
	if t.depth++; t.depth > 1000 {
		return false, errors.New("expression nests too deeply")
	}
	ok, err := t.and()
	for err == nil && len(t.args) > 0 && t.args[0] == "-o" {
		t.args = t.args[1:]
		var right bool
		right, err = t.and()
		ok = ok || right
	}
	return ok, err
}

func (t *tester) and() (bool, error) {
	ok, err := t.primary()
	for err == nil && len(t.args) > 0 && t.args[0] == "-a" {
		t.args = t.args[1:]
		var right bool
		right, err = t.primary()
		ok = ok && right
	}
	return ok, err
}

func (t *tester) primary() (bool, error) {
	negate := false
	for len(t.args) > 1 && t.args[0] == "!" {
		negate = !negate
		t.args = t.args[1:]
	}
	ok, err := t.operand()
	return ok != negate, err
}

func (t *tester) operand() (bool, error) {
	a := t.args
	switch {
	case len(a) == 0:
		return false, errors.New("argument expected")
	case len(a) >= 3 && isBinary(a[1]):
		t.args = a[3:]
		return t.s.compare(a[0], a[1], a[2])
	case a[0] == "(" && len(a) > 1:
		t.args = a[1:]
		ok, err := t.or()
		if err == nil && (len(t.args) == 0 || t.args[0] != ")") {
			return false, errors.New("closing paren expected")
		}
		if err == nil {
			t.args = t.args[1:]
		}
		return ok, err
	case len(a) >= 2 && len(a[0]) == 2 && a[0][0] == '-':
		t.args = a[2:]
		return t.s.unary(a[0], a[1])
	}
	t.args = a[1:]
	return a[0] != "", nil
}

func isBinary(op string) bool {
	switch op {
	case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef":
		return true
	}
	return false
}

func (s *shell) compare(x, op, y string) (bool, error) {
	switch op {
	case "=", "==":
		return x == y, nil
	case "!=":
		return x != y, nil
	case "<":
		return x < y, nil
	case ">":
		return x > y, nil
	case "-nt", "-ot", "-ef":
		a, errA := s.around.FS.Stat(s.abs(x), true)
		b, errB := s.around.FS.Stat(s.abs(y), true)
		switch op {
		case "-nt":
			return errA == nil && (errB != nil || a.mtime.After(b.mtime)), nil
		case "-ot":
			return errB == nil && (errA != nil || a.mtime.Before(b.mtime)), nil
		}
		return errA == nil && errB == nil && a.node == b.node, nil
	}
	a, errA := strconv.ParseInt(strings.TrimSpace(x), 10, 64)
	b, errB := strconv.ParseInt(strings.TrimSpace(y), 10, 64)
	if errA != nil {
		return false, illegalNumber(x)
	}
	if errB != nil {
		return false, illegalNumber(y)
	}
	switch op {
	case "-eq":
		return a == b, nil
	case "-ne":
		return a != b, nil
	case "-lt":
		return a < b, nil
	case "-le":
		return a <= b, nil
	case "-gt":
		return a > b, nil
	}
	return a >= b, nil
}

func (s *shell) unary(op, x string) (bool, error) {
	switch op {
	case "-z":
		return x == "", nil
	case "-n":
		return x != "", nil
	case "-t", "-k", "-u", "-g", "-S", "-b", "-p", "-G", "-N":
		return false, nil
	case "-v":
		return s.lookup(x).Set, nil
	case "-o":
		return false, nil
	}
	info, err := s.around.FS.Stat(s.abs(x), op != "-L" && op != "-h")
	if x == "" || err != nil {
		return false, nil
	}
	switch op {
	case "-e", "-a", "-O":
		return true, nil
	case "-f":
		return info.mode.IsRegular(), nil
	case "-d":
		return info.IsDir(), nil
	case "-c":
		return info.mode&fs.ModeCharDevice != 0, nil
	case "-L", "-h":
		return info.mode&fs.ModeSymlink != 0, nil
	case "-s":
		return info.size > 0, nil
	case "-r":
		return info.mode.Perm()&0o444 != 0, nil
	case "-w":
		return info.mode.Perm()&0o222 != 0, nil
	case "-x":
		return info.mode.Perm()&0o111 != 0, nil
	}
	return false, fmt.Errorf("%s: unknown operand", op)
}

// testClause is [[ … ]].
func (s *shell) testClause(c *syntax.TestClause) {
	ok, err := s.testExpr(c.X)
	if err != nil {
		s.errf("%s: [[: %s\n", path.Base(s.name), err)
		s.status = 2
		return
	}
	s.status = boolStatus(ok)
}

func (s *shell) testExpr(x syntax.TestExpr) (bool, error) {
	switch x := x.(type) {
	case *syntax.Word:
		w, err := s.literal(x)
		return w != "", err
	case *syntax.ParenTest:
		return s.testExpr(x.X)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			ok, err := s.testExpr(x.X)
			return !ok, err
		}
		w, ok := x.X.(*syntax.Word)
		if !ok {
			return false, errors.New("unexpected expression")
		}
		arg, err := s.literal(w)
		if err != nil {
			return false, err
		}
		return s.unary(x.Op.String(), arg)
	case *syntax.BinaryTest:
		return s.binaryTest(x)
	}
	return false, errors.New("unexpected expression")
}

func (s *shell) binaryTest(x *syntax.BinaryTest) (bool, error) {
	switch x.Op {
	case syntax.AndTest, syntax.OrTest:
		ok, err := s.testExpr(x.X)
		if err != nil || ok == (x.Op == syntax.OrTest) {
			return ok, err
		}
		return s.testExpr(x.Y)
	}
	left, isWord := x.X.(*syntax.Word)
	right, isWord2 := x.Y.(*syntax.Word)
	if !isWord || !isWord2 {
		return false, errors.New("unexpected expression")
	}
	a, err := s.literal(left)
	if err != nil {
		return false, err
	}
	switch x.Op {
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		pat, err := s.pattern(right)
		if err != nil {
			return false, err
		}
		return s.p.match(pat, a) == (x.Op != syntax.TsNoMatch), nil
	case syntax.TsReMatch:
		return s.regexpTest(a, right)
	}
	b, err := s.literal(right)
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
	return s.compare(a, x.Op.String(), b)
}
