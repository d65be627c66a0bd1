// Command kronoscope shows, runs and rehearses Kubernetes Jobs and CronJobs in a terminal, on a cluster or on none. This
// package reads flags, wires the parts and chooses the exit code; it holds no logic of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	_ "time/tzdata" // schedules name zones that the machine may lack

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/tui/display"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1 // the program failed
	exitUsage       = 2 // wrong arguments or input
	exitUnreachable = 3 // no connection, or not allowed
	exitInterrupted = 130
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program: arguments and streams in, exit code out.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	quiet()
	cmd := rootCommand()
	cmd.SetArgs(args)
	cmd.SetIn(in)
	cmd.SetOut(out)
	cmd.SetErr(errOut)
	err := cmd.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, context.Canceled) {
		return exitInterrupted
	}
	var several *inputError
	if errors.As(err, &several) {
		for _, line := range several.lines {
			fmt.Fprintln(errOut, display.Clean(line)) // it may quote what somebody else has written
		}
		return exitUsage
	}
	fmt.Fprintln(errOut, "kronoscope: "+display.Clean(strings.Join(strings.Fields(err.Error()), " ")))
	var coded *exitError
	if errors.As(err, &coded) {
		return coded.code
	}
	return exitUsage // what cobra says about commands and flags
}

// exitError is an error with the exit code it asks for.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// inputError is what is wrong with the manifests, a line each.
type inputError struct{ lines []string }

func (e *inputError) Error() string { return strings.Join(e.lines, "\n") }

// noArguments refuses what is left over, which is most often a mistyped command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unknown command %q for %s: see %s --help", args[0], cmd.CommandPath(), cmd.CommandPath())
	}
	return nil
}
