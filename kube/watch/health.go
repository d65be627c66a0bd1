package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// The wait between two tries of a request doubles from the first to the longest.
const (
	firstRetry = 500 * time.Millisecond
	maxRetry   = 30 * time.Second
)

// health keeps, for each feed, whether its last requests went through, and holds the next one back while they did not.
type health struct {
	notify func()
	names  []string // of the feeds, in the order in which their errors are told

	mu        sync.Mutex
	feeds     map[string]*feedHealth
	since     time.Time
	state     workload.LinkState
	recovered chan struct{} // closed and replaced when a request goes through again, so that the others try at once
}

// feedHealth tells lists from watches, for one may be allowed and the other not.
type feedHealth struct {
	list, watch requestHealth
	synced      bool
	initialList bool // a watch has been opened that lists first, and has not done so
}

type requestHealth struct {
	err      error
	failures int
	retry    time.Time
}

// verb is what a request asks for.
type verb int

const (
	verbList verb = iota
	verbWatch
)

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

// problem is why the feed does not bring what happens, nil when it does, and when that is tried again. A list comes after
// a watch that was refused, so its error is the newer one; but of two refusals it is always the same one that is told.
func (f *feedHealth) problem() (retry time.Time, err error) {
	listDenied, watchDenied := apierrors.IsForbidden(f.list.err), apierrors.IsForbidden(f.watch.err)
	switch {
	case f.list.err == nil && watchDenied && !f.synced:
		return time.Time{}, nil // a list may yet be allowed
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
		woken = nil // another request's success says nothing about what this one may do
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

// report takes the outcome of a feed's request. A watch that goes through needs no list; a list that does says nothing of
// watches.
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

// recordSuccessLocked takes note that a request went through.
func (h *health) recordSuccessLocked(feed *feedHealth, v verb) {
	request := feed.of(v)
	recovered := request.err != nil
	*request = requestHealth{}
	if v == verbWatch {
		feed.list = requestHealth{}
	}
	if recovered {
		h.retryAllLocked()
		h.notify() // what was refused is told of beside a state that stays
	}
}

// retryAllLocked lets what waits for the API server to come back try at once.
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

// beginInitialList takes note that a watch was opened that begins with all there is. Like a list it has gone through once that has come:
// until then what is shown is what was known before.
func (h *health) beginInitialList(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.feeds[name].initialList = true
}

// endInitialList takes note that a feed has delivered all there is.
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

// denied is why nothing is known of a feed's objects: they may not be listed. Else it is nil.
func (h *health) denied(name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if feed := h.feeds[name]; feed != nil && !feed.synced && apierrors.IsForbidden(feed.list.err) {
		return describeError(name, feed.list.err)
	}
	return nil
}

// updateStateLocked notes when the state changes.
func (h *health) updateStateLocked() {
	if state := h.linkLocked().State; state != h.state {
		h.state, h.since = state, time.Now()
		h.notify()
	}
}
