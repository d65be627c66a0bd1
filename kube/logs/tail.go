package logs

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

	"github.com/kronoscope/kronoscope/kube"
)

// The wait between two attempts to read a container's log doubles from firstReopen to maxReopen while no lines come.
const (
	firstReopen = 250 * time.Millisecond
	maxReopen   = 5 * time.Second
	// failuresBeforeNotice is how many attempts in a row must fail before there is a notice; fewer are normal.
	failuresBeforeNotice = 3
)

// tail reads one run of one container. It resumes a broken stream where it ended: it asks the server for the lines since the last
// line's second, the finest unit that the server takes, and drops those that it has read before. When the next run has started in the
// meantime, it reads the rest from the previous log.
type tail struct {
	open   opener
	pod    kube.Key
	source *Source
	merger *merger
	limits *streamLimits
	opts   corev1.PodLogOptions // of the first attempt
	view   *runView

	*position
}

// run reads until the container's run has ended and has been read completely, or until ctx ends.
func (t *tail) run(ctx context.Context) {
	queue := t.merger.join()
	defer t.merger.leave(queue)
	wait, failures := firstReopen, 0
	ended := false // the last stream that followed the run came to its end, as it does when the run ends
	var last attempt
	for ctx.Err() == nil {
		before := t.last
		now := t.read(ctx, queue, last.mayHaveEnded())
		err := now.err
		switch last = now; {
		case ctx.Err() != nil:
			return
		case now.unavailable || now.previous && apierrors.IsBadRequest(err):
			if !ended {
				t.merger.notice(fmt.Sprintf("%s/%s has been restarted: its last lines before that may be missing", t.pod.Name, t.source.Container))
			}
			return
		case err == nil && (now.over || !t.opts.Follow):
			return // the run was over before the stream opened, so the stream was complete
		case apierrors.IsNotFound(err):
			return // the pod and its log are gone
		case err != nil && !t.retriable(err):
			t.merger.notice(fmt.Sprintf("log of %s/%s: %v", t.pod.Name, t.source.Container, err))
			return
		case err == nil:
			failures = 0
		default:
			if failures++; failures == failuresBeforeNotice {
				t.merger.notice(fmt.Sprintf("log of %s/%s: %v; trying again", t.pod.Name, t.source.Container, err))
			}
		}
		if now.followed || err == nil {
			ended = now.followed && err == nil
		}
		if t.last.After(before) {
			wait = firstReopen
		}
		sleep(ctx, wait)
		wait = min(wait*2, maxReopen)
	}
}

// retriable reports whether a later attempt may succeed.
func (t *tail) retriable(err error) bool {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return true // the connection
	}
	if apierrors.IsForbidden(err) || apierrors.IsMethodNotSupported(err) {
		return false
	}
	// A bad request means that the container has not started, or no longer has a log.
	return !apierrors.IsBadRequest(err) || !t.view.state().over
}

// attempt is one attempt to read: what was known of the run before, and the outcome.
type attempt struct {
	runState
	followed bool
	err      error
}

// mayHaveEnded reports whether the run may have ended unnoticed: the stream has ended or broken, and the watch of the pod may have, too.
func (t attempt) mayHaveEnded() bool { return t.followed || t.err != nil }

// read waits until a stream may be opened, and reads the log to its end or to an error. A run that may have ended is looked at first.
func (t *tail) read(ctx context.Context, queue *lineQueue, mayHaveEnded bool) attempt {
	follow, release, err := t.limits.acquire(ctx, t.opts.Follow && !t.view.state().over)
	if err != nil {
		return attempt{err: err}
	}
	defer release()
	if mayHaveEnded && t.opts.Follow && !t.view.state().over {
		if err := t.view.refresh(ctx); err != nil {
			return attempt{err: err}
		}
	}
	now := attempt{runState: t.view.state()}
	if now.unavailable {
		return now
	}
	now.followed = follow && !now.over
	now.err = t.stream(ctx, queue, now)
	return now
}

// stream opens the log once and reads it to its end or to an error.
func (t *tail) stream(ctx context.Context, queue *lineQueue, now attempt) error {
	opts := t.opts
	opts.Follow, opts.Timestamps = now.followed, true
	opts.Previous = opts.Previous || now.previous
	if !t.last.IsZero() {
		opts.SinceTime = ptr.To(metav1.NewTime(t.last.Truncate(time.Second)))
		opts.TailLines = nil
	}
	body, err := t.open(ctx, t.pod, &opts)
	if err != nil {
		return err
	}
	defer body.Close()
	t.opts.TailLines = nil // the stream is open: whatever a later attempt reads is new
	repeats := t.repeats()
	lines := &lineReader{r: body, source: t.source, last: t.last}
	for {
		chunk, err := lines.next()
		chunk = t.dropRepeats(chunk, repeats)
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
