package localplane

import (
	"context"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// Apply creates the objects of manifests on an embedded plane, also where --read-only keeps the screens from changing it.
func Apply(ctx context.Context, f *flags.Shared, cluster *kube.Cluster, documents []manifest.Document) ([]manifest.Problem, error) {
	writable := *cluster
	writable.ReadOnly, writable.Namespace = false, f.Cluster.Namespace
	problems, err := action.New(&writable).Apply(ctx, documents)
	if err != nil {
		return nil, exitcode.With(exitcode.Failed, err)
	}
	return problems, nil
}

// ApplyError returns the error of manifests that were not all applied, nil when they were.
func ApplyError(problems []manifest.Problem, err error) error {
	switch {
	case err != nil:
		return exitcode.With(exitcode.Failed, err)
	case len(problems) > 0:
		return exitcode.Problems(problems)
	}
	return nil
}
