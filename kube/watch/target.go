package watch

import (
	"context"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// Target watches one Job and its pods, or one pod. A log stream follows it, independently of any Inventory.
type Target struct {
	client   kubernetes.Interface
	kind     kube.Kind
	key      kube.Key
	podLabel func(context.Context) string

	health *health
	jobs   *inbox[*batchv1.Job]
	pods   *inbox[*corev1.Pod]
}

// NewTarget prepares to watch a Job and its pods when kind is [kube.KindJob], else the pod with that key. [Target.Run] starts it.
// It calls notify whenever [Target.Take] or [Target.Link] has something new; notify must not block.
func NewTarget(c *kube.Cluster, kind kube.Kind, key kube.Key, notify func()) *Target {
	t := &Target{client: c.Client, kind: kind, key: key, podLabel: jobPodLabel(c.Client)}
	names := []string{feedPods}
	if kind == kube.KindJob {
		names = []string{feedJobs, feedPods}
	}
	t.health = newHealth(notify, names...)
	t.jobs = newInbox(t.health, feedJobs, trimJob, func(j *batchv1.Job) bool { return j.Name == key.Name })
	t.pods = newInbox(t.health, feedPods, trimPod, func(p *corev1.Pod) bool { return kind == kube.KindJob || p.Name == key.Name })
	return t
}

// Run watches until ctx ends, and returns when all watches have ended.
func (t *Target) Run(ctx context.Context) {
	var feeds sync.WaitGroup
	for _, f := range t.feeds() {
		feeds.Go(func() { f.run(ctx, t.client) })
	}
	feeds.Wait()
}

// Link returns the state of the connection, as in a [workload.Snapshot].
func (t *Target) Link() workload.Link { return t.health.Link() }

// Denied returns why nothing is known of the objects of a kind, [kube.KindJob] or [kube.KindPod], when they may not be listed; else
// nil.
func (t *Target) Denied(kind kube.Kind) error {
	if kind == kube.KindJob {
		return t.health.denied(feedJobs)
	}
	return t.health.denied(feedPods)
}

// Take returns the changes since the last call. The pods may include those of an earlier Job of the same name.
func (t *Target) Take() (pods workload.Changes[*corev1.Pod], jobs workload.Changes[*batchv1.Job]) {
	return t.pods.take(), t.jobs.take()
}

// Get reads the Job, or else the pod, from the API server; the other result is nil. The object is trimmed as the watched ones are.
// The error is the API server's.
func (t *Target) Get(ctx context.Context) (job *batchv1.Job, pod *corev1.Pod, err error) {
	if t.kind == kube.KindJob {
		if job, err = t.client.BatchV1().Jobs(t.key.Namespace).Get(ctx, t.key.Name, metav1.GetOptions{}); err != nil {
			return nil, nil, err
		}
		trimJob(job)
		return job, nil, nil
	}
	if pod, err = t.client.CoreV1().Pods(t.key.Namespace).Get(ctx, t.key.Name, metav1.GetOptions{}); err != nil {
		return nil, nil, err
	}
	trimPod(pod)
	return nil, pod, nil
}

// ListPods reads the Job's pods from the API server, trimmed as the watched ones are. The error is the API server's.
func (t *Target) ListPods(ctx context.Context) ([]*corev1.Pod, error) {
	list, err := t.client.CoreV1().Pods(t.key.Namespace).List(ctx, metav1.ListOptions{LabelSelector: t.podSelector(ctx)})
	if err != nil {
		return nil, err
	}
	pods := make([]*corev1.Pod, len(list.Items))
	for i := range list.Items {
		pods[i] = &list.Items[i]
		trimPod(pods[i])
	}
	return pods, nil
}

// podSelector returns the label selector of the Job's pods.
func (t *Target) podSelector(ctx context.Context) string { return t.podLabel(ctx) + "=" + t.key.Name }

func (t *Target) feeds() []*feed {
	jobs, pods := t.client.BatchV1().Jobs(t.key.Namespace), t.client.CoreV1().Pods(t.key.Namespace)
	byName := func(o *metav1.ListOptions) { o.FieldSelector = "metadata.name=" + t.key.Name }
	selectPods := func(ctx context.Context, o *metav1.ListOptions) {
		if t.kind == kube.KindJob {
			o.LabelSelector = t.podSelector(ctx)
		} else {
			byName(o)
		}
	}
	feeds := []*feed{{
		name: feedPods, kind: &corev1.Pod{}, store: t.pods, health: t.health,
		list: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			selectPods(ctx, &o)
			return pods.List(ctx, o)
		},
		watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			selectPods(ctx, &o)
			return pods.Watch(ctx, o)
		},
	}}
	if t.kind != kube.KindJob {
		return feeds
	}
	return append(feeds, &feed{
		name: feedJobs, kind: &batchv1.Job{}, store: t.jobs, health: t.health,
		list: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
			byName(&o)
			return jobs.List(ctx, o)
		},
		watch: func(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
			byName(&o)
			return jobs.Watch(ctx, o)
		},
	})
}
