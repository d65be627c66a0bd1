package main

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

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/fetch"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/tui/display"
)

// listTimeout bounds the reading of a cluster.
const listTimeout = time.Minute

// input is what the forecast rests on, with the durations that flags give but for the span to look at, and the time it is: of a
// cluster its own.
func (n *forecastFlags) input(ctx context.Context, f *flags, in io.Reader) (input forecast.Input, now time.Time, err error) {
	now = time.Now()
	if n.live {
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

// setDurations puts the given durations in the place of those that are known.
func (n *forecastFlags) setDurations(workloads []forecast.Workload) error {
	for _, given := range n.durations {
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

// fromFiles reads the CronJobs and quotas of manifests; what they say of a status or a creation is no part of a forecast.
func (n *forecastFlags) fromFiles(ctx context.Context, f *flags, in io.Reader) (workloads []forecast.Workload, quotas []*corev1.ResourceQuota, err error) {
	documents, problems := manifest.Read(in, n.files...)
	refused, err := refusals(ctx, f, documents)
	if err != nil {
		return nil, nil, err
	}
	if problems = append(problems, refused...); len(problems) > 0 {
		return nil, nil, complaint(problems)
	}
	for _, doc := range documents {
		object, ok := doc.Object.(metav1.Object)
		if !ok || !f.looksAt(object) {
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
		return nil, nil, f.noCronJob(n.files)
	}
	return workloads, quotas, nil
}

// readLive reads the cluster, and what time it was there before: what happens meanwhile is foreseen, too, rather than missed.
func readLive(ctx context.Context, f *flags) (workloads []forecast.Workload, quotas []*corev1.ResourceQuota, now time.Time, err error) {
	cluster, err := kube.Connect(f.cluster)
	switch {
	case errors.Is(err, kube.ErrNoKubeconfig):
		return nil, nil, now, &exitError{exitUnreachable, errors.New("--live: there is no kubeconfig, so no cluster to ask")}
	case err != nil:
		return nil, nil, now, err
	}
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	now = cluster.AskNow(ctx)
	workloads, quotas, err = fetch.Workloads(ctx, cluster)
	if err != nil {
		return nil, nil, now, &exitError{exitUnreachable, fmt.Errorf("context %s: %s", cluster.Context, display.Clean(err.Error()))}
	}
	if len(workloads) == 0 {
		return nil, nil, now, &exitError{exitFailed, fmt.Errorf("context %s: no CronJob %s", cluster.Context, inNamespace(cluster.Namespace))}
	}
	return workloads, quotas, now, nil
}

func inNamespace(name string) string {
	if name == "" {
		return "in any namespace"
	}
	return "in namespace " + name
}
