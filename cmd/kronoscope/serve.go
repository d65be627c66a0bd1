package main

import (
	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/serving"
)

func serveCommand(f *flags.Shared) *cobra.Command {
	s := &serving.Request{}
	cmd := &cobra.Command{
		Use:   "serve [-f FILE|DIR]...",
		Short: "Serve an embedded control plane on loopback, for kubectl and any other client",
		Long: `Serve the API of an embedded control plane over HTTPS on this machine's loopback, for kubectl and any other client: Jobs,
CronJobs, their pods and what these need. It prints the kubeconfig to use, which only you can read. Without -f it starts empty.

With --state every change is on disk before it is answered, and the next start on the same folder continues from there, also after
a crash: objects, resource versions, the clock, finished containers' logs, the files of volume claims and hostPath volumes (but not
what a running container wrote in the last 5 seconds). Running containers are lost, as when a node loses power. A clock that showed
this machine's time does so again, so runs may have been missed; any other continues where it stopped, or from a later --start.
Objects of -f that already exist are left as they are.

The clock can be controlled from the screens (--tui), from kronoscope on the server's kubeconfig, or by any client:

    kubectl get --raw /kronoscope/clock
    echo '{"speed": 60, "paused": false}' | kubectl create --raw /kronoscope/clock -f -
    echo '{"jump": "mon 02:00"}'          | kubectl create --raw /kronoscope/clock -f -
    echo '{"step": true}'                 | kubectl create --raw /kronoscope/clock -f -

A jump is answered when it is done. It stops early when the client disconnects, or at {"stop": true}. A later jump replaces the one
in progress, which is then answered with 409, as is a step during a jump.

Clients compute some ages themselves, such as those in kubectl describe; they are right at speed 1 without --start.`,
		Example: "  kronoscope serve\n  kronoscope serve --tui --speed 60\n  kronoscope serve -f ./manifests --speed 60 --kubeconfig-out ./lab.kubeconfig",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkServe(cmd, s); err != nil {
				return err
			}
			return s.Run(cmd.Context(), f, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	set := cmd.Flags()
	set.StringArrayVarP(&s.Files, "filename", "f", nil, "manifest `file or directory`, or - for standard input; repeat for more")
	set.StringVar(&s.Listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	set.BoolVar(&s.Expose, "expose", false, "let --listen name an address that other machines reach, such as 0.0.0.0:6443")
	set.BoolVar(&s.TUI, "tui", false, "also show the screens on it; leaving them ends the server")
	set.StringVar(&s.Kubeconfig, "kubeconfig-out", "", "`file` to write the kubeconfig to (one in a new temporary folder); removed at the end")
	set.StringVar(&s.State, "state", "", "`folder` that keeps everything across restarts; created if missing (nothing is kept)")
	s.Plane.AddTo(set, "", "1", "now")
	set.StringVarP(&s.Namespace, "namespace", "n", "default", "`namespace` of the kubeconfig, also for manifests that name none; created if missing")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	_ = cmd.MarkFlagFilename("kubeconfig-out")
	_ = cmd.MarkFlagDirname("state")
	return cmd
}
