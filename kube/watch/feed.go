package watch

import (
	"context"
	"time"

	"github.com/go-logr/logr"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// feed lists and watches the objects of one kind into an inbox. The reflector underneath resumes and relists. When a request fails,
// health decides how long to wait, so that the time of the next try can be shown.
type feed struct {
	name   string
	health *health
	kind   runtime.Object
	store  cache.ReflectorStore
	list   func(context.Context, metav1.ListOptions) (runtime.Object, error)
	watch  func(context.Context, metav1.ListOptions) (watch.Interface, error)
}

// relistPause prevents a tight loop of requests to a server that ends every watch at once.
const relistPause = 200 * time.Millisecond

// run watches until ctx ends.
func (f *feed) run(ctx context.Context, client kubernetes.Interface) {
	lw := cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, opts metav1.ListOptions) (runtime.Object, error) {
			if err := f.health.waitForRetry(ctx, f.name, verbList); err != nil {
				return nil, err
			}
			list, err := f.list(ctx, opts)
			f.report(verbList, err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			if err := f.health.waitForRetry(ctx, f.name, verbWatch); err != nil {
				return nil, err
			}
			w, err := f.watch(ctx, opts)
			switch lists := opts.SendInitialEvents != nil; {
			case lists && apierrors.IsInvalid(err): // the server does not support such watches; a list follows
			case lists && err == nil:
				f.health.beginInitialList(f.name)
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
		// Health knows of any error already. Without one the reflector wants to relist.
		_ = r.ListAndWatchWithContext(ctx)
		sleep(ctx, relistPause)
	}
}

// report records the outcome of a request in health. It leaves out an expired resource version, which is normal on a healthy
// connection: the reflector lists again.
func (f *feed) report(v verb, err error) {
	if !apierrors.IsResourceExpired(err) && !apierrors.IsGone(err) {
		f.health.report(f.name, v, err)
	}
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
