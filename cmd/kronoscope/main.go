// Command kronoscope shows, runs and rehearses Kubernetes Jobs and CronJobs in a terminal, on a cluster or on none. This
// package reads flags, wires the parts and chooses the exit code; it holds no logic of its own.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // schedules name zones that the machine may lack

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/logging"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program: arguments and streams in, exit code out.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	log := logging.New()
	log.Bridge()
	defer log.Close()
	cmd := rootCommand(log)
	cmd.SetArgs(args)
	cmd.SetIn(in)
	cmd.SetOut(out)
	cmd.SetErr(errOut)
	return exitcode.Report(cmd.ExecuteContext(ctx), errOut)
}

// noArguments refuses what is left over, which is most often a mistyped command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unknown command %q for %s: see %s --help", args[0], cmd.CommandPath(), cmd.CommandPath())
	}
	return nil
}
