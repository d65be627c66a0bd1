package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/kube"
)

const about = `See, run and rehearse Kubernetes Jobs and CronJobs from a terminal.

Without a command it opens on the current context of your kubeconfig. Where there is none, it opens the demo: an embedded
control plane in this process, which needs no cluster and opens no port.`

func rootCommand() *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:               "kronoscope",
		Short:             "Kubernetes Jobs and CronJobs in a terminal",
		Long:              about,
		Args:              noArguments,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE: func(cmd *cobra.Command, _ []string) error {
			cluster, err := kube.Connect(f.cluster)
			if errors.Is(err, kube.ErrNoKubeconfig) {
				return runDemo(cmd.Context(), f, cmd.InOrStdin(), nil, "no kubeconfig: this is the demo")
			}
			if err != nil {
				return withCode(exitUsage, err)
			}
			if name := f.planeSet(cmd); name != "" {
				return fmt.Errorf("--%s is for the demo's clock; a cluster keeps its own time", name)
			}
			return show(cmd.Context(), f, stage{cluster: cluster}, nil)
		},
	}
	f.addTo(cmd)
	cmd.AddCommand(demoCommand(f), forecastCommand(f), nextCommand(f), serveCommand(f), versionCommand())
	return cmd
}
