package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/serving"
)

// checkServe refuses flags that do not apply to serve, and flags of its screens when it shows none.
func checkServe(cmd *cobra.Command, s *serving.Request) error {
	for _, name := range []string{"kubeconfig", "context", "all-namespaces"} {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is not for serve: see %s --help", name, cmd.CommandPath())
		}
	}
	for _, name := range []string{"read-only", "theme"} {
		if cmd.Flags().Changed(name) && !s.TUI {
			return fmt.Errorf("--%s is for the screens of serve: give --tui too", name)
		}
	}
	if cmd.Flags().Changed("state") && s.State == "" {
		return errors.New("--state needs the name of a folder")
	}
	return flags.CheckNamespace(s.Namespace)
}
