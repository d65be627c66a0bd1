package kube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// The wait between two tries to read a container's log.
const (
	firstReopen = 250 * time.Millisecond
	maxReopen   = 5 * time.Second
	// toldFailures is how many tries in a row fail before the reader is told; fewer are a hiccup.
	toldFailures = 3
)

// tail reads one run of one container. It resumes a broken stream where it ended: the server is asked for what came since the
// second of the last line, for it knows no finer time, and what was read before is taken out.
type tail struct {
	open   opener
	pod    Key
	source *LogSource
	merger *merger
	slots  *slots
	opts   corev1.PodLogOptions // of the first try
	// over says that this run of the container has ended, or that its pod is gone.
	over func() bool

	*position
}

// run reads until the container's run has ended and all of it has been read, or ctx ends.
func (t *tail) run(ctx context.Context) {
	queue := t.merger.join()
	defer t.merger.leave(queue)
	wait, failures := firstReopen, 0
	for ctx.Err() == nil {
		over := t.over()
		before := t.last
		follow, release, err := t.slots.acquire(ctx, t.opts.Follow && !over)
		if err != nil {
			return
		}
		err = t.read(ctx, queue, follow)
		release()
		switch {
		case ctx.Err() != nil:
			return
		case err == nil && (over || !t.opts.Follow):
			return // it was over before the stream opened, so the stream had all
		case apierrors.IsNotFound(err):
			return // the pod is gone, and its log with it
		case err != nil && !t.retriable(err):
			t.merger.notice(fmt.Sprintf("log of %s/%s: %v", t.pod.Name, t.source.Container, err))
			return
		case err == nil:
			failures = 0
		default:
			if failures++; failures == toldFailures {
				t.merger.notice(fmt.Sprintf("log of %s/%s: %v; trying again", t.pod.Name, t.source.Container, err))
			}
		}
		if t.last.After(before) {
			wait = firstReopen
		}
		sleep(ctx, wait)
		wait = min(wait*2, maxReopen)
	}
}

// retriable says that a later try may do better.
func (t *tail) retriable(err error) bool {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return true // the connection
	}
	if apierrors.IsForbidden(err) || apierrors.IsMethodNotSupported(err) {
		return false
	}
	// A bad request says that the container has not started, or no longer has a log.
	return !apierrors.IsBadRequest(err) || !t.over()
}

// read opens the log once and reads it to its end.
func (t *tail) read(ctx context.Context, queue *lineQueue, follow bool) error {
	opts := t.opts
	opts.Follow, opts.Timestamps = follow, true
	if !t.last.IsZero() {
		opts.SinceTime = ptr.To(metav1.NewTime(t.last.Truncate(time.Second)))
		opts.SinceSeconds, opts.TailLines = nil, nil
	}
	body, err := t.open(ctx, t.pod, &opts)
	if err != nil {
		return err
	}
	defer body.Close()
	again := t.again()
	lines := &lineReader{r: body, source: t.source, last: t.last}
	for {
		chunk, err := lines.next()
		chunk = t.fresh(chunk, again)
		if len(chunk) > 0 {
			t.remember(chunk)
			if err := t.merger.push(ctx, queue, chunk); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
