package exitcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/display"
)

// Report writes an error for the user, and returns its exit code; nil is [Done].
func Report(err error, errOut io.Writer) int {
	if err == nil {
		return Done
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, context.Canceled) {
		return Interrupted
	}
	var several *inputError
	if errors.As(err, &several) {
		for _, line := range several.lines {
			fmt.Fprintln(errOut, display.Clean(line)) // it may quote a file
		}
		return several.code
	}
	fmt.Fprintln(errOut, "kronoscope: "+display.Clean(strings.Join(strings.Fields(err.Error()), " ")))
	var coded *codedError
	if errors.As(err, &coded) {
		return coded.code
	}
	return Usage // from cobra, about commands and flags
}
