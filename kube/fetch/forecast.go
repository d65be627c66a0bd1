package fetch

import (
	"context"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/pager"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

// Workloads reads the input of a forecast: the CronJobs of the cluster's namespace or of all, each with its Jobs and the usual duration
// of a run, and the quotas. When only the quotas cannot be read, it returns the workloads together with the error.
func (r Reader) Workloads(ctx context.Context) ([]forecast.Workload, []*corev1.ResourceQuota, error) {
	var cronJobs []*batchv1.CronJob
	err := listAll(ctx, "CronJobs", func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return r.Cluster.Client.BatchV1().CronJobs(r.Cluster.Namespace).List(ctx, o)
	}, func(o runtime.Object) { cronJobs = append(cronJobs, o.(*batchv1.CronJob)) })
	if err != nil {
		return nil, nil, err
	}
	jobs := map[types.UID][]*batchv1.Job{}
	err = listAll(ctx, "Jobs", func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return r.Cluster.Client.BatchV1().Jobs(r.Cluster.Namespace).List(ctx, o)
	}, func(o runtime.Object) {
		job := o.(*batchv1.Job)
		if owner := metav1.GetControllerOf(job); owner != nil {
			jobs[owner.UID] = append(jobs[owner.UID], job)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	quotas, err := r.Quotas(ctx)
	var workloads []forecast.Workload
	for _, cj := range cronJobs {
		workloads = append(workloads, workload.ForecastOf(cj, jobs[cj.UID]))
	}
	return workloads, quotas, err
}

// Quotas reads the ResourceQuotas of the cluster's namespace, or of all.
func (r Reader) Quotas(ctx context.Context) (quotas []*corev1.ResourceQuota, err error) {
	err = listAll(ctx, "ResourceQuotas", func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
		return r.Cluster.Client.CoreV1().ResourceQuotas(r.Cluster.Namespace).List(ctx, o)
	}, func(o runtime.Object) { quotas = append(quotas, o.(*corev1.ResourceQuota)) })
	return quotas, err
}

// listAll calls each for every object of a list, page by page.
func listAll(ctx context.Context, what string, page pager.ListPageFunc, each func(runtime.Object)) error {
	err := pager.New(page).EachListItem(ctx, metav1.ListOptions{}, func(o runtime.Object) error {
		each(o)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the %s: %w", what, kube.OneLine(err))
	}
	return nil
}
