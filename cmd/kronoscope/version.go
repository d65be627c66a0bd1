package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/buildinfo"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/output"
)

// version is set by the linker.
var version = ""

func versionCommand(f *flags.Shared) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Print the version of the program and what it was built with.

-o json prints version, commit and date (where they are known), go, os, arch, and kubernetes: the version of the API that the
embedded control plane serves.`,
		Args:              noArguments,
		PersistentPreRunE: func(*cobra.Command, []string) error { return f.Check() }, // also with a broken configuration file
		RunE: func(cmd *cobra.Command, _ []string) error {
			info := buildinfo.Read(version)
			switch format {
			case "text":
				_, err := fmt.Fprintln(cmd.OutOrStdout(), info)
				return err
			case "json":
				return output.JSON(cmd.OutOrStdout(), info)
			}
			return fmt.Errorf("-o %s: not text or json", format)
		},
	}
	cmd.Flags().StringVarP(&format, "output", "o", "text", "text or json")
	return cmd
}
