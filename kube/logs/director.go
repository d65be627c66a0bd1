package logs

import (
	"context"
	"slices"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// director watches the target and starts a tail for each run of a container.
type director struct {
	cluster *kube.Cluster
	options Options
	open    opener
	merger  *merger
	target  target
	limits  *streamLimits
	changed chan struct{}
	watched *watch.Target
	tails   sync.WaitGroup

	mu          sync.Mutex
	pods        map[kube.Key]*corev1.Pod
	job         *batchv1.Job
	sources     map[containerID]*Source
	started     map[containerID]int32 // the restart count of the run whose tail was started last
	active      map[containerID]bool  // a tail is reading
	positions   map[containerID]*position
	initialDone bool // the pods that existed at the start have been opened
	linkErr     error
	lastPartial string // the last notice of a part that may not be watched
}

type containerID struct {
	pod       types.UID
	container string
}

func newDirector(c *kube.Cluster, o Options, open opener, m *merger, target target) *director {
	d := &director{
		cluster: c, options: o, open: open, merger: m, target: target, limits: newStreamLimits(), changed: make(chan struct{}, 1),
		pods: map[kube.Key]*corev1.Pod{}, sources: map[containerID]*Source{}, started: map[containerID]int32{}, active: map[containerID]bool{},
		positions: map[containerID]*position{},
	}
	d.watched = watch.NewTarget(c, target.kind, target.key, d.notify)
	return d
}

// notify makes run look again. It never blocks.
func (d *director) notify() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// run follows the pods until no more lines can come.
func (d *director) run(ctx context.Context) error {
	watching, stop := context.WithCancel(ctx)
	var watches sync.WaitGroup
	watches.Go(func() { d.watched.Run(watching) })
	defer watches.Wait()
	defer stop()
	defer d.tails.Wait()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.changed:
		}
		link := d.watched.Link()
		d.reportLink(link)
		d.collect()
		if err := d.deniedError(kube.KindPod); err != nil {
			return err
		}
		if link.State == workload.LinkConnecting || link.State == workload.LinkLost && !d.initialDone {
			continue // it is not known yet which pods there are
		}
		switch missing, err := d.targetMissing(ctx, link); {
		case err != nil:
			return err
		case missing:
			continue
		}
		d.startTails(ctx)
		if d.finished(link) && !d.fetchUnseenPods(ctx) {
			return nil
		}
	}
}

// reportLink adds a notice when the connection is lost or back, and when a part may not be watched.
func (d *director) reportLink(link workload.Link) {
	switch {
	case link.State == workload.LinkLost && d.linkErr == nil:
		d.linkErr = link.Err
		d.merger.notice(link.Err.Error())
	case link.State == workload.LinkLive && d.linkErr != nil:
		d.linkErr = nil
		d.merger.notice("connected again")
	}
	if link.State == workload.LinkLive && link.Err != nil && link.Err.Error() != d.lastPartial {
		d.lastPartial = link.Err.Error()
		d.merger.notice(d.lastPartial)
	}
}

// collect takes over what has changed.
func (d *director) collect() {
	d.mu.Lock()
	defer d.mu.Unlock()
	pods, jobs := d.watched.Take()
	pods.ApplyTo(d.pods)
	if _, gone := jobs.Deleted[d.target.key]; jobs.Full || gone {
		d.job = nil
	}
	if job := jobs.Objects[d.target.key]; job != nil {
		d.job = job
	}
}

// ownsPod reports whether the pod is one of the target's. The Job may have been deleted and created again: then pods of the earlier
// one are not.
func (d *director) ownsPod(pod *corev1.Pod) bool {
	if d.target.kind == kube.KindPod {
		return true
	}
	owner := workload.ControllerOf(pod, "Job")
	return owner != nil && owner.Name == d.target.key.Name && (d.job == nil || owner.UID == d.job.UID)
}

// since returns the time from which the first tails read; nil for all.
func (d *director) since() *metav1.Time {
	if d.options.Since <= 0 {
		return nil
	}
	return ptr.To(metav1.NewTime(d.cluster.Now().Add(-d.options.Since)))
}

// following reports whether to wait for lines that have not been written yet.
func (d *director) following() bool { return d.options.Follow && !d.options.Previous }

// podsByAge returns the target's pods, oldest first. Those beyond the limit of streams wait in this order.
func (d *director) podsByAge() []*corev1.Pod {
	var pods []*corev1.Pod
	for _, pod := range d.pods {
		if d.ownsPod(pod) {
			pods = append(pods, pod)
		}
	}
	slices.SortFunc(pods, func(a, b *corev1.Pod) int {
		if c := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); c != 0 {
			return c
		}
		return kube.CompareKeys(kube.KeyOf(a), kube.KeyOf(b))
	})
	return pods
}
