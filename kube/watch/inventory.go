package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// window is how long Wait lets changes collect after the first one: long enough that a burst costs one frame, short enough
// that nobody sees a delay.
const window = 60 * time.Millisecond

// ErrStopped is returned by Wait after Stop.
var ErrStopped = errors.New("watching has stopped")

// Inventory watches a cluster's Jobs, CronJobs, Jobs' pods and the events about them, and tells of changes in snapshots.
//
// The final state of every object always arrives. States in between may be skipped: what changes twice within a window is
// shown once. Of events only the latest [workload.MaxEvents] are kept, and those about pods of no Job are let go.
type Inventory struct {
	cluster *kube.Cluster
	health  *health
	changed chan struct{} // holds a token while something waits to be built

	cronJobs *inbox[*batchv1.CronJob]
	jobs     *inbox[*batchv1.Job]
	pods     *inbox[*corev1.Pod]
	events   []*inbox[*corev1.Event] // as eventKinds

	building sync.Mutex // one Wait at a time
	builder  *workload.Builder
	last     *workload.Snapshot // nil before the first

	stop    context.CancelFunc
	stopped <-chan struct{}
	running sync.WaitGroup
}

// NewInventory starts to watch. Stop ends it.
func NewInventory(cluster *kube.Cluster) *Inventory {
	ctx, cancel := context.WithCancel(context.Background())
	inv := newInventory(ctx, cancel, cluster)
	for _, f := range inv.feeds() {
		inv.running.Go(func() { f.run(ctx, cluster.Client) })
	}
	return inv
}

func newInventory(ctx context.Context, cancel context.CancelFunc, cluster *kube.Cluster) *Inventory {
	inv := &Inventory{cluster: cluster, changed: make(chan struct{}, 1), builder: workload.NewBuilder(), stop: cancel, stopped: ctx.Done()}
	inv.health = newHealth(inv.notify, feedNames...)
	inv.cronJobs = newInbox(inv.health, feedCronJobs, trimCronJob, nil)
	inv.jobs = newInbox(inv.health, feedJobs, trimJob, nil)
	inv.pods = newInbox(inv.health, feedPods, trimPod, nil)
	for i, name := range []string{feedCronJobEvents, feedJobEvents, feedPodEvents} {
		kind := workload.EventKinds[i]
		inv.events = append(inv.events, newInbox(inv.health, name, trimEvent, func(e *corev1.Event) bool {
			return e.InvolvedObject.Kind == kind
		}))
	}
	inv.notify() // the first snapshot says that the connection is being made
	return inv
}

// Stop ends the watches and waits until they have ended.
func (inv *Inventory) Stop() {
	inv.stop()
	inv.running.Wait()
}

// Wait blocks until something has changed since the last snapshot, lets what follows at once collect, and returns the next
// snapshot. The first comes at once, whatever the API server does. It returns ctx's error when ctx ends, and [ErrStopped]
// after Stop. Callers take turns.
func (inv *Inventory) Wait(ctx context.Context) (*workload.Snapshot, error) {
	inv.building.Lock()
	defer inv.building.Unlock()
	select {
	case <-inv.stopped:
		return nil, ErrStopped
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-inv.changed:
	}
	if inv.last != nil && inv.last.Link.State != workload.LinkConnecting {
		sleep(ctx, window) // the first lists are shown as they come
	}
	// What comes from here on sets the token again.
	select {
	case <-inv.changed:
	default:
	}
	// The link before the objects: a list that comes in between must not make an empty inventory look complete.
	link := inv.health.Link()
	inv.collect()
	inv.last = inv.builder.Snapshot(link)
	return inv.last, nil
}

func (inv *Inventory) collect() {
	inv.builder.ApplyCronJobs(inv.cronJobs.take())
	inv.builder.ApplyJobs(inv.jobs.take())
	inv.builder.ApplyPods(inv.pods.take())
	for i, kind := range workload.EventKinds {
		inv.builder.ApplyEvents(kind, inv.events[i].take())
	}
}

// notify says that there is something to build.
func (inv *Inventory) notify() {
	select {
	case inv.changed <- struct{}{}:
	default:
	}
}
