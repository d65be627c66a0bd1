package logs

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// retryDelay is the wait before a failed request about the target is tried again.
const retryDelay = 500 * time.Millisecond

// wrapError names the target in an error.
func (d *director) wrapError(err error) error {
	return fmt.Errorf("reading logs of %s %s: %w", strings.ToLower(string(d.target.kind)), d.target.key, err)
}

// deniedError is the error when nothing is known of a feed's objects because they may not be listed.
func (d *director) deniedError(kind kube.Kind) error {
	if err := d.watched.Denied(kind); err != nil {
		return d.wrapError(err)
	}
	return nil
}

// targetMissing says that nothing is known of the target yet, and why when it does not exist, and left nothing. A Job that may not be seen
// exists if it has pods.
func (d *director) targetMissing(ctx context.Context, link workload.Link) (bool, error) {
	d.mu.Lock()
	known := d.initialDone || link.State != workload.LinkLive || d.job != nil || len(d.pods) > 0
	d.mu.Unlock()
	if known {
		return false, nil
	}
	if err := d.deniedError(kube.KindJob); err != nil {
		return true, err
	}
	return d.fetchTarget(ctx)
}

// fetchTarget asks for the target itself: the first list may come from a cache that has not heard of an object that was just made.
func (d *director) fetchTarget(ctx context.Context) (missing bool, err error) {
	job, pod, err := d.watched.Get(ctx)
	switch {
	case apierrors.IsNotFound(err), apierrors.IsForbidden(err):
		return true, d.wrapError(errNotFound)
	case err != nil:
		sleep(ctx, retryDelay)
		d.notify()
		return true, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.target.kind == kube.KindJob {
		d.job = job
	} else {
		d.pods[d.target.key] = pod
	}
	return false, nil
}

// finished says that nothing more can come: all there is has been opened and nothing is followed, or all has ended. Of a Job that
// may not be seen it is never known.
func (d *director) finished(link workload.Link) bool {
	if !d.following() {
		return link.State == workload.LinkLive
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if link.State != workload.LinkLive || len(d.active) > 0 {
		return false
	}
	for _, pod := range d.pods {
		if d.ownsPod(pod) && pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed {
			return false
		}
	}
	if d.target.kind == kube.KindPod {
		return true
	}
	if d.job == nil {
		return d.deniedError(kube.KindJob) == nil
	}
	return scheduler.JobFinished(d.job) != nil
}

// fetchUnseenPods asks for the pods once more before a followed Job's logs end: the watch of Jobs may have run ahead of that of pods, and
// the lines of a pod that was never seen would be lost. It says whether there is something left to look at.
func (d *director) fetchUnseenPods(ctx context.Context) bool {
	if d.target.kind != kube.KindJob || !d.following() {
		return false
	}
	pods, err := d.watched.ListPods(ctx)
	switch {
	case apierrors.IsForbidden(err), ctx.Err() != nil:
		return false
	case err != nil:
		sleep(ctx, retryDelay)
		d.notify()
		return true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	unseen := false
	for _, pod := range pods {
		if key := kube.KeyOf(pod); d.pods[key] == nil {
			d.pods[key], unseen = pod, true
		}
	}
	if unseen {
		d.notify()
	}
	return unseen
}
