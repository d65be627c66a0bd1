package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// The wait before the next try of a failed request doubles with every failure, from firstRetry to maxRetry.
const (
	firstRetry = 500 * time.Millisecond
	maxRetry   = 30 * time.Second
)

// health records, for each feed, whether its last requests succeeded. While they fail it delays the next one.
type health struct {
	notify func()
	names  []string // of the feeds, in the order in which their errors are reported

	mu        sync.Mutex
	feeds     map[string]*feedHealth
	since     time.Time
	state     workload.LinkState
	recovered chan struct{} // closed and replaced when a request succeeds again, so that the others are tried at once
}

// feedHealth keeps lists and watches apart because one may be allowed and the other not.
type feedHealth struct {
	list, watch requestHealth
	synced      bool // all objects have arrived once
	initialList bool // a watch that begins with all objects is open and has not delivered them all
}

type requestHealth struct {
	err      error
	failures int
	retry    time.Time
}

// verb is the kind of a request.
type verb int

const (
	verbList verb = iota
	verbWatch
)

// newHealth returns the health of feeds that have made no request yet. It calls notify when the link may have changed.
func newHealth(notify func(), feeds ...string) *health {
	h := &health{notify: notify, names: feeds, feeds: map[string]*feedHealth{}, since: time.Now(), recovered: make(chan struct{})}
	for _, name := range feeds {
		h.feeds[name] = &feedHealth{}
	}
	return h
}

func (f *feedHealth) of(v verb) *requestHealth {
	if v == verbList {
		return &f.list
	}
	return &f.watch
}

// problem returns why the feed does not deliver changes and when it is tried again; a nil error when it does deliver. The error of
// a list is the newer one, because a list follows a watch that fails. But when both are forbidden it is always the watch's, so that
// the text stays the same.
func (f *feedHealth) problem() (retry time.Time, err error) {
	listDenied, watchDenied := apierrors.IsForbidden(f.list.err), apierrors.IsForbidden(f.watch.err)
	switch {
	case f.list.err == nil && watchDenied && !f.synced:
		return time.Time{}, nil // a list may still be allowed
	case f.list.err == nil:
		return f.watch.retry, f.watch.err
	case listDenied && watchDenied:
		if f.list.retry.After(f.watch.retry) {
			return f.list.retry, f.watch.err
		}
		return f.watch.retry, f.watch.err
	}
	return f.list.retry, f.list.err
}

// waitForRetry blocks until the feed may make its next request.
func (h *health) waitForRetry(ctx context.Context, name string, v verb) error {
	h.mu.Lock()
	request, woken := *h.feeds[name].of(v), h.recovered
	h.mu.Unlock()
	wait := time.Until(request.retry)
	if request.err == nil || wait <= 0 {
		return ctx.Err()
	}
	if apierrors.IsForbidden(request.err) {
		woken = nil // that another request succeeds does not mean that this one is allowed
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-woken:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// report records the outcome of a feed's request. A watch that succeeds clears the error of a list, which is no longer needed. A
// list that succeeds does not clear the error of a watch.
func (h *health) report(name string, v verb, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	feed := h.feeds[name]
	feed.initialList = false
	if err != nil {
		request := feed.of(v)
		delay := min(firstRetry<<min(request.failures, 10), maxRetry)
		request.failures++
		request.err, request.retry = err, time.Now().Add(delay)
		h.notify()
	} else {
		h.recordSuccessLocked(feed, v)
	}
	h.updateStateLocked()
}

// recordSuccessLocked records that a request succeeded.
func (h *health) recordSuccessLocked(feed *feedHealth, v verb) {
	request := feed.of(v)
	recovered := request.err != nil
	*request = requestHealth{}
	if v == verbWatch {
		feed.list = requestHealth{}
	}
	if recovered {
		h.retryAllLocked()
		h.notify() // the link's error may change while its state stays
	}
}

// retryAllLocked lets all requests that wait for the API server to come back try at once.
func (h *health) retryAllLocked() {
	for _, feed := range h.feeds {
		for _, request := range []*requestHealth{&feed.list, &feed.watch} {
			if !apierrors.IsForbidden(request.err) {
				request.retry = time.Now()
			}
		}
	}
	close(h.recovered)
	h.recovered = make(chan struct{})
}

// beginInitialList records that a watch was opened that begins with all objects. Like a list it succeeds only when all of
// them have arrived: until then the state from before is shown.
func (h *health) beginInitialList(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.feeds[name].initialList = true
}

// endInitialList records that a feed has delivered all objects.
func (h *health) endInitialList(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	feed := h.feeds[name]
	feed.synced = true
	if feed.initialList {
		feed.initialList = false
		h.recordSuccessLocked(feed, verbWatch)
	}
	h.updateStateLocked()
	h.notify()
}

// denied returns why nothing is known of a feed's objects when they may not be listed, else nil.
func (h *health) denied(name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if feed := h.feeds[name]; feed != nil && !feed.synced && apierrors.IsForbidden(feed.list.err) {
		return describeError(name, feed.list.err)
	}
	return nil
}

// updateStateLocked records a new state of the link and when it began.
func (h *health) updateStateLocked() {
	if state := h.linkLocked().State; state != h.state {
		h.state, h.since = state, time.Now()
		h.notify()
	}
}
