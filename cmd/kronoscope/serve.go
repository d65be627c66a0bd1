package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// serveFlags are those of serve alone. Its clock has the names of the demo's flags and defaults of its own.
type serveFlags struct {
	files      []string
	listen     string
	kubeconfig string
	namespace  string
	state      string
	plane      planeFlags
}

func serveCommand(f *flags) *cobra.Command {
	s := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve [-f FILE|DIR]...",
		Short: "Serve an embedded control plane on loopback, for kubectl and any other client",
		Long: `Serve the API of an embedded control plane over HTTPS on this machine's loopback, for kubectl and any other client: Jobs,
CronJobs, their pods and what these need. It prints the kubeconfig to use, which only you can read. Without -f it starts empty.

With --state every change is on the disk before it is answered, and the next start on the same folder goes on from there, also after
a crash: objects, resource versions, the clock, finished containers' logs, the files of volume claims and hostPath volumes. What ran
is lost, as when a node has lost its power. A clock that ran with this machine's time shows it again, so runs may have been
missed; any other goes on where it stood, or from a later --start. Objects of -f that exist already are left as they are.

Clients work out some ages by themselves, such as those in kubectl describe; they are right at speed 1 without --start.`,
		Example: "  kronoscope serve\n  kronoscope serve -f ./manifests --speed 60 --kubeconfig-out ./lab.kubeconfig",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range []string{"kubeconfig", "context", "all-namespaces", "read-only", "theme"} {
				if cmd.Flags().Changed(name) {
					return fmt.Errorf("--%s is not for serve: see %s --help", name, cmd.CommandPath())
				}
			}
			if cmd.Flags().Changed("state") && s.state == "" {
				return errors.New("--state needs the name of a folder")
			}
			return s.run(cmd.Context(), f, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	set := cmd.Flags()
	set.StringArrayVarP(&s.files, "filename", "f", nil, "manifest `file or directory`, or - for standard input; repeat for more")
	set.StringVar(&s.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	set.StringVar(&s.kubeconfig, "kubeconfig-out", "", "`file` to write the kubeconfig to (one in a new temporary folder); removed at the end")
	set.StringVar(&s.state, "state", "", "`folder` that keeps all over restarts; made where missing (nothing is kept)")
	set.StringVar(&s.plane.speed, "speed", "1", "`seconds` that pass in one, or max")
	set.StringVar(&s.plane.start, "start", "", "`time` it starts at, such as 2026-11-24T01:55:00+01:00, \"2026-11-24 01:55\" or\n"+
		"\"01:55 Europe/Paris\" (now)")
	set.Uint64Var(&s.plane.seed, "seed", 0, "`number` that makes every random choice")
	set.StringVarP(&s.namespace, "namespace", "n", "default", "`namespace` of the kubeconfig, and of manifests that name none")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	_ = cmd.MarkFlagFilename("kubeconfig-out")
	_ = cmd.MarkFlagDirname("state")
	return cmd
}

// run serves until the user, or a service manager, ends it: that is success.
func (s *serveFlags) run(ctx context.Context, f *flags, in io.Reader, out, errOut io.Writer) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	plane, err := s.newPlane(ctx, f, in, out, errOut)
	if err != nil {
		return err
	}
	defer waitAtMost(s.patience(), plane.Stop)
	server, err := serve.Listen(ctx, s.listen, plane.Handler())
	if err != nil {
		return &exitError{exitUsage, err}
	}
	file, remove, err := s.writeKubeconfig(server)
	if err != nil {
		_ = server.Close()
		return &exitError{exitFailed, err}
	}
	defer remove()
	plane.Start()
	fmt.Fprintf(out, `An embedded control plane answers on %s, for this machine only.
Its clock shows %s and runs at %s.

    export KUBECONFIG=%s
    kubectl get cronjobs,jobs,pods

%s
`, server.URL(), plane.Clock().Now().Format("2006-01-02 15:04:05 -07:00"), speedText(plane.Clock().Speed()), shellQuote(file), s.kept())
	if err := server.Serve(ctx); err != nil {
		return &exitError{exitFailed, err}
	}
	return nil
}

// newPlane makes the plane with the manifests in it, before its time starts to pass.
func (s *serveFlags) newPlane(ctx context.Context, f *flags, in io.Reader, out, errOut io.Writer) (*embedded.Plane, error) {
	speed, err := s.plane.rate()
	if err != nil {
		return nil, err
	}
	start, err := s.plane.instant(time.Now())
	if err != nil {
		return nil, err
	}
	var documents []manifest.Document
	if len(s.files) > 0 {
		var problems []manifest.Problem
		if documents, problems = manifest.Read(in, s.files...); len(problems) > 0 {
			return nil, complaint(problems)
		}
	}
	own := *f
	own.plane, own.cluster.Namespace = s.plane, s.namespace
	state, err := s.openState()
	if err != nil {
		return nil, err
	}
	plane, cluster, err := newPlaneOn(&own, embedded.Options{Start: start, State: state, OnSave: s.onSave(errOut)}, speed)
	if err != nil {
		return nil, s.blamed(err)
	}
	if err := s.fill(ctx, &own, cluster, documents, out); err != nil {
		plane.Stop()
		return nil, err
	}
	return plane, nil
}

// writeKubeconfig returns the file's full name, and what removes it.
func (s *serveFlags) writeKubeconfig(server *serve.Server) (file string, remove func(), err error) {
	file = s.kubeconfig
	if file == "" {
		folder, err := os.MkdirTemp("", "kronoscope-")
		if err != nil {
			return "", nil, err
		}
		file = filepath.Join(folder, "kubeconfig")
		return file, func() { _ = os.RemoveAll(folder) }, server.WriteKubeconfig(file, s.namespace)
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", nil, err
	}
	return file, func() { server.RemoveKubeconfig(file) }, server.WriteKubeconfig(file, s.namespace)
}

func speedText(speed float64) string {
	if speed == 0 {
		return "the greatest speed, without gaps"
	}
	return fmt.Sprintf("%g×", speed)
}

// plainWord is what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9/._+:@%,-]+$`)

// shellQuote makes a file's name one word for a shell.
func shellQuote(name string) string {
	if plainWord.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
