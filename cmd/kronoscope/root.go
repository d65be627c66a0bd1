package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/buildinfo"
	"github.com/kronoscope/kronoscope/cmd/demo"
	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/logging"
	"github.com/kronoscope/kronoscope/cmd/session"
	"github.com/kronoscope/kronoscope/kube"
)

const about = `See, run and rehearse Kubernetes Jobs and CronJobs from a terminal.

Without a command it opens on the current context of your kubeconfig. Where there is none, it opens the demo: an embedded
control plane in this process, which needs no cluster and opens no port.`

func rootCommand(log *logging.Log) *cobra.Command {
	f := &flags.Shared{Log: log, Version: buildinfo.Read(version).Version}
	cmd := &cobra.Command{
		Use:               "kronoscope",
		Short:             "Kubernetes Jobs and CronJobs in a terminal",
		Long:              about,
		Args:              noArguments,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return f.Prepare(cmd) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			cluster, err := kube.Connect(f.Cluster)
			if errors.Is(err, kube.ErrNoKubeconfig) {
				return demo.Run(cmd.Context(), f, cmd.InOrStdin(), nil, "no kubeconfig: this is the demo")
			}
			if err != nil {
				return exitcode.With(exitcode.Usage, err)
			}
			if name := f.GivenPlaneFlag(cmd); name != "" {
				return fmt.Errorf("--%s is for the demo's clock; a cluster keeps its own time", name)
			}
			return session.Show(cmd.Context(), f, session.Target{Cluster: cluster}, nil)
		},
	}
	f.AddTo(cmd)
	cmd.AddCommand(configCommand(f), demoCommand(f), forecastCommand(f), nextCommand(f), serveCommand(f), versionCommand(f))
	return cmd
}
