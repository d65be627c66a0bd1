package main

import (
	"cmp"
	"context"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// refusals are why an API server would not take the CronJobs and quotas among the documents, in the words of the demo: they are
// created on a plane of which nothing runs. Quotas come last, so that they are checked themselves but hold no CronJob back.
func refusals(ctx context.Context, f *flags, documents []manifest.Document) ([]manifest.Problem, error) {
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
	plane, cluster, err := newPlane(f, time.Now(), 1)
	if err != nil {
		return nil, err
	}
	defer plane.Stop()
	problems, err := fill(ctx, f, cluster, cronJobs)
	if err == nil {
		var more []manifest.Problem
		more, err = fill(ctx, f, cluster, quotas)
		problems = append(problems, more...)
	}
	return problems, err
}

// fill creates what manifests ask for on an embedded plane, also on one that keys may not change.
func fill(ctx context.Context, f *flags, cluster *kube.Cluster, documents []manifest.Document) ([]manifest.Problem, error) {
	filler := *cluster
	filler.ReadOnly, filler.Namespace = false, f.cluster.Namespace
	problems, err := action.Apply(ctx, &filler, documents)
	if err != nil {
		return nil, withCode(exitFailed, err)
	}
	return problems, nil
}

// looksAt puts an object that names no namespace into that of --namespace, and says whether it is among what is looked at: with
// --namespace that is the one namespace, as in the demo.
func looksAt(object metav1.Object, asked string) bool {
	object.SetNamespace(cmp.Or(object.GetNamespace(), asked))
	return asked == "" || object.GetNamespace() == asked
}

// noCronJob is the error of manifests in which there is nothing to look at.
func noCronJob(files []string, asked string) error {
	what := "no CronJob"
	if asked != "" {
		what += " " + inNamespace(asked)
	}
	return wrongInput(strings.Join(files, ", ") + ": " + what + " in the manifests")
}
