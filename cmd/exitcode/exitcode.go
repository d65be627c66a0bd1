// Package exitcode gives errors the exit codes of the program, and reports them to the user. It runs nothing and never ends the
// process.
package exitcode

import "strings"

// The exit codes.
const (
	Done        = 0
	Failed      = 1 // the program failed
	Usage       = 2 // wrong arguments or input
	Unreachable = 3 // no connection, or not allowed
	Interrupted = 130
)

// codedError is an error with the exit code it asks for.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }

func (e *codedError) Unwrap() error { return e.err }

// With gives an error the exit code it asks for.
func With(code int, err error) error { return &codedError{code, err} }

// WrongInput is the error of wrong input, a line for each thing that is wrong with it.
func WrongInput(lines ...string) error { return &inputError{Usage, lines} }

// CheckFailed is the error of something that was to be checked, a line for each thing that is wrong with it.
func CheckFailed(lines ...string) error { return &inputError{Failed, lines} }

// inputError is what is wrong with some input, a line each.
type inputError struct {
	code  int
	lines []string
}

func (e *inputError) Error() string { return strings.Join(e.lines, "\n") }
