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

// wrapError adds to an error that it is about the target's logs.
func (d *director) wrapError(err error) error {
	return fmt.Errorf("reading logs of %s %s: %w", strings.ToLower(string(d.target.kind)), d.target.key, err)
}

// deniedError returns the error to end with when nothing is known of the objects of a kind because they may not be listed; else nil.
func (d *director) deniedError(kind kube.Kind) error {
	if err := d.watched.Denied(kind); err != nil {
		return d.wrapError(err)
	}
	return nil
}

// targetMissing reports whether nothing is known of the target yet. The error is for one that does not exist. A Job that may not be read
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

// fetchTarget asks for the target directly: the first list may come from a cache that does not have a new object yet.
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

// finished reports whether no more lines can come: nothing is followed and every run has a tail, or everything has ended. It is never
// known of a Job that may not be read.
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

// fetchUnseenPods lists the pods once more before a followed Job's logs end. The watch of pods may be behind that of Jobs, and the
// lines of a pod that was never seen would be lost. It reports whether to go on.
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
