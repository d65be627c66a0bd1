package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/config"
	"github.com/kronoscope/kronoscope/cmd/configview"
	"github.com/kronoscope/kronoscope/cmd/flags"
)

const aboutConfig = `Print the effective settings, and where each value comes from.

The configuration file is config.yaml in the folder kronoscope of $XDG_CONFIG_HOME, else of ~/.config, or on macOS and Windows of
the folder that the system has for this. --config or $KRONOSCOPE_CONFIG names another one. It need not be there. For each value a
flag goes before the environment, the environment before the file, and the file before the default. Anything in the file that is
not understood is an error with exit code 2, before anything starts.

-o json prints {"file", "exists", "values": [{"key", "value", "from", "default"}]}.`

func configCommand(f *flags.Shared) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:               "config",
		Short:             "Print, explain and check the configuration",
		Long:              aboutConfig,
		Example:           "  kronoscope config\n  kronoscope config explain log.level\n  kronoscope config check ./config.yaml",
		Args:              noArguments,
		PersistentPreRunE: func(*cobra.Command, []string) error { return f.Check() }, // the log is not started
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := f.Settings(cmd)
			if err != nil {
				return err
			}
			switch format {
			case "table":
				return configview.WriteTable(cmd.OutOrStdout(), settings)
			case "json":
				return configview.WriteJSON(cmd.OutOrStdout(), settings)
			}
			return fmt.Errorf("-o %s: not table or json", format)
		},
	}
	cmd.Flags().StringVarP(&format, "output", "o", "table", "table or json")
	cmd.AddCommand(
		&cobra.Command{
			Use:   "explain [OPTION]",
			Short: "Explain the options, or one of them",
			Args:  atMostOne,
			RunE: func(cmd *cobra.Command, args []string) error {
				options, err := config.Find(args...)
				if err != nil {
					return err
				}
				return configview.WriteOptions(cmd.OutOrStdout(), options)
			},
		},
		&cobra.Command{
			Use:   "check [FILE]",
			Short: "Check the configuration file, or another one: exit code 1 when something is wrong with it",
			Args:  atMostOne,
			RunE: func(cmd *cobra.Command, args []string) error {
				return flags.CheckConfig(cmd.OutOrStdout(), append(args, f.Config)[0])
			},
		},
		&cobra.Command{
			Use:   "path",
			Short: "Print the name of the configuration file, whether or not it is there",
			Args:  noArguments,
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), config.FileName(f.Config))
				return err
			},
		},
	)
	return cmd
}

// atMostOne refuses a second argument.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("one argument at most, not %d: see %s --help", len(args), cmd.CommandPath())
	}
	return nil
}
