package scheduler

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// The delay before a failed pod is replaced: it doubles with each failure in a row, up to a limit.
const (
	firstBackoff = 10 * time.Second
	maxBackoff   = 10 * time.Minute
)

// BackoffRecord is what a controller remembers between the syncs of a Job: the failures since the last success. It is lost when
// the controller restarts, as upstream's is.
type BackoffRecord struct {
	Failures    int32
	LastFailure time.Time
}

// after is the record that takes the pods into account that ended since the last sync.
func (r BackoffRecord) after(succeeded, failed []*corev1.Pod) BackoffRecord {
	if len(succeeded) == 0 {
		r.Failures += int32(len(failed))
		if len(failed) > 0 {
			r.LastFailure = lastFinish(failed)
		}
		return r
	}
	success := lastFinish(succeeded)
	failed = selectPods(failed, func(pod *corev1.Pod) bool { return PodFinishedAt(pod).After(success) })
	if len(failed) == 0 {
		return BackoffRecord{}
	}
	return BackoffRecord{Failures: int32(len(failed)), LastFailure: lastFinish(failed)}
}

// remaining is how long after now no pod may be created.
func (r BackoffRecord) remaining(now time.Time) time.Duration {
	return backoffRemaining(r.Failures, r.LastFailure, now)
}

// BackoffDelay returns the delay after a number of failures in a row: 10 s, doubling with each, 10 min at most; 0 without failures.
func BackoffDelay(failures int32) time.Duration {
	if failures <= 0 {
		return 0
	}
	d := firstBackoff
	for i := int32(1); i < failures && d < maxBackoff; i++ {
		d *= 2
	}
	return min(d, maxBackoff)
}

func backoffRemaining(failures int32, last, now time.Time) time.Duration {
	if failures == 0 {
		return 0
	}
	return max(BackoffDelay(failures)-now.Sub(last), 0)
}

func lastFinish(pods []*corev1.Pod) time.Time {
	last := slices.MaxFunc(pods, func(a, b *corev1.Pod) int { return PodFinishedAt(a).Compare(PodFinishedAt(b)) })
	return PodFinishedAt(last)
}
