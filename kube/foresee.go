package kube

import (
	"context"
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/pager"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

// Workload is the CronJob as a forecast takes it.
func (c *CronJob) Workload() forecast.Workload {
	jobs := make([]*batchv1.Job, 0, len(c.Jobs))
	for _, job := range c.Jobs {
		jobs = append(jobs, job.Object)
	}
	return workload(c.Object, jobs)
}

// workload is a CronJob whose runs will take the median of those that completed, from start to completion; unknown without any.
func workload(cj *batchv1.CronJob, jobs []*batchv1.Job) forecast.Workload {
	w := forecast.Workload{CronJob: cj, Jobs: jobs}
	var took []time.Duration
	for _, job := range jobs {
		start, end := job.Status.StartTime, job.Status.CompletionTime
		if scheduler.JobCondition(job, batchv1.JobComplete) != nil && start != nil && end != nil {
			took = append(took, max(end.Sub(start.Time), 0))
		}
	}
	if len(took) > 0 {
		slices.Sort(took)
		w.Durations = []time.Duration{median(took)}
	}
	return w
}

// ReadForForecast reads what a forecast of the cluster rests on: the CronJobs that are watched, their Jobs, and the quotas there.
func ReadForForecast(ctx context.Context, c *Cluster) ([]forecast.Workload, []*corev1.ResourceQuota, error) {
	var cronJobs []*batchv1.CronJob
	err := list(ctx, "CronJobs", func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return c.Client.BatchV1().CronJobs(c.Namespace).List(ctx, o)
	}, func(o runtime.Object) { cronJobs = append(cronJobs, o.(*batchv1.CronJob)) })
	if err != nil {
		return nil, nil, err
	}
	jobs := map[types.UID][]*batchv1.Job{}
	err = list(ctx, "Jobs", func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return c.Client.BatchV1().Jobs(c.Namespace).List(ctx, o)
	}, func(o runtime.Object) {
		job := o.(*batchv1.Job)
		if owner := metav1.GetControllerOf(job); owner != nil {
			jobs[owner.UID] = append(jobs[owner.UID], job)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	quotas, err := Quotas(ctx, c)
	var workloads []forecast.Workload
	for _, cj := range cronJobs {
		workloads = append(workloads, workload(cj, jobs[cj.UID]))
	}
	return workloads, quotas, err
}

// Quotas reads the quotas of what is watched.
func Quotas(ctx context.Context, c *Cluster) (quotas []*corev1.ResourceQuota, err error) {
	err = list(ctx, "ResourceQuotas", func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return c.Client.CoreV1().ResourceQuotas(c.Namespace).List(ctx, o)
	}, func(o runtime.Object) { quotas = append(quotas, o.(*corev1.ResourceQuota)) })
	return quotas, err
}

// list reads all pages of a list.
func list(ctx context.Context, what string, page pager.ListPageFunc, each func(runtime.Object)) error {
	err := pager.New(page).EachListItem(ctx, metav1.ListOptions{}, func(o runtime.Object) error {
		each(o)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the %s: %w", what, oneLine(err))
	}
	return nil
}
