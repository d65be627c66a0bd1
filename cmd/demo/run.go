package demo

import (
	"context"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// Run plays manifests, or the sample workloads, on an embedded plane and shows it.
func Run(ctx context.Context, f *flags.Shared, in io.Reader, files []string, notice string) error {
	now := time.Now()
	pace, err := f.Plane.StartPace()
	if err != nil {
		return err
	}
	start, err := f.Plane.StartAt(now)
	if err != nil {
		return err
	}
	d := &demo{flags: f, notice: notice, usualGC: debug.SetGCPercent(sparseGC)}
	if len(files) > 0 {
		var problems []manifest.Problem
		d.documents, problems = manifest.Read(in, files...)
		switch {
		case len(problems) > 0:
			return exitcode.Problems(problems)
		case len(d.documents) == 0:
			return exitcode.WrongInput(strings.Join(files, ", ") + ": no object in the manifests")
		}
	}
	switch {
	case start.IsZero() && len(files) == 0:
		start = opening(now)
	case start.IsZero():
		start = now.Truncate(time.Second)
	}
	until, err := f.Plane.EndAfter(start)
	if err != nil {
		return err
	}
	return d.run(ctx, start, until, pace)
}
