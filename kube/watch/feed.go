package watch

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

	"github.com/kronoscope/kronoscope/kube/workload"
)

// The feeds of an Inventory, in the order in which their errors are told.
const (
	feedCronJobs      = "cronjobs"
	FeedJobs          = "jobs"
	FeedPods          = "pods"
	feedCronJobEvents = "events of cronjobs"
	feedJobEvents     = "events of jobs"
	feedPodEvents     = "events of pods"
)

var feedNames = []string{feedCronJobs, FeedJobs, FeedPods, feedCronJobEvents, feedJobEvents, feedPodEvents}

// Feed lists and watches one kind into an inbox. The reflector underneath knows how to resume and relist; when a request
// fails, health decides how long to wait, so that the next try can be told.
type Feed struct {
	Name   string
	Health *Health
	Kind   runtime.Object
	Store  cache.ReflectorStore
	List   func(context.Context, metav1.ListOptions) (runtime.Object, error)
	Watch  func(context.Context, metav1.ListOptions) (watch.Interface, error)
}

// relistPause keeps a server that ends every watch at once from being asked in a tight loop.
const relistPause = 200 * time.Millisecond

// Run watches until ctx ends.
func (f *Feed) Run(ctx context.Context, client kubernetes.Interface) {
	lw := cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, opts metav1.ListOptions) (runtime.Object, error) {
			if err := f.Health.gate(ctx, f.Name, verbList); err != nil {
				return nil, err
			}
			list, err := f.List(ctx, opts)
			f.report(verbList, err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			if err := f.Health.gate(ctx, f.Name, verbWatch); err != nil {
				return nil, err
			}
			w, err := f.Watch(ctx, opts)
			switch lists := opts.SendInitialEvents != nil; {
			case lists && apierrors.IsInvalid(err): // the server knows no such watches; a list follows
			case lists && err == nil:
				f.Health.listing(f.Name)
			default:
				f.report(verbWatch, err)
			}
			return w, err
		},
	}, client)
	discard := logr.Discard()
	r := cache.NewReflectorWithOptions(lw, f.Kind, f.Store, cache.ReflectorOptions{
		Name: f.Name, Logger: &discard,
		Backoff: &wait.Backoff{Duration: relistPause, Factor: 1, Steps: 1},
	})
	for ctx.Err() == nil {
		// An error is known to health already; a nil one asks for a relist.
		_ = r.ListAndWatchWithContext(ctx)
		Sleep(ctx, relistPause)
	}
}

// report tells health how a request went, unless its error is part of a healthy connection: a resource version that is too old
// makes the reflector list again.
func (f *Feed) report(v verb, err error) {
	if !apierrors.IsResourceExpired(err) && !apierrors.IsGone(err) {
		f.Health.report(f.Name, v, err)
	}
}

// Sleep waits, or less when ctx ends.
func Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// feeds are all that an Inventory watches.
func (inv *Inventory) feeds() []*Feed {
	batch, core := inv.cluster.Client.BatchV1(), inv.cluster.Client.CoreV1()
	ns := inv.cluster.Namespace
	selector := JobPods(inv.cluster.Client)
	cronJobs, jobs, pods := batch.CronJobs(ns), batch.Jobs(ns), core.Pods(ns)
	feeds := []*Feed{
		{
			Name: feedCronJobs, Kind: &batchv1.CronJob{}, Store: inv.cronJobs,
			List:  func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return cronJobs.List(ctx, o) },
			Watch: cronJobs.Watch,
		},
		{
			Name: FeedJobs, Kind: &batchv1.Job{}, Store: inv.jobs,
			List:  func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) { return jobs.List(ctx, o) },
			Watch: jobs.Watch,
		},
		{
			Name: FeedPods, Kind: &corev1.Pod{}, Store: inv.pods,
			List: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
				o.LabelSelector = selector(ctx)
				return pods.List(ctx, o)
			},
			Watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
				o.LabelSelector = selector(ctx)
				return pods.Watch(ctx, o)
			},
		},
	}
	events := core.Events(ns)
	for i, kind := range workload.EventKinds {
		field := "involvedObject.kind=" + kind
		feeds = append(feeds, &Feed{
			Name: []string{feedCronJobEvents, feedJobEvents, feedPodEvents}[i], Kind: &corev1.Event{}, Store: inv.events[i],
			List: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
				o.FieldSelector = field
				return events.List(ctx, o)
			},
			Watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
				o.FieldSelector = field
				return events.Watch(ctx, o)
			},
		})
	}
	for _, f := range feeds {
		f.Health = inv.health
	}
	return feeds
}
