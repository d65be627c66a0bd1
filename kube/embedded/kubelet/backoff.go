package kubelet

import "time"

const (
	firstBackOff = 10 * time.Second
	maxBackOff   = 300 * time.Second
)

// backOff is how long to wait before the next try: nothing before the first, then 10 s, doubling up to 5 minutes. After 10 quiet minutes
// it starts over.
type backOff struct {
	delay   time.Duration
	updated time.Time
}

func (b *backOff) expired(at time.Time) bool { return at.Sub(b.updated) > 2*maxBackOff }

// until returns the instant to wait for after a failure.
func (b *backOff) until(failed time.Time) time.Time {
	if b.delay == 0 || b.expired(failed) {
		return time.Time{}
	}
	return failed.Add(b.delay)
}

// next lengthens the delay, after a failure and before the try that follows now.
func (b *backOff) next(failed, now time.Time) {
	switch {
	case b.delay == 0 || b.expired(failed):
		b.delay = firstBackOff
	default:
		b.delay = min(2*b.delay, maxBackOff)
	}
	b.updated = now
}
