package localplane

import (
	"context"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// Apply creates what manifests ask for on an embedded plane, also on one that keys may not change.
func Apply(ctx context.Context, f *flags.Shared, cluster *kube.Cluster, documents []manifest.Document) ([]manifest.Problem, error) {
	filler := *cluster
	filler.ReadOnly, filler.Namespace = false, f.Cluster.Namespace
	problems, err := action.Apply(ctx, &filler, documents)
	if err != nil {
		return nil, exitcode.With(exitcode.Failed, err)
	}
	return problems, nil
}

// ApplyError is what the user is told of manifests that were not applied in full.
func ApplyError(problems []manifest.Problem, err error) error {
	switch {
	case err != nil:
		return exitcode.With(exitcode.Failed, err)
	case len(problems) > 0:
		return exitcode.Problems(problems)
	}
	return nil
}
