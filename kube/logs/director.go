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

// director watches the pods of one Job, or one pod, and opens a tail for each run of a container that has started.
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
	active      map[containerID]bool  // a tail reads
	positions   map[containerID]*position
	initialDone bool // the pods that existed at the start have been opened
	linkErr     error
	lastPartial string // what was told last of a part that may not be watched
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

func (d *director) notify() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// run follows the pods until nothing more can come.
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
			continue // what is there at the start is not known yet
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

// reportLink tells when the connection is lost and back, and what may not be watched.
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

// ownsPod says that the pod is the target's: a Job that was made again under the same name has others.
func (d *director) ownsPod(pod *corev1.Pod) bool {
	if d.target.kind == kube.KindPod {
		return true
	}
	owner := workload.ControllerOf(pod, "Job")
	return owner != nil && owner.Name == d.target.key.Name && (d.job == nil || owner.UID == d.job.UID)
}

// since is from when on the first tails read, nil for all.
func (d *director) since() *metav1.Time {
	if d.options.Since <= 0 {
		return nil
	}
	return ptr.To(metav1.NewTime(d.cluster.Now().Add(-d.options.Since)))
}

// following says that what is yet to be written is waited for.
func (d *director) following() bool { return d.options.Follow && !d.options.Previous }

// podsByAge are the target's pods, oldest first, so that what queues is read in the order it was written.
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
