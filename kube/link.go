package kube

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// The wait between two tries of a feed doubles from the first to the longest.
const (
	firstRetry = 500 * time.Millisecond
	maxRetry   = 30 * time.Second
)

// health keeps, for each feed, whether its last request went through, and holds the next one back while it did not.
type health struct {
	notify func()
	names  []string // of the feeds, in the order in which their errors are told

	mu    sync.Mutex
	feeds map[string]*feedHealth
	since time.Time
	state LinkState
	woken chan struct{} // closed and replaced when a feed recovers, so that the others try at once
}

type feedHealth struct {
	err      error
	failures int
	retry    time.Time
	synced   bool
}

func newHealth(notify func(), feeds ...string) *health {
	h := &health{notify: notify, names: feeds, feeds: map[string]*feedHealth{}, since: time.Now(), woken: make(chan struct{})}
	for _, name := range feeds {
		h.feeds[name] = &feedHealth{}
	}
	return h
}

// gate blocks until the feed may make its next request.
func (h *health) gate(ctx context.Context, name string) error {
	for {
		h.mu.Lock()
		feed, woken := h.feeds[name], h.woken
		wait := time.Until(feed.retry)
		denied := apierrors.IsForbidden(feed.err)
		h.mu.Unlock()
		if feed.err == nil || wait <= 0 {
			return ctx.Err()
		}
		if denied {
			woken = nil // another feed's success says nothing about what this one may see
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
			return ctx.Err()
		case <-woken:
			timer.Stop()
			return ctx.Err()
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// report takes the outcome of a feed's request.
func (h *health) report(name string, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	feed := h.feeds[name]
	if err != nil {
		delay := min(firstRetry<<min(feed.failures, 10), maxRetry)
		feed.failures++
		feed.err, feed.retry = err, time.Now().Add(delay)
		h.notify()
	} else if feed.err != nil {
		*feed = feedHealth{synced: feed.synced}
		close(h.woken)
		h.woken = make(chan struct{})
	}
	h.refresh()
}

// listed takes note that a feed has delivered all there is.
func (h *health) listed(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.feeds[name].synced = true
	h.refresh()
	h.notify()
}

// refresh notes when the state changes.
func (h *health) refresh() {
	if state := h.link().State; state != h.state {
		h.state, h.since = state, time.Now()
		h.notify()
	}
}

// Link is the state of the connection as a whole: lost when a feed cannot reach the API server or is not known to it, or when
// all are forbidden. A feed that alone is forbidden leaves the rest live, and is named in Err.
func (h *health) Link() Link {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.link()
}

func (h *health) link() Link {
	link := Link{State: LinkLive, Since: h.since}
	var denied []error
	for _, name := range h.names {
		feed := h.feeds[name]
		switch {
		case apierrors.IsForbidden(feed.err):
			denied = append(denied, inWords(name, feed.err))
			if link.State != LinkLost && (link.Retry.IsZero() || feed.retry.Before(link.Retry)) {
				link.Retry = feed.retry
			}
		case feed.err != nil:
			if link.State != LinkLost || feed.retry.Before(link.Retry) {
				link.Retry = feed.retry
			}
			if link.State != LinkLost {
				link.State, link.Err = LinkLost, inWords(name, feed.err)
			}
		case !feed.synced && link.State == LinkLive:
			link.State = LinkConnecting
		}
	}
	if link.State == LinkLost {
		return link
	}
	if len(denied) == len(h.feeds) {
		link.State = LinkLost
		link.Err = denied[0]
		return link
	}
	link.Retry = time.Time{}
	link.Err = errors.Join(denied...)
	return link
}

// inWords says in one line what is wrong with the connection and what it concerns.
func inWords(feed string, err error) error {
	var dns *net.DNSError
	switch {
	case apierrors.IsUnauthorized(err):
		return fmt.Errorf("the API server does not accept the credentials (401): they may have expired: %w", err)
	case apierrors.IsForbidden(err):
		return fmt.Errorf("not allowed to watch %s (403): %w", feed, err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("the API server refuses the connection: %w", err)
	case errors.As(err, &dns):
		return fmt.Errorf("the API server's name does not resolve: %w", err)
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return fmt.Errorf("the API server does not answer: %w", err)
	}
	return fmt.Errorf("watching %s: %w", feed, err)
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
