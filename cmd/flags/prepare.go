package flags

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/config"
	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/logging"
)

// Prepare checks the flags, reads the configuration file, and sets up what they say together: the theme and the log. Nothing is
// started before it has succeeded.
func (f *Shared) Prepare(cmd *cobra.Command) error {
	if err := f.Check(); err != nil {
		return err
	}
	settings, err := f.Settings(cmd)
	if err != nil {
		return err
	}
	f.Theme = themeName(settings.Get("theme"))
	level, err := parseLevel(settings.Get("log.level"))
	if err != nil {
		return err
	}
	var terminal io.Writer
	if cmd.Flags().Changed("verbose") {
		terminal = cmd.ErrOrStderr()
	}
	options := logging.Options{Level: level, File: settings.Get("log.file"), Terminal: terminal, Version: f.Version}
	if err := f.Log.Configure(options); err != nil {
		return exitcode.With(exitcode.Usage, err)
	}
	return nil
}

// Settings finds the effective settings of a command. The error has a line for each thing that is wrong.
func (f *Shared) Settings(cmd *cobra.Command) (*config.Settings, error) {
	settings, err := config.Load(f.Config, cmd.Flags())
	if several := config.Errors(nil); errors.As(err, &several) {
		return nil, exitcode.WrongInput(several.Lines()...)
	}
	return settings, err
}

// themeName is the name of a theme as [themes.Pick] has it.
func themeName(name string) string {
	if name == "auto" {
		return ""
	}
	return name
}
