// Package exitcode gives errors the exit codes of the program, and reports them to the user. It runs nothing and never ends the
// process.
package exitcode

import "strings"

// The exit codes.
const (
	Done        = 0
	Failed      = 1 // the program, or what it checked, failed
	Usage       = 2 // wrong arguments or input
	Unreachable = 3 // no connection, or not allowed
	Interrupted = 130
)

// codedError is an error with its exit code.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }

func (e *codedError) Unwrap() error { return e.err }

// With returns an error that ends the program with an exit code.
func With(code int, err error) error { return &codedError{code, err} }

// WrongInput returns the error of wrong input, with a line for each problem. Its exit code is [Usage].
func WrongInput(lines ...string) error { return &inputError{Usage, lines} }

// CheckFailed returns the error of a check that found something, with a line for each problem. Its exit code is [Failed].
func CheckFailed(lines ...string) error { return &inputError{Failed, lines} }

// inputError holds the problems of some input, a line each.
type inputError struct {
	code  int
	lines []string
}

func (e *inputError) Error() string { return strings.Join(e.lines, "\n") }
