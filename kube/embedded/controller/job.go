package controller

import (
	"maps"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/scheduler"
)

// jobBatch is how long the sync of a Job waits after a change of a pod or of the Job's status, so that it sees several changes at
// once. A change of the spec is synced without delay.
const jobBatch = time.Second

// jobController creates and deletes the pods of every Job as package scheduler plans.
type jobController struct {
	deps
	recorder *Recorder
	queue    *Queue[types.NamespacedName]
	orphans  *Queue[orphanKey]
	known    *jobIndex
	unwatch  []func()

	mu      sync.Mutex
	backoff map[types.NamespacedName]scheduler.BackoffRecord
}

func newJobController(d deps) controller {
	c := &jobController{
		deps:     d,
		recorder: d.recorder("job-controller"),
		known:    newJobIndex(),
		backoff:  map[types.NamespacedName]scheduler.BackoffRecord{},
	}
	c.queue = newQueue(d, "job", JobRetry, c.sync)
	c.orphans = newQueue(d, "job-orphan-pod", JobRetry, c.syncOrphans)
	return c
}

// start reads all Jobs and pods before the first sync: Jobs first, because pods are resolved to them.
func (c *jobController) start() {
	c.unwatch = append(c.unwatch, c.client.Jobs().OnChange(c.jobChanged), c.client.Pods().OnChange(c.podChanged))
	c.queue.Start()
	c.orphans.Start()
}

func (c *jobController) stop() {
	for _, unwatch := range c.unwatch {
		unwatch()
	}
	c.queue.Stop()
	c.orphans.Stop()
}

func (c *jobController) jobChanged(old, job *batchv1.Job) {
	c.known.setJob(old, job)
	switch {
	case old == nil:
		c.queue.Add(nameOf(job))
	case job == nil:
		c.forget(nameOf(old))
		c.queue.Add(nameOf(old))
		c.orphans.Add(podsOf(old))
	case scheduler.JobFinished(job) != nil:
		c.orphans.Add(podsOf(job))
	default:
		c.jobUpdated(old, job)
	}
}

func (c *jobController) jobUpdated(old, job *batchv1.Job) {
	key := nameOf(job)
	if job.Generation == old.Generation {
		c.queue.AddAfter(key, jobBatch)
	} else {
		c.queue.Add(key)
	}
	deadline := job.Spec.ActiveDeadlineSeconds
	if job.Status.StartTime == nil || deadline == nil || equality.Semantic.DeepEqual(old.Spec.ActiveDeadlineSeconds, deadline) {
		return
	}
	c.queue.AddAfter(key, scheduler.Seconds(*deadline)-c.clock.Since(job.Status.StartTime.Time))
}

func (c *jobController) podChanged(old, pod *corev1.Pod) {
	c.known.setPod(old, pod)
	switch {
	case pod == nil:
		c.podDeleted(old)
	case pod.DeletionTimestamp != nil:
		c.podDeleted(pod)
	default:
		c.podUpdated(old, pod)
	}
}

// podDeleted handles a pod that is being deleted, or is gone.
func (c *jobController) podDeleted(pod *corev1.Pod) {
	if job := c.known.controllerOf(pod); job != nil && scheduler.JobFinished(job) == nil {
		c.queue.AddAfter(nameOf(job), jobBatch)
		return
	}
	if scheduler.HasTrackingFinalizer(pod) && controlledByJob(pod) {
		c.orphans.Add(orphanPod(pod))
	}
}

func (c *jobController) podUpdated(old, pod *corev1.Pod) {
	ref := metav1.GetControllerOf(pod)
	refChanged := old != nil && !equality.Semantic.DeepEqual(metav1.GetControllerOf(old), ref)
	if refChanged {
		if job := c.known.controllerOf(old); job != nil {
			c.queue.AddAfter(nameOf(job), jobBatch)
		}
	}
	if ref != nil {
		if job := c.known.controllerOf(pod); job != nil {
			c.queue.AddAfter(nameOf(job), jobBatch)
		}
		return
	}
	if scheduler.HasTrackingFinalizer(pod) {
		c.orphans.Add(orphanPod(pod))
	}
	if old == nil || refChanged || !maps.Equal(old.Labels, pod.Labels) {
		for _, job := range c.known.matching(pod) {
			c.queue.AddAfter(job, jobBatch)
		}
	}
}

func (c *jobController) remember(key types.NamespacedName, record scheduler.BackoffRecord) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.backoff[key] = record
}

func (c *jobController) recall(key types.NamespacedName) scheduler.BackoffRecord {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.backoff[key]
}

func (c *jobController) forget(key types.NamespacedName) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.backoff, key)
}

func nameOf(object metav1.Object) types.NamespacedName {
	return types.NamespacedName{Namespace: object.GetNamespace(), Name: object.GetName()}
}
