package manifests

import (
	"cmp"
	"context"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// Refused are why an API server would not take the CronJobs and quotas among the documents, in the words of the demo: they are
// created on a plane of which nothing runs. Quotas come last, so that they are checked themselves but hold no CronJob back.
func Refused(ctx context.Context, f *flags.Shared, documents []manifest.Document) ([]manifest.Problem, error) {
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

// Wanted puts an object that names no namespace into that of --namespace, and says whether it is among what is looked at: with
// --namespace that is the one namespace, as in the demo.
func Wanted(object metav1.Object, asked string) bool {
	object.SetNamespace(cmp.Or(object.GetNamespace(), asked))
	return asked == "" || object.GetNamespace() == asked
}

// NoCronJob is the error of manifests in which there is nothing to look at.
func NoCronJob(files []string, asked string) error {
	what := "no CronJob"
	if asked != "" {
		what += " " + InNamespace(asked)
	}
	return exitcode.WrongInput(strings.Join(files, ", ") + ": " + what + " in the manifests")
}
