package serving

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/session"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// closePatience bounds the wait for the last changes to reach the disk. It is long, for nothing may be lost.
const closePatience = 30 * time.Second

// openState opens the folder of --state; nil without one. Errors come before anything is changed.
func (s *Request) openState() (*disk.DB, error) {
	if s.State == "" {
		return nil, nil
	}
	folder, err := filepath.Abs(s.State)
	if err != nil {
		return nil, fmt.Errorf("--state %s: %w", s.State, err)
	}
	state, err := disk.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("--state %s: %w", s.State, err)
	}
	return state, nil
}

// stateError returns the error of a plane that could not be made because of its state.
func (s *Request) stateError(err error) error {
	if s.State == "" {
		return err
	}
	if early := new(embedded.StartError); errors.As(err, &early) {
		err = early
	}
	return exitcode.With(exitcode.Usage, fmt.Errorf("--state %s: %w", s.State, err))
}

// patience returns how long the end may take.
func (s *Request) patience() time.Duration {
	if s.State == "" {
		return session.StopPatience
	}
	return closePatience
}

// onSave returns a function that notifies the user and logs when changes are refused, and when they no longer are.
func (s *Request) onSave(errOut io.Writer, logger *slog.Logger) func(error) {
	return func(err error) {
		if err != nil {
			logger.Error("the state cannot be written: all changes are refused", "component", "store", "state", s.State, "error", err)
			fmt.Fprintf(errOut, "kronoscope: --state %s: all changes are refused until the disk accepts them again: %v\n", s.State, err)
			return
		}
		logger.Warn("the state can be written again", "component", "store", "state", s.State)
		fmt.Fprintf(errOut, "kronoscope: --state %s: the disk accepts changes again\n", s.State)
	}
}
