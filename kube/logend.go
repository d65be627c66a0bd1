package kube

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// fail names the target in an error.
func (d *logDirector) fail(err error) error {
	return fmt.Errorf("reading logs of %s %s: %w", strings.ToLower(string(d.target.kind)), d.target.key, err)
}

// denied is the error when nothing is known of a feed's objects because they may not be listed.
func (d *logDirector) denied(feed string) error {
	if err := d.health.denied(feed); err != nil {
		return d.fail(err)
	}
	return nil
}

// missing is the error when the target does not exist, and left nothing. A Job that may not be seen exists if it has pods.
func (d *logDirector) missing(link Link) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.begun || link.State != LinkLive || d.job != nil || len(d.pods) > 0 {
		return nil
	}
	if err := d.denied(feedJobs); err != nil {
		return err
	}
	return d.fail(errNotFound)
}

// finished says that nothing more can come: all there is has been opened and nothing is followed, or all has ended. Of a Job that
// may not be seen it is never known.
func (d *logDirector) finished(link Link) bool {
	if !d.options.Follow || d.options.Previous {
		return link.State == LinkLive
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if link.State != LinkLive || len(d.active) > 0 {
		return false
	}
	for _, pod := range d.pods {
		if d.belongs(pod) && pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed {
			return false
		}
	}
	if d.target.kind == KindPod {
		return true
	}
	if d.job == nil {
		return d.denied(feedJobs) == nil
	}
	return scheduler.JobFinished(d.job) != nil
}
