// Command conformance plays conformance scenarios on the embedded control plane and compares what happened with records of
// a real one. It never contacts a cluster.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/spf13/cobra"
)

// errDiffers reports that at least one play differs. The differences have been printed.
var errDiffers = errors.New("plays differ from their records")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := newCommand().ExecuteContext(ctx)
	switch {
	case errors.Is(err, errDiffers):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
}

func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "conformance",
		Short:         "Hold the embedded control plane against what a real one did",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	var suite Suite
	play := &cobra.Command{
		Use:   "play --scenarios DIR --records DIR",
		Short: "Play scenarios in virtual time and compare them with records",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			passed, failed, err := suite.Run(cmd.Context(), cmd.OutOrStdout())
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d passed, %d failed\n", passed, failed)
			if failed > 0 {
				return errDiffers
			}
			return nil
		},
	}
	flags := play.Flags()
	flags.StringVar(&suite.Scenarios, "scenarios", "", "directory of scenarios")
	flags.StringArrayVar(&suite.Records, "records", nil, "directory of records; give it again for another take of the same plays")
	flags.StringVar(&suite.Only, "run", "", "play only the scenario of this name")
	for _, name := range []string{"scenarios", "records"} {
		if err := play.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
	root.AddCommand(play)
	return root
}
