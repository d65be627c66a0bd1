package controller

import (
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// ttlController deletes finished Jobs, pods first, at the end of their time to live.
type ttlController struct {
	deps
	queue   *Queue[types.NamespacedName]
	unwatch func()
}

func newTTLController(d deps) controller {
	c := &ttlController{deps: d}
	c.queue = newQueue(d, "ttl-after-finished", DefaultRetry, c.sync)
	return c
}

func (c *ttlController) start() {
	c.unwatch = c.client.Jobs().OnChange(func(_, job *batchv1.Job) {
		if job == nil {
			return
		}
		if _, ok := scheduler.JobTTL(job, c.clock.Now()); ok {
			c.queue.Add(nameOf(job))
		}
	})
	c.queue.Start()
}

func (c *ttlController) stop() {
	c.unwatch()
	c.queue.Stop()
}

func (c *ttlController) sync(key types.NamespacedName) error {
	job, err := c.client.Jobs().Get(key.Namespace, key.Name)
	if err != nil {
		return ignoreNotFound(err)
	}
	left, ok := scheduler.JobTTL(job, c.clock.Now())
	if !ok {
		return nil
	}
	if left > 0 {
		c.queue.AddAfter(key, left)
		return nil
	}
	err = c.client.Jobs().Delete(job.Namespace, job.Name, metav1.DeleteOptions{
		PropagationPolicy: ptr.To(metav1.DeletePropagationForeground),
		Preconditions:     &metav1.Preconditions{UID: &job.UID},
	})
	if err != nil {
		return fmt.Errorf("deleting Job %s, whose TTL is over: %w", key, err)
	}
	return nil
}
