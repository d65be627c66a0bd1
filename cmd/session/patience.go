package session

import "time"

// StopPatience bounds the wait for streams and watches to end when the user leaves.
const StopPatience = 500 * time.Millisecond

// WaitAtMost runs stop and returns when it is done, or after patience: the process ends anyway.
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
