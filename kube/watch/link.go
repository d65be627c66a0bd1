package watch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// Link returns the state of the connection as a whole. It is lost when a feed cannot reach the API server or is not authenticated,
// or when all feeds are forbidden. When only some are forbidden, the rest is live and Err names them.
func (h *health) Link() workload.Link {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.linkLocked()
}

func (h *health) linkLocked() workload.Link {
	link := workload.Link{State: workload.LinkLive, Since: h.since}
	var denied []error
	for _, name := range h.names {
		feed := h.feeds[name]
		retry, err := feed.problem()
		switch {
		case apierrors.IsForbidden(err):
			denied = append(denied, describeError(name, err))
			if link.State != workload.LinkLost && (link.Retry.IsZero() || retry.Before(link.Retry)) {
				link.Retry = retry
			}
		case err != nil:
			if link.State != workload.LinkLost || retry.Before(link.Retry) {
				link.Retry = retry
			}
			if link.State != workload.LinkLost {
				link.State, link.Err = workload.LinkLost, describeError(name, err)
			}
		case !feed.synced && link.State == workload.LinkLive:
			link.State = workload.LinkConnecting
		}
	}
	if link.State == workload.LinkLost {
		return link
	}
	if len(denied) == len(h.feeds) {
		link.State = workload.LinkLost
		link.Err = denied[0]
		return link
	}
	link.Retry = time.Time{}
	link.Err = errors.Join(denied...)
	return link
}

// describeError wraps an error of a feed's request in one line that names the cause, and the feed where it matters.
func describeError(feed string, err error) error {
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
