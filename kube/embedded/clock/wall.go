package clock

import "time"

// Wall is the time outside the plane, which drives it. Tests inject their own.
type Wall interface {
	Now() time.Time
	// AfterFunc calls f once after d, on its own goroutine, unless stop is called before.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// System is the machine's own time.
func System() Wall { return system{} }

type system struct{}

func (system) Now() time.Time { return time.Now() }

func (system) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }
