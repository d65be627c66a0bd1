package session

import "time"

// StopPatience bounds how long leaving waits for streams and watches to end.
const StopPatience = 500 * time.Millisecond

// WaitAtMost lets stop run, and goes on without it when it takes long: the process ends anyway.
func WaitAtMost(patience time.Duration, stop func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		stop()
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}
