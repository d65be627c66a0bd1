package tuitest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
)

// Source hands out snapshots that are put into it.
type Source struct {
	C     chan *kube.Snapshot
	Waits atomic.Int64
	// Ends makes Wait fail with [kube.ErrStopped] when there is no snapshot left, instead of waiting for one.
	Ends bool
}

// NewSource is a source with its first snapshots.
func NewSource(snapshots ...*kube.Snapshot) *Source {
	s := &Source{C: make(chan *kube.Snapshot, len(snapshots)+16)}
	for _, snapshot := range snapshots {
		s.C <- snapshot
	}
	return s
}

// Wait is [kube.Inventory]'s.
func (s *Source) Wait(ctx context.Context) (*kube.Snapshot, error) {
	s.Waits.Add(1)
	if s.Ends && len(s.C) == 0 {
		return nil, kube.ErrStopped
	}
	select {
	case snapshot := <-s.C:
		return snapshot, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Actions writes down what it is asked to do, one line each, and fails with Err when that is set.
type Actions struct {
	mu   sync.Mutex
	log  []string
	Err  error
	Text string // what descriptions and manifests say
}

// Log is what has been asked so far.
func (a *Actions) Log() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string(nil), a.log...)
}

func (a *Actions) note(format string, args ...any) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.log = append(a.log, fmt.Sprintf(format, args...))
	return a.Err
}

// Trigger makes CRONJOB-manual-abc.
func (a *Actions) Trigger(_ context.Context, key kube.Key) (kube.Key, error) {
	return kube.Key{Namespace: key.Namespace, Name: key.Name + "-manual-abc"}, a.note("trigger %s", key)
}

// Rerun makes JOB-rerun-abcde.
func (a *Actions) Rerun(_ context.Context, key kube.Key) (kube.Key, error) {
	return kube.Key{Namespace: key.Namespace, Name: key.Name + "-rerun-abcde"}, a.note("rerun %s", key)
}

// SetSuspended only notes it.
func (a *Actions) SetSuspended(_ context.Context, kind kube.Kind, key kube.Key, suspended bool) error {
	return a.note("suspend %s %s %t", kind, key, suspended)
}

// Delete only notes it.
func (a *Actions) Delete(_ context.Context, kind kube.Kind, key kube.Key, propagation metav1.DeletionPropagation) error {
	return a.note("delete %s %s %s", kind, key, propagation)
}

// Describe returns Text.
func (a *Actions) Describe(_ context.Context, kind kube.Kind, key kube.Key) (string, error) {
	return a.Text, a.note("describe %s %s", kind, key)
}

// YAML returns Text.
func (a *Actions) YAML(_ context.Context, kind kube.Kind, key kube.Key) (string, error) {
	return a.Text, a.note("yaml %s %s", kind, key)
}

// Clock is an embedded clock that stands still.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	speed  float64
	paused bool
	steps  int
}

// NewClock stands at [Now] and claims to run at a speed.
func NewClock(speed float64) *Clock { return &Clock{now: Now, speed: speed} }

// Now is where it stands.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

// Set moves it.
func (c *Clock) Set(t time.Time) { c.mu.Lock(); defer c.mu.Unlock(); c.now = t }

// Speed is what was set.
func (c *Clock) Speed() float64 { c.mu.Lock(); defer c.mu.Unlock(); return c.speed }

// SetSpeed sets it.
func (c *Clock) SetSpeed(s float64) { c.mu.Lock(); defer c.mu.Unlock(); c.speed = s }

// Paused is what was set.
func (c *Clock) Paused() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.paused }

// SetPaused sets it.
func (c *Clock) SetPaused(p bool) { c.mu.Lock(); defer c.mu.Unlock(); c.paused = p }

// StepToNext counts.
func (c *Clock) StepToNext() { c.mu.Lock(); defer c.mu.Unlock(); c.steps++ }

// Steps is how often it was stepped.
func (c *Clock) Steps() int { c.mu.Lock(); defer c.mu.Unlock(); return c.steps }
