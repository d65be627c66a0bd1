package watch

import (
	"context"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// The names of an Inventory's feeds, as errors call them.
const (
	feedCronJobs      = "cronjobs"
	feedJobs          = "jobs"
	feedPods          = "pods"
	feedCronJobEvents = "events of cronjobs"
	feedJobEvents     = "events of jobs"
	feedPodEvents     = "events of pods"
)

// feedNames are in the order in which errors are reported.
var feedNames = []string{feedCronJobs, feedJobs, feedPods, feedCronJobEvents, feedJobEvents, feedPodEvents}

// feeds returns all feeds of an Inventory.
func (inv *Inventory) feeds() []*feed {
	batch, core := inv.cluster.Client.BatchV1(), inv.cluster.Client.CoreV1()
	ns := inv.cluster.Namespace
	selector := jobPodLabel(inv.cluster.Client)
	cronJobs, jobs, pods := batch.CronJobs(ns), batch.Jobs(ns), core.Pods(ns)
	feeds := []*feed{
		{
			name: feedCronJobs, kind: &batchv1.CronJob{}, store: inv.cronJobs,
			list:  func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return cronJobs.List(ctx, o) },
			watch: cronJobs.Watch,
		},
		{
			name: feedJobs, kind: &batchv1.Job{}, store: inv.jobs,
			list:  func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return jobs.List(ctx, o) },
			watch: jobs.Watch,
		},
		{
			name: feedPods, kind: &corev1.Pod{}, store: inv.pods,
			list: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
				o.LabelSelector = selector(ctx)
				return pods.List(ctx, o)
			},
			watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
				o.LabelSelector = selector(ctx)
				return pods.Watch(ctx, o)
			},
		},
	}
	events := core.Events(ns)
	for i, kind := range workload.EventKinds {
		field := "involvedObject.kind=" + kind
		feeds = append(feeds, &feed{
			name: []string{feedCronJobEvents, feedJobEvents, feedPodEvents}[i], kind: &corev1.Event{}, store: inv.events[i],
			list: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
				o.FieldSelector = field
				return events.List(ctx, o)
			},
			watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
				o.FieldSelector = field
				return events.Watch(ctx, o)
			},
		})
	}
	for _, f := range feeds {
		f.health = inv.health
	}
	return feeds
}
