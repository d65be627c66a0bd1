package tuitest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// Source delivers the snapshots that are put into it.
type Source struct {
	C     chan *workload.Snapshot
	Waits atomic.Int64
	// Ends makes Wait fail with [watch.ErrStopped] when no snapshot is left, instead of waiting for one.
	Ends bool
}

// NewSource returns a source with its first snapshots.
func NewSource(snapshots ...*workload.Snapshot) *Source {
	s := &Source{C: make(chan *workload.Snapshot, len(snapshots)+16)}
	for _, snapshot := range snapshots {
		s.C <- snapshot
	}
	return s
}

// Wait implements [watch.Inventory].
func (s *Source) Wait(ctx context.Context) (*workload.Snapshot, error) {
	s.Waits.Add(1)
	if s.Ends && len(s.C) == 0 {
		return nil, watch.ErrStopped
	}
	select {
	case snapshot := <-s.C:
		return snapshot, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Actions records what it is asked to do, one line each, and fails with Err if that is set.
type Actions struct {
	mu      sync.Mutex
	log     []string
	deleted []types.UID
	Err     error
	Text    string // the text of descriptions and manifests
	// Warnings are those of the API server about a change of schedule.
	Warnings []string
}

// Log returns the requests so far.
func (a *Actions) Log() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string(nil), a.log...)
}

// Deleted returns the UIDs of the objects to delete.
func (a *Actions) Deleted() []types.UID {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]types.UID(nil), a.deleted...)
}

func (a *Actions) note(format string, args ...any) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.log = append(a.log, fmt.Sprintf(format, args...))
	return a.Err
}

// Trigger returns the name CRONJOB-manual-abc.
func (a *Actions) Trigger(_ context.Context, key kube.Key) (kube.Key, error) {
	return kube.Key{Namespace: key.Namespace, Name: key.Name + "-manual-abc"}, a.note("trigger %s", key)
}

// Rerun returns the name JOB-rerun-abcde.
func (a *Actions) Rerun(_ context.Context, key kube.Key) (kube.Key, error) {
	return kube.Key{Namespace: key.Namespace, Name: key.Name + "-rerun-abcde"}, a.note("rerun %s", key)
}

// SetSuspended only records the request.
func (a *Actions) SetSuspended(_ context.Context, kind kube.Kind, key kube.Key, suspended bool) error {
	return a.note("suspend %s %s %t", kind, key, suspended)
}

// SetSchedule records the request and returns Warnings.
func (a *Actions) SetSchedule(_ context.Context, key kube.Key, edit action.ScheduleEdit) ([]string, error) {
	return a.Warnings, a.note("schedule %s %q %q → %q %q", key, edit.Old.Schedule, edit.Old.TimeZone, edit.New.Schedule, edit.New.TimeZone)
}

// Delete only records the request.
func (a *Actions) Delete(_ context.Context, kind kube.Kind, key kube.Key, o action.DeleteOptions) error {
	a.mu.Lock()
	a.deleted = append(a.deleted, o.UID)
	a.mu.Unlock()
	return a.note("delete %s %s %s", kind, key, o.Propagation)
}

// Describe returns Text.
func (a *Actions) Describe(_ context.Context, kind kube.Kind, key kube.Key) (string, error) {
	return a.Text, a.note("describe %s %s", kind, key)
}

// YAML returns Text.
func (a *Actions) YAML(_ context.Context, kind kube.Kind, key kube.Key) (string, error) {
	return a.Text, a.note("yaml %s %s", kind, key)
}
