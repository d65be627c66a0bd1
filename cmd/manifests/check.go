// Package manifests checks the manifests that commands read as an API server would, and selects what a command looks at. It
// works on a plane that is thrown away and never asks a cluster.
package manifests

import (
	"context"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// Refusals returns why an API server would refuse the CronJobs and quotas among the documents, by creating them on a plane on which
// nothing runs. Quotas come last: they are checked themselves, but refuse no CronJob.
func Refusals(ctx context.Context, f *flags.Shared, documents []manifest.Document) ([]manifest.Problem, error) {
	var cronJobs, quotas []manifest.Document
	for _, doc := range documents {
		switch doc.Object.(type) {
		case *batchv1.CronJob:
			cronJobs = append(cronJobs, doc)
		case *corev1.ResourceQuota:
			quotas = append(quotas, doc)
		}
	}
	if len(cronJobs)+len(quotas) == 0 {
		return nil, nil
	}
	plane, cluster, err := localplane.New(f, time.Now(), 1)
	if err != nil {
		return nil, err
	}
	defer plane.Stop()
	problems, err := localplane.Apply(ctx, f, cluster, cronJobs)
	if err == nil {
		var more []manifest.Problem
		more, err = localplane.Apply(ctx, f, cluster, quotas)
		problems = append(problems, more...)
	}
	return problems, err
}
