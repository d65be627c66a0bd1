package main

import (
	"context"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

func demoCommand(f *flags) *cobra.Command {
	var files []string
	cmd := &cobra.Command{
		Use:   "demo [-f FILE|DIR]...",
		Short: "Open on an embedded control plane, with sample workloads or your manifests",
		Long: `Open on an embedded control plane in this process: no cluster is needed, nothing of this machine is touched, no port is
opened. Without -f it plays sample workloads that have run for a day; with -f your manifests, which are all checked before it
starts.`,
		Example: "  kronoscope demo\n  kronoscope demo -f ./manifests --start \"2026-11-24 01:55\" --speed 60",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDemo(cmd.Context(), f, cmd.InOrStdin(), files, "")
		},
	}
	cmd.Flags().StringArrayVarP(&files, "filename", "f", nil, "manifest `file or directory`, or - for standard input; repeat for more")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	return cmd
}

// Pods of the demo take about as long to start as on a node that has their images.
const (
	startupDelay  = 300 * time.Millisecond
	startupJitter = 2 * time.Second
)

// runDemo plays manifests, or the sample workloads, on an embedded plane and shows it.
func runDemo(ctx context.Context, f *flags, in io.Reader, files []string, notice string) error {
	now := time.Now()
	pace, err := f.plane.pace()
	if err != nil {
		return err
	}
	start, err := f.plane.instant(now)
	if err != nil {
		return err
	}
	d := &demo{flags: f, notice: notice, usualGC: debug.SetGCPercent(sparseGC)}
	if len(files) > 0 {
		var problems []manifest.Problem
		d.documents, problems = manifest.Read(in, files...)
		switch {
		case len(problems) > 0:
			return complaint(problems)
		case len(d.documents) == 0:
			return wrongInput(strings.Join(files, ", ") + ": no object in the manifests")
		}
	}
	switch {
	case start.IsZero() && len(files) == 0:
		start = opening(now)
	case start.IsZero():
		start = now.Truncate(time.Second)
	}
	until, err := f.plane.end(start)
	if err != nil {
		return err
	}
	return d.run(ctx, start, until, pace)
}

// newPlane makes an embedded plane whose clock stands at an instant, and the connection to it. All namespaces are shown unless
// one is asked for.
func newPlane(f *flags, at time.Time, speed float64) (*embedded.Plane, *kube.Cluster, error) {
	return newPlaneOn(f, embedded.Options{Start: at}, speed)
}

// newPlaneOn is newPlane for a plane that may have more to it.
func newPlaneOn(f *flags, o embedded.Options, speed float64) (*embedded.Plane, *kube.Cluster, error) {
	o.Seed, o.Kubelet = f.plane.seed, kubelet.Options{StartupDelay: startupDelay, StartupJitter: startupJitter}
	plane, err := embedded.New(o)
	if err != nil {
		return nil, nil, withCode(exitFailed, err)
	}
	plane.Clock().SetSpeed(speed)
	plane.Clock().SetPaused(f.plane.paused)
	cluster, err := kube.NewCluster(plane.RESTConfig(), f.cluster, "")
	if err != nil {
		return nil, nil, withCode(exitFailed, err)
	}
	cluster.Context, cluster.Embedded, cluster.Clock = "demo", true, planeClock{plane.Control()}
	return plane, cluster, nil
}

// complaint is the error that lists what is wrong with the manifests.
func complaint(problems []manifest.Problem) error {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	return wrongInput(lines...)
}
