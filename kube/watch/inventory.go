// Package watch keeps up with a cluster: [Inventory] watches all batch work and delivers it in snapshots, [Target] watches one Job or
// pod for a log stream. Both list again after an outage, and report the state of the connection.
//
// The latest state of every Job, CronJob and pod always arrives, also when it is that the object has been deleted. States in between
// may be skipped. Of events, only the latest [workload.MaxEvents] are kept, and those about pods that belong to no Job are dropped.
// Nothing counts what is skipped or dropped.
//
// It never changes anything in the cluster and decides nothing: what the objects mean is for workload.
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

// window is how long Wait collects changes after the first one: long enough that a burst costs one frame, short enough that nobody
// notices a delay.
const window = 60 * time.Millisecond

// ErrStopped is the error of [Inventory.Wait] after [Inventory.Stop].
var ErrStopped = errors.New("watching has stopped")

// Inventory watches the Jobs and CronJobs of a cluster's namespace, or of all, with the Jobs' pods and the events about them. It
// delivers changes in snapshots: an object that changes twice within a short window shows only its latest state.
type Inventory struct {
	cluster *kube.Cluster
	health  *health
	changed chan struct{} // holds a token while there is something for the next snapshot

	cronJobs *inbox[*batchv1.CronJob]
	jobs     *inbox[*batchv1.Job]
	pods     *inbox[*corev1.Pod]
	events   []*inbox[*corev1.Event] // in the order of workload.EventKinds

	building sync.Mutex // one Wait at a time
	builder  *workload.Builder
	last     *workload.Snapshot // nil before the first

	stop    context.CancelFunc
	stopped <-chan struct{}
	running sync.WaitGroup
}

// NewInventory starts watching. It returns at once, whatever the API server does; call [Inventory.Stop] when done.
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
	inv.notify() // for the first snapshot: it shows that the program is connecting
	return inv
}

// Stop ends the watches and waits until they have ended.
func (inv *Inventory) Stop() {
	inv.stop()
	inv.running.Wait()
}

// Wait blocks until something has changed since the last snapshot, collects more changes for a short while, and returns the next
// snapshot. The first call returns an empty snapshot at once, whatever the API server does. The error is that of ctx when it ends,
// and [ErrStopped] after Stop. Several callers take turns: each snapshot goes to one of them.
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
		sleep(ctx, window) // not while connecting: the first lists are shown as they come
	}
	// A change from here on puts the token back.
	select {
	case <-inv.changed:
	default:
	}
	// Read the link before the objects: a list that arrives in between must not make an empty inventory look complete.
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

// notify marks that there is something for the next snapshot. It never blocks.
func (inv *Inventory) notify() {
	select {
	case inv.changed <- struct{}{}:
	default:
	}
}
