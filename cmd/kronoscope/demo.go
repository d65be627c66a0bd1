package main

import (
	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/demo"
	"github.com/kronoscope/kronoscope/cmd/flags"
)

func demoCommand(f *flags.Shared) *cobra.Command {
	var files []string
	cmd := &cobra.Command{
		Use:   "demo [-f FILE|DIR]...",
		Short: "Open on an embedded control plane, with sample workloads or your manifests",
		Long: `Open on an embedded control plane in this process: no cluster is needed, nothing of this machine is touched, no port is
opened. Without -f it plays sample workloads that have run for a day; with -f your manifests, all of which are checked before it
starts.`,
		Example: "  kronoscope demo\n  kronoscope demo -f ./manifests --start \"2026-11-24 01:55\" --speed 60",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return demo.Run(cmd.Context(), f, cmd.InOrStdin(), files, "")
		},
	}
	cmd.Flags().StringArrayVarP(&files, "filename", "f", nil, "manifest `file or directory`, or - for standard input; repeat for more")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	return cmd
}
