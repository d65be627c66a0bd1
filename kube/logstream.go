package kube

import (
	"context"
	"errors"
	"slices"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/utils/ptr"
)

var (
	errNoRun    = errors.New("it has no job yet")
	errNotFound = errors.New("not found")
)

// LogStream delivers the merged lines of a Job's or a pod's containers. Every line that the API server gives arrives once; a
// reader that is slow slows the streams down. Next is for one caller at a time.
type LogStream struct {
	merger *merger
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Next waits for lines and returns what came within a short while, oldest first. After all is read it returns io.EOF; when the
// logs cannot be read at all, why; ctx's error when ctx ends first, which leaves the stream as it is.
func (s *LogStream) Next(ctx context.Context) (LogBatch, error) { return s.merger.next(ctx) }

// Close ends the streams and waits until they have ended.
func (s *LogStream) Close() {
	s.cancel()
	s.done.Wait()
}

// logTarget is the object whose logs are read.
type logTarget struct {
	kind Kind
	key  Key
}

func startLogs(ctx context.Context, c *Cluster, o LogOptions, open opener, resolve func(context.Context) (logTarget, error)) *LogStream {
	ctx, cancel := context.WithCancel(ctx)
	s := &LogStream{merger: newMerger(), cancel: cancel}
	s.done.Go(func() {
		target, err := resolve(ctx)
		if err != nil {
			s.merger.end(err)
			return
		}
		d := newLogDirector(c, o, open, s.merger, target)
		s.merger.end(d.run(ctx))
	})
	return s
}

// logDirector watches the pods of one Job, or one pod, and opens a tail for each run of a container that has started.
type logDirector struct {
	cluster *Cluster
	options LogOptions
	open    opener
	merger  *merger
	target  logTarget
	slots   *slots
	changed chan struct{}
	health  *health
	jobs    *inbox[*batchv1.Job]
	inbox   *inbox[*corev1.Pod]
	tails   sync.WaitGroup

	podLabel func(context.Context) string // of a Job's pods

	mu      sync.Mutex
	pods    map[Key]*corev1.Pod
	job     *batchv1.Job
	sources map[containerID]*LogSource
	started map[containerID]int32 // the restart count of the run whose tail was started last
	active  map[containerID]bool  // a tail reads
	places  map[containerID]*position
	begun   bool // the pods that existed at the start have been opened
	lost    error
	partial string // what was told last of a part that may not be watched
}

type containerID struct {
	pod       types.UID
	container string
}

func newLogDirector(c *Cluster, o LogOptions, open opener, m *merger, target logTarget) *logDirector {
	d := &logDirector{
		cluster: c, options: o, open: open, merger: m, target: target, slots: newSlots(), changed: make(chan struct{}, 1),
		pods: map[Key]*corev1.Pod{}, sources: map[containerID]*LogSource{}, started: map[containerID]int32{}, active: map[containerID]bool{},
		places: map[containerID]*position{}, podLabel: jobPods(c.Client),
	}
	d.health = newHealth(d.notify, d.feedNames()...)
	d.jobs = newInbox(d.health, feedJobs, trimJob, func(j *batchv1.Job) bool { return j.Name == target.key.Name })
	d.inbox = newInbox(d.health, feedPods, trimPod, func(p *corev1.Pod) bool {
		return target.kind == KindJob || p.Name == target.key.Name
	})
	return d
}

func (d *logDirector) feedNames() []string {
	if d.target.kind == KindJob {
		return []string{feedJobs, feedPods}
	}
	return []string{feedPods}
}

func (d *logDirector) notify() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// run follows the pods until nothing more can come.
func (d *logDirector) run(ctx context.Context) error {
	watching, stop := context.WithCancel(ctx)
	var feeds sync.WaitGroup
	for _, f := range d.feeds() {
		feeds.Go(func() { f.run(watching, d.cluster.Client) })
	}
	defer feeds.Wait()
	defer stop()
	defer d.tails.Wait()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-d.changed:
		}
		link := d.health.Link()
		d.tellLink(link)
		d.collect()
		if err := d.denied(feedPods); err != nil {
			return err
		}
		if link.State == LinkConnecting || link.State == LinkLost && !d.begun {
			continue // what is there at the start is not known yet
		}
		switch missing, err := d.missing(ctx, link); {
		case err != nil:
			return err
		case missing:
			continue
		}
		d.start(ctx)
		if d.finished(link) && !d.missed(ctx) {
			return nil
		}
	}
}

