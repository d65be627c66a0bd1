package kube

import (
	"context"
	"time"

	"github.com/go-logr/logr"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// The feeds of an Inventory, in the order in which their errors are told.
const (
	feedCronJobs      = "cronjobs"
	feedJobs          = "jobs"
	feedPods          = "pods"
	feedCronJobEvents = "events of cronjobs"
	feedJobEvents     = "events of jobs"
	feedPodEvents     = "events of pods"
)

var feedNames = []string{feedCronJobs, feedJobs, feedPods, feedCronJobEvents, feedJobEvents, feedPodEvents}

// feed lists and watches one kind into an inbox. The reflector underneath knows how to resume and relist; when a request
// fails, health decides how long to wait, so that the next try can be told.
type feed struct {
	name   string
	health *health
	kind   runtime.Object
	store  cache.ReflectorStore
	list   func(context.Context, metav1.ListOptions) (runtime.Object, error)
	watch  func(context.Context, metav1.ListOptions) (watch.Interface, error)
}

// relistPause keeps a server that ends every watch at once from being asked in a tight loop.
const relistPause = 200 * time.Millisecond

// run watches until ctx ends.
func (f *feed) run(ctx context.Context, client kubernetes.Interface) {
	lw := cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, opts metav1.ListOptions) (runtime.Object, error) {
			if err := f.health.gate(ctx, f.name, verbList); err != nil {
				return nil, err
			}
			list, err := f.list(ctx, opts)
			f.report(verbList, err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			if err := f.health.gate(ctx, f.name, verbWatch); err != nil {
				return nil, err
			}
			w, err := f.watch(ctx, opts)
			switch lists := opts.SendInitialEvents != nil; {
			case lists && apierrors.IsInvalid(err): // the server knows no such watches; a list follows
			case lists && err == nil:
				f.health.listing(f.name)
			default:
				f.report(verbWatch, err)
			}
			return w, err
		},
	}, client)
	discard := logr.Discard()
	r := cache.NewReflectorWithOptions(lw, f.kind, f.store, cache.ReflectorOptions{
		Name: f.name, Logger: &discard,
		Backoff: &wait.Backoff{Duration: relistPause, Factor: 1, Steps: 1},
	})
	for ctx.Err() == nil {
		// An error is known to health already; a nil one asks for a relist.
		_ = r.ListAndWatchWithContext(ctx)
		sleep(ctx, relistPause)
	}
}

// report tells health how a request went, unless its error is part of a healthy connection: a resource version that is too old
// makes the reflector list again.
func (f *feed) report(v verb, err error) {
	if !apierrors.IsResourceExpired(err) && !apierrors.IsGone(err) {
		f.health.report(f.name, v, err)
	}
}

// sleep waits, or less when ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// feeds are all that an Inventory watches.
func (inv *Inventory) feeds() []*feed {
	batch, core := inv.cluster.Client.BatchV1(), inv.cluster.Client.CoreV1()
	ns := inv.cluster.Namespace
	selector := jobPods(inv.cluster.Client)
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
	for i, kind := range eventKinds {
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

// eventKinds are the kinds whose events are watched, each by a feed of its own, since a field selector cannot say "or".
var eventKinds = []string{"CronJob", "Job", "Pod"}
