package forecasting

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/manifests"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/fetch"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/tui/display"
)

// listTimeout bounds the reading of a cluster.
const listTimeout = time.Minute

// input reads what the forecast rests on, all but the span to look at. now is the time on the cluster, or of this machine without
// one.
func (n *Request) input(ctx context.Context, f *flags.Shared, in io.Reader) (input forecast.Input, now time.Time, err error) {
	now = time.Now()
	if n.Live {
		input.Workloads, input.Quotas, now, err = readLive(ctx, f)
		input.Seen = now
	} else {
		input.Workloads, input.Quotas, err = n.fromFiles(ctx, f, in)
	}
	if err != nil {
		return input, now, err
	}
	return input, now, n.setDurations(input.Workloads)
}

// setDurations replaces the known durations of runs with those of --duration.
func (n *Request) setDurations(workloads []forecast.Workload) error {
	for _, given := range n.Durations {
		name, text, ok := strings.Cut(given, "=")
		takes, err := time.ParseDuration(text)
		if !ok || err != nil || takes < 0 {
			return fmt.Errorf("--duration %s: not NAME=TIME, such as daily-backup=25m", given)
		}
		found := false
		for i := range workloads {
			cj := workloads[i].CronJob
			if name == cj.Name || name == cj.Namespace+"/"+cj.Name {
				workloads[i].Durations, found = []time.Duration{takes}, true
			}
		}
		if !found {
			return fmt.Errorf("--duration %s: there is no CronJob %s", given, name)
		}
	}
	return nil
}

// fromFiles reads the CronJobs and quotas of manifests. Their status and creation time, if any, are ignored.
func (n *Request) fromFiles(ctx context.Context, f *flags.Shared, in io.Reader) (workloads []forecast.Workload, quotas []*corev1.ResourceQuota, err error) {
	documents, problems := manifest.Read(in, n.Files...)
	refused, err := manifests.Refusals(ctx, f, documents)
	if err != nil {
		return nil, nil, err
	}
	if problems = append(problems, refused...); len(problems) > 0 {
		return nil, nil, exitcode.Problems(problems)
	}
	for _, doc := range documents {
		object, ok := doc.Object.(metav1.Object)
		if !ok || !manifests.Select(object, f.Cluster.Namespace) {
			continue
		}
		object.SetNamespace(cmp.Or(object.GetNamespace(), metav1.NamespaceDefault))
		switch o := doc.Object.(type) {
		case *batchv1.CronJob:
			o.CreationTimestamp, o.Status = metav1.Time{}, batchv1.CronJobStatus{}
			workloads = append(workloads, forecast.Workload{CronJob: o})
		case *corev1.ResourceQuota:
			o.Status = corev1.ResourceQuotaStatus{}
			quotas = append(quotas, o)
		}
	}
	if len(workloads) == 0 {
		return nil, nil, manifests.NoCronJob(n.Files, f.Cluster.Namespace)
	}
	return workloads, quotas, nil
}

// readLive reads the cluster, and the time there before the first read: runs that start during the reads are then part of the
// forecast.
func readLive(ctx context.Context, f *flags.Shared) (workloads []forecast.Workload, quotas []*corev1.ResourceQuota, now time.Time, err error) {
	cluster, err := kube.Connect(f.Cluster)
	switch {
	case errors.Is(err, kube.ErrNoKubeconfig):
		return nil, nil, now, exitcode.With(exitcode.Unreachable, errors.New("--live: there is no kubeconfig, and so no cluster to ask"))
	case err != nil:
		return nil, nil, now, err
	}
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	now = cluster.FetchNow(ctx)
	workloads, quotas, err = fetch.Reader{Cluster: cluster}.Workloads(ctx)
	if err != nil {
		return nil, nil, now, exitcode.With(exitcode.Unreachable, fmt.Errorf("context %s: %s", cluster.Context, display.Clean(err.Error())))
	}
	if len(workloads) == 0 {
		return nil, nil, now, exitcode.With(exitcode.Failed, fmt.Errorf("context %s: no CronJob %s", cluster.Context, manifests.InNamespace(cluster.Namespace)))
	}
	return workloads, quotas, now, nil
}