// tellLink tells when the connection is lost and back, and what may not be watched.
func (d *logDirector) tellLink(link Link) {
	switch {
	case link.State == LinkLost && d.lost == nil:
		d.lost = link.Err
		d.merger.notice(link.Err.Error())
	case link.State == LinkLive && d.lost != nil:
		d.lost = nil
		d.merger.notice("connected again")
	}
	if link.State == LinkLive && link.Err != nil && link.Err.Error() != d.partial {
		d.partial = link.Err.Error()
		d.merger.notice(d.partial)
	}
}

func (d *logDirector) collect() {
	d.mu.Lock()
	defer d.mu.Unlock()
	applyTo(d.inbox.take(), d.pods, itself,
		func(key Key, pod *corev1.Pod) { d.pods[key] = pod }, func(key Key) { delete(d.pods, key) })
	b := d.jobs.take()
	if _, gone := b.gone[d.target.key]; b.full || gone {
		d.job = nil
	}
	if job := b.objects[d.target.key]; job != nil {
		d.job = job
	}
}

// belongs says that the pod is the target's: a Job that was made again under the same name has others.
func (d *logDirector) belongs(pod *corev1.Pod) bool {
	if d.target.kind == KindPod {
		return true
	}
	owner := controller(pod, "Job")
	return owner != nil && owner.Name == d.target.key.Name && (d.job == nil || owner.UID == d.job.UID)
}

func (d *logDirector) feeds() []*feed {
	ns, name := d.target.key.Namespace, d.target.key.Name
	jobs, pods := d.cluster.Client.BatchV1().Jobs(ns), d.cluster.Client.CoreV1().Pods(ns)
	choose := func(_ context.Context, o *metav1.ListOptions) { o.FieldSelector = "metadata.name=" + name }
	feeds := []*feed{{
		name: feedPods, kind: &corev1.Pod{}, store: d.inbox, health: d.health,
		list: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			choose(ctx, &o)
			return pods.List(ctx, o)
		},
		watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			choose(ctx, &o)
			return pods.Watch(ctx, o)
		},
	}}
	if d.target.kind != KindJob {
		return feeds
	}
	chooseJob := choose
	choose = func(ctx context.Context, o *metav1.ListOptions) { o.LabelSelector = d.podLabel(ctx) + "=" + name }
	return append(feeds, &feed{
		name: feedJobs, kind: &batchv1.Job{}, store: d.jobs, health: d.health,
		list: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			chooseJob(ctx, &o)
			return jobs.List(ctx, o)
		},
		watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			chooseJob(ctx, &o)
			return jobs.Watch(ctx, o)
		},
	})
}

// since is from when on the first tails read, nil for all.
func (d *logDirector) since() *metav1.Time {
	if d.options.Since <= 0 {
		return nil
	}
	return ptr.To(metav1.NewTime(d.cluster.Now().Add(-d.options.Since)))
}

// following says that what is yet to be written is waited for.
func (d *logDirector) following() bool { return d.options.Follow && !d.options.Previous }

// inOrder are the target's pods, oldest first, so that what queues is read in the order it was written.
func (d *logDirector) inOrder() []*corev1.Pod {
	var pods []*corev1.Pod
	for _, pod := range d.pods {
		if d.belongs(pod) {
			pods = append(pods, pod)
		}
	}
	slices.SortFunc(pods, func(a, b *corev1.Pod) int {
		if c := a.CreationTimestamp.Compare(b.CreationTimestamp.Time); c != 0 {
			return c
		}
		return compareKeys(keyOf(a), keyOf(b))
	})
	return pods
}
