package logs

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

	"github.com/kronoscope/kronoscope/kube"
	kubewatch "github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/kube/workload"
)

var (
	errNoRun    = errors.New("it has no job yet")
	errNotFound = errors.New("not found")
)

// Stream delivers the merged lines of a Job's or a pod's containers. Every line that the API server gives arrives once; a
// reader that is slow slows the streams down. Next is for one caller at a time.
type Stream struct {
	merger *merger
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Next waits for lines and returns what came within a short while, oldest first. After all is read it returns io.EOF; when the
// logs cannot be read at all, why; ctx's error when ctx ends first, which leaves the stream as it is.
func (s *Stream) Next(ctx context.Context) (Batch, error) { return s.merger.next(ctx) }

// Close ends the streams and waits until they have ended.
func (s *Stream) Close() {
	s.cancel()
	s.done.Wait()
}

// target is the object whose logs are read.
type target struct {
	kind kube.Kind
	key  kube.Key
}

func start(ctx context.Context, c *kube.Cluster, o Options, open opener, resolve func(context.Context) (target, error)) *Stream {
	ctx, cancel := context.WithCancel(ctx)
	s := &Stream{merger: newMerger(), cancel: cancel}
	s.done.Go(func() {
		target, err := resolve(ctx)
		if err != nil {
			s.merger.end(err)
			return
		}
		d := newDirector(c, o, open, s.merger, target)
		s.merger.end(d.run(ctx))
	})
	return s
}

// director watches the pods of one Job, or one pod, and opens a tail for each run of a container that has started.
type director struct {
	cluster *kube.Cluster
	options Options
	open    opener
	merger  *merger
	target  target
	slots   *slots
	changed chan struct{}
	health  *kubewatch.Health
	jobs    *kubewatch.Inbox[*batchv1.Job]
	inbox   *kubewatch.Inbox[*corev1.Pod]
	tails   sync.WaitGroup

	podLabel func(context.Context) string // of a Job's pods

	mu      sync.Mutex
	pods    map[kube.Key]*corev1.Pod
	job     *batchv1.Job
	sources map[containerID]*Source
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

func newDirector(c *kube.Cluster, o Options, open opener, m *merger, target target) *director {
	d := &director{
		cluster: c, options: o, open: open, merger: m, target: target, slots: newSlots(), changed: make(chan struct{}, 1),
		pods: map[kube.Key]*corev1.Pod{}, sources: map[containerID]*Source{}, started: map[containerID]int32{}, active: map[containerID]bool{},
		places: map[containerID]*position{}, podLabel: kubewatch.JobPods(c.Client),
	}
	d.health = kubewatch.NewHealth(d.notify, d.feedNames()...)
	d.jobs = kubewatch.NewInbox(d.health, kubewatch.FeedJobs, kubewatch.TrimJob, func(j *batchv1.Job) bool { return j.Name == target.key.Name })
	d.inbox = kubewatch.NewInbox(d.health, kubewatch.FeedPods, kubewatch.TrimPod, func(p *corev1.Pod) bool {
		return target.kind == kube.KindJob || p.Name == target.key.Name
	})
	return d
}

func (d *director) feedNames() []string {
	if d.target.kind == kube.KindJob {
		return []string{kubewatch.FeedJobs, kubewatch.FeedPods}
	}
	return []string{kubewatch.FeedPods}
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
	var feeds sync.WaitGroup
	for _, f := range d.feeds() {
		feeds.Go(func() { f.Run(watching, d.cluster.Client) })
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
		if err := d.denied(kubewatch.FeedPods); err != nil {
			return err
		}
		if link.State == workload.LinkConnecting || link.State == workload.LinkLost && !d.begun {
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
func (d *director) tellLink(link workload.Link) {
	switch {
	case link.State == workload.LinkLost && d.lost == nil:
		d.lost = link.Err
		d.merger.notice(link.Err.Error())
	case link.State == workload.LinkLive && d.lost != nil:
		d.lost = nil
		d.merger.notice("connected again")
	}
	if link.State == workload.LinkLive && link.Err != nil && link.Err.Error() != d.partial {
		d.partial = link.Err.Error()
		d.merger.notice(d.partial)
	}
}

func (d *director) collect() {
	d.mu.Lock()
	defer d.mu.Unlock()
	workload.ApplyTo(d.inbox.Take(), d.pods, workload.Itself,
		func(key kube.Key, pod *corev1.Pod) { d.pods[key] = pod }, func(key kube.Key) { delete(d.pods, key) })
	b := d.jobs.Take()
	if _, gone := b.Gone[d.target.key]; b.Full || gone {
		d.job = nil
	}
	if job := b.Objects[d.target.key]; job != nil {
		d.job = job
	}
}

// belongs says that the pod is the target's: a Job that was made again under the same name has others.
func (d *director) belongs(pod *corev1.Pod) bool {
	if d.target.kind == kube.KindPod {
		return true
	}
	owner := workload.Controller(pod, "Job")
	return owner != nil && owner.Name == d.target.key.Name && (d.job == nil || owner.UID == d.job.UID)
}

func (d *director) feeds() []*kubewatch.Feed {
	ns, name := d.target.key.Namespace, d.target.key.Name
	jobs, pods := d.cluster.Client.BatchV1().Jobs(ns), d.cluster.Client.CoreV1().Pods(ns)
	choose := func(_ context.Context, o *metav1.ListOptions) { o.FieldSelector = "metadata.name=" + name }
	feeds := []*kubewatch.Feed{{
		Name: kubewatch.FeedPods, Kind: &corev1.Pod{}, Store: d.inbox, Health: d.health,
		List: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			choose(ctx, &o)
			return pods.List(ctx, o)
		},
		Watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			choose(ctx, &o)
			return pods.Watch(ctx, o)
		},
	}}
	if d.target.kind != kube.KindJob {
		return feeds
	}
	chooseJob := choose
	choose = func(ctx context.Context, o *metav1.ListOptions) { o.LabelSelector = d.podLabel(ctx) + "=" + name }
	return append(feeds, &kubewatch.Feed{
		Name: kubewatch.FeedJobs, Kind: &batchv1.Job{}, Store: d.jobs, Health: d.health,
		List: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			chooseJob(ctx, &o)
			return jobs.List(ctx, o)
		},
		Watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			chooseJob(ctx, &o)
			return jobs.Watch(ctx, o)
		},
	})
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

// inOrder are the target's pods, oldest first, so that what queues is read in the order it was written.
func (d *director) inOrder() []*corev1.Pod {
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
		return kube.CompareKeys(kube.KeyOf(a), kube.KeyOf(b))
	})
	return pods
}
