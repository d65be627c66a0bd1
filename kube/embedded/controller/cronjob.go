package controller

import (
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// cronJobController starts and cleans up the Jobs of every CronJob as package scheduler plans. A CronJob without a time zone runs in
// UTC, whatever the machine's zone, as on most clusters.
type cronJobController struct {
	deps
	recorder *Recorder
	queue    *Queue[types.NamespacedName]
	// invalid queues the CronJobs whose schedule was edited to an invalid one, because a handler must not record events itself.
	invalid *Queue[types.NamespacedName]
	unwatch []func()

	mu    sync.Mutex
	known map[types.NamespacedName]types.UID
}

func newCronJobController(d deps) controller {
	c := &cronJobController{deps: d, recorder: d.recorder("cronjob-controller"), known: map[types.NamespacedName]types.UID{}}
	c.queue = newQueue(d, "cronjob", DefaultRetry, c.sync)
	c.invalid = newQueue(d, "cronjob-schedule", DefaultRetry, c.warnInvalid)
	return c
}

// start reads all CronJobs before their Jobs, which are resolved to them.
func (c *cronJobController) start() {
	c.unwatch = append(c.unwatch, c.client.CronJobs().OnChange(c.cronJobChanged), c.client.Jobs().OnChange(c.jobChanged))
	c.queue.Start()
	c.invalid.Start()
}

func (c *cronJobController) stop() {
	for _, unwatch := range c.unwatch {
		unwatch()
	}
	c.queue.Stop()
	c.invalid.Stop()
}

func (c *cronJobController) cronJobChanged(old, cj *batchv1.CronJob) {
	if cj == nil {
		c.setKnown(nameOf(old), "")
		return
	}
	key := nameOf(cj)
	c.setKnown(key, cj.UID)
	if old == nil || old.Spec.Schedule == cj.Spec.Schedule && ptr.Equal(old.Spec.TimeZone, cj.Spec.TimeZone) {
		c.queue.Add(key)
		return
	}
	// An edited schedule starts nothing by itself, not even missed runs.
	wait, warning := scheduler.UntilNextSlot(cj, time.UTC, c.clock.Now())
	if warning != nil {
		c.invalid.Add(key)
		return
	}
	c.queue.AddAfter(key, wait)
}

func (c *cronJobController) setKnown(key types.NamespacedName, uid types.UID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if uid == "" {
		delete(c.known, key)
		return
	}
	c.known[key] = uid
}

// jobChanged enqueues the CronJobs that control a Job, or did.
func (c *cronJobController) jobChanged(old, job *batchv1.Job) {
	var before, after *metav1.OwnerReference
	if old != nil {
		before = metav1.GetControllerOf(old)
	}
	if job != nil {
		after = metav1.GetControllerOf(job)
	}
	if after != nil {
		c.enqueueOwner(job.Namespace, after)
	}
	if before != nil && (after == nil || before.UID != after.UID) {
		c.enqueueOwner(old.Namespace, before)
	}
}

func (c *cronJobController) enqueueOwner(namespace string, ref *metav1.OwnerReference) {
	key := types.NamespacedName{Namespace: namespace, Name: ref.Name}
	c.mu.Lock()
	known := c.known[key]
	c.mu.Unlock()
	if ref.Kind == "CronJob" && known == ref.UID {
		c.queue.Add(key)
	}
}

func (c *cronJobController) warnInvalid(key types.NamespacedName) error {
	cj, err := c.client.CronJobs().Get(key.Namespace, key.Name)
	if err != nil {
		return ignoreNotFound(err)
	}
	if _, warning := scheduler.UntilNextSlot(cj, time.UTC, c.clock.Now()); warning != nil {
		c.recorder.Event(cj, warning.Type, warning.Reason, warning.Message)
	}
	return nil
}

func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
