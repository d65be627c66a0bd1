package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/serving"
)

// check refuses flags that are not for serve, and those that are for its screens when there are none.
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
	return flags.CheckNamespace(s.Namespace)
}
