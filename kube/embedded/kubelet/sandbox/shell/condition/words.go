// Package condition evaluates what test, [ and [[ … ]] test: strings, numbers and files. It asks the shell for all that it needs and
// prints nothing.
package condition

import (
	"errors"
	"fmt"

	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Shell is what conditions need of the shell that evaluates them.
type Shell interface {
	// Stat describes a file, or the target of a symbolic link if follow is set.
	Stat(name string, follow bool) (files.Info, error)
	// IsSet reports whether a variable has a value.
	IsSet(name string) bool
	// Literal and Pattern expand a word of [[ … ]].
	Literal(w *syntax.Word) (string, error)
	Pattern(w *syntax.Word) (string, error)
	// Match reports whether a shell pattern matches all of a text.
	Match(pattern, text string) bool
	// MatchRegexp is Match for a regular expression; it sets BASH_REMATCH.
	MatchRegexp(expr, text string) (bool, error)
}

// Words evaluates the words of test, or those between [ and ].
func Words(s Shell, words []string) (bool, error) {
	t := &evaluator{s: s, args: words}
	return t.evaluate()
}

// evaluator evaluates words: by their number where POSIX says how, else by precedence.
type evaluator struct {
	s     Shell
	args  []string
	depth int
}

func (t *evaluator) evaluate() (bool, error) {
	switch a := t.args; {
	case len(a) == 0:
		return false, nil
	case len(a) == 1:
		return a[0] != "", nil
	case len(a) == 2 && a[0] == "!":
		return a[1] == "", nil
	case len(a) == 3 && isBinary(a[1]):
		return compare(t.s, a[0], a[1], a[2])
	case len(a) == 4 && a[0] == "!" && isBinary(a[2]):
		ok, err := compare(t.s, a[1], a[2], a[3])
		return !ok, err
	}
	ok, err := t.or()
	if err == nil && len(t.args) > 0 {
		err = fmt.Errorf("%s: unexpected operator", t.args[0])
	}
	return ok, err
}

func (t *evaluator) or() (bool, error) {
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

func (t *evaluator) and() (bool, error) {
	ok, err := t.primary()
	for err == nil && len(t.args) > 0 && t.args[0] == "-a" {
		t.args = t.args[1:]
		var right bool
		right, err = t.primary()
		ok = ok && right
	}
	return ok, err
}

func (t *evaluator) primary() (bool, error) {
	negate := false
	for len(t.args) > 1 && t.args[0] == "!" {
		negate = !negate
		t.args = t.args[1:]
	}
	ok, err := t.operand()
	return ok != negate, err
}

func (t *evaluator) operand() (bool, error) {
	a := t.args
	switch {
	case len(a) == 0:
		return false, errors.New("argument expected")
	case len(a) >= 3 && isBinary(a[1]):
		t.args = a[3:]
		return compare(t.s, a[0], a[1], a[2])
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
		return unary(t.s, a[0], a[1])
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
