package logs

import (
	"context"
	"fmt"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// fail names the target in an error.
func (d *director) fail(err error) error {
	return fmt.Errorf("reading logs of %s %s: %w", strings.ToLower(string(d.target.kind)), d.target.key, err)
}

// denied is the error when nothing is known of a feed's objects because they may not be listed.
func (d *director) denied(feed string) error {
	if err := d.health.Denied(feed); err != nil {
		return d.fail(err)
	}
	return nil
}

// missing says that nothing is known of the target yet, and why when it does not exist, and left nothing. A Job that may not be seen
// exists if it has pods.
func (d *director) missing(ctx context.Context, link workload.Link) (bool, error) {
	d.mu.Lock()
	known := d.begun || link.State != workload.LinkLive || d.job != nil || len(d.pods) > 0
	d.mu.Unlock()
	if known {
		return false, nil
	}
	if err := d.denied(watch.FeedJobs); err != nil {
		return true, err
	}
	return d.look(ctx)
}

// look asks for the target itself: the first list may come from a cache that has not heard of an object that was just made.
func (d *director) look(ctx context.Context) (missing bool, err error) {
	ns, name := d.target.key.Namespace, d.target.key.Name
	var job *batchv1.Job
	var pod *corev1.Pod
	if d.target.kind == kube.KindJob {
		job, err = d.cluster.Client.BatchV1().Jobs(ns).Get(ctx, name, metav1.GetOptions{})
	} else {
		pod, err = d.cluster.Client.CoreV1().Pods(ns).Get(ctx, name, metav1.GetOptions{})
	}
	switch {
	case apierrors.IsNotFound(err), apierrors.IsForbidden(err):
		return true, d.fail(errNotFound)
	case err != nil:
		watch.Sleep(ctx, watch.FirstRetry)
		d.notify()
		return true, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.target.kind == kube.KindJob {
		watch.TrimJob(job)
		d.job = job
	} else {
		watch.TrimPod(pod)
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
		if d.belongs(pod) && pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed {
			return false
		}
	}
	if d.target.kind == kube.KindPod {
		return true
	}
	if d.job == nil {
		return d.denied(watch.FeedJobs) == nil
	}
	return scheduler.JobFinished(d.job) != nil
}

// missed asks for the pods once more before a followed Job's logs end: the watch of Jobs may have run ahead of that of pods, and
// the lines of a pod that was never seen would be lost. It says whether there is something left to look at.
func (d *director) missed(ctx context.Context) bool {
	if d.target.kind != kube.KindJob || !d.following() {
		return false
	}
	list, err := d.cluster.Client.CoreV1().Pods(d.target.key.Namespace).List(ctx, metav1.ListOptions{
		LabelSelector: d.podLabel(ctx) + "=" + d.target.key.Name,
	})
	switch {
	case apierrors.IsForbidden(err), ctx.Err() != nil:
		return false
	case err != nil:
		watch.Sleep(ctx, watch.FirstRetry)
		d.notify()
		return true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	unseen := false
	for i := range list.Items {
		pod := &list.Items[i]
		if key := kube.KeyOf(pod); d.pods[key] == nil {
			watch.TrimPod(pod)
			d.pods[key], unseen = pod, true
		}
	}
	if unseen {
		d.notify()
	}
	return unseen
}
