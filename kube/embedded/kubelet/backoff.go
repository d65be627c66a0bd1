package kubelet

import "time"

const (
	firstBackOff = 10 * time.Second
	maxBackOff   = 300 * time.Second
)

// backOff is how long to wait before the next try: none before the first, then 10 s, doubling up to 5 minutes, and
// anew after 10 quiet minutes.
type backOff struct {
	delay   time.Duration
	updated time.Time
}

func (b *backOff) expired(at time.Time) bool { return at.Sub(b.updated) > 2*maxBackOff }

// until is the instant to wait for after a failure at the given one.
func (b *backOff) until(failed time.Time) time.Time {
	if b.delay == 0 || b.expired(failed) {
		return time.Time{}
	}
	return failed.Add(b.delay)
}

// next makes the delay longer, after a failure and before the try that follows now.
func (b *backOff) next(failed, now time.Time) {
	switch {
	case b.delay == 0 || b.expired(failed):
		b.delay = firstBackOff
	default:
		b.delay = min(2*b.delay, maxBackOff)
	}
	b.updated = now
}
