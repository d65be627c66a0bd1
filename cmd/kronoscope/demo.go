package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/testdata"
)

func demoCommand(f *flags) *cobra.Command {
	var files []string
	cmd := &cobra.Command{
		Use:   "demo [-f FILE|DIR]...",
		Short: "Open on an embedded control plane, with sample workloads or your manifests",
		Long: `Open on an embedded control plane in this process: no cluster is needed, nothing of this machine is touched, no port is
opened. Without -f it plays sample workloads; with -f your manifests, which are all checked before it starts.`,
		Example: "  kronoscope demo\n  kronoscope demo -f ./manifests --start \"2026-11-24 01:55\" --speed 600",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDemo(cmd.Context(), f, cmd.InOrStdin(), files, "")
		},
	}
	cmd.Flags().StringArrayVarP(&files, "filename", "f", nil, "manifest `file or directory`, or - for standard input; repeat for more")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	return cmd
}

// runDemo plays manifests, or the sample workloads, on an embedded plane and shows it. Every manifest is created before time
// starts to pass, so one that is refused leaves nothing behind.
func runDemo(ctx context.Context, f *flags, in io.Reader, files []string, notice string) error {
	speed, err := f.plane.rate()
	if err != nil {
		return err
	}
	start, err := f.plane.instant(time.Now())
	if err != nil {
		return err
	}
	documents, problems := scene(in, files)
	switch {
	case len(problems) > 0:
		return complaint(problems)
	case len(documents) == 0:
		return &inputError{[]string{strings.Join(files, ", ") + ": no object in the manifests"}}
	}
	plane, err := embedded.New(embedded.Options{Start: start, Seed: f.plane.seed})
	if err != nil {
		return &exitError{exitFailed, err}
	}
	cluster, err := planeCluster(plane, f, notice)
	if err != nil {
		return &exitError{exitFailed, err}
	}
	ctx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	started := make(chan bool, 1)
	begin := func() error {
		err := fill(ctx, cluster, f, documents)
		if err == nil {
			plane.Clock().SetSpeed(speed)
			plane.Start()
		}
		started <- err == nil
		return err
	}
	if len(files) == 0 {
		// The sample workloads are known to be right, so the first frame need not wait for them.
		go func() {
			if err := begin(); err != nil {
				leave(err)
			}
		}()
	} else if err := begin(); err != nil {
		return err
	}
	err = show(ctx, f, cluster)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	leave(nil)
	waitAtMost(stopPatience, func() {
		if <-started {
			plane.Stop()
		}
	})
	return err
}

// fill creates the manifests' objects. A read-only demo cannot be changed by keys, but it is filled.
func fill(ctx context.Context, cluster *kube.Cluster, f *flags, documents []manifest.Document) error {
	filler := *cluster
	filler.ReadOnly, filler.Namespace = false, f.cluster.Namespace
	problems, err := kube.Apply(ctx, &filler, documents)
	switch {
	case err != nil:
		return &exitError{exitFailed, err}
	case len(problems) > 0:
		return complaint(problems)
	}
	return nil
}

// planeCluster is the connection to an embedded plane. All namespaces are shown unless one is asked for.
func planeCluster(plane *embedded.Plane, f *flags, notice string) (*kube.Cluster, error) {
	cluster, err := kube.NewCluster(plane.RESTConfig(), f.cluster, "")
	if err != nil {
		return nil, err
	}
	cluster.Context, cluster.Embedded, cluster.Notice, cluster.Clock = "demo", true, notice, plane.Clock()
	return cluster, nil
}

// scene reads what is to be played.
func scene(in io.Reader, files []string) ([]manifest.Document, []manifest.Problem) {
	if len(files) > 0 {
		return manifest.Read(in, files...)
	}
	guide, problems := manifest.ReadFS(testdata.Guide)
	more, wrong := manifest.ReadFS(testdata.Demo)
	return append(guide, more...), append(problems, wrong...)
}

// complaint is the error that lists what is wrong with the manifests.
func complaint(problems []manifest.Problem) error {
	e := &inputError{}
	for _, p := range problems {
		e.lines = append(e.lines, p.Error())
	}
	return e
}
