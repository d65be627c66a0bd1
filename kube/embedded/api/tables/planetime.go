package tables

import (
	"cmp"
	"context"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/scheduler"
)

type graceKey struct{}

// WithGracePeriod keeps the grace period that a DELETE asked for, so that the deletion can be dated by the plane's clock.
func WithGracePeriod(ctx context.Context, o *metav1.DeleteOptions) context.Context {
	if o == nil || o.GracePeriodSeconds == nil {
		return ctx
	}
	return context.WithValue(ctx, graceKey{}, max(*o.GracePeriodSeconds, 0))
}

// applyPlaneTime replaces the machine's time, which the generic registry and the field managers wrote, by the plane's.
func (s *Storage) applyPlaneTime(ctx context.Context, obj, old resource.Object) {
	var now *metav1.Time
	read := func() metav1.Time {
		if now == nil {
			now = &metav1.Time{Time: s.clock.Now().Truncate(time.Second)}
		}
		return *now
	}
	redateDeletion(ctx, obj, old, read)
	redateManagedFields(obj, old, read)
}

// redateDeletion sets the deletion timestamp as rest.BeforeDelete does, but by the plane's clock.
func redateDeletion(ctx context.Context, obj, old resource.Object, now func() metav1.Time) {
	if obj.GetDeletionTimestamp() == nil {
		return
	}
	grace := seconds(obj.GetDeletionGracePeriodSeconds())
	if old == nil || old.GetDeletionTimestamp() == nil {
		at := metav1.NewTime(now().Add(scheduler.Seconds(grace)))
		obj.SetDeletionTimestamp(&at)
		return
	}
	before := seconds(old.GetDeletionGracePeriodSeconds())
	if grace >= before {
		obj.SetDeletionTimestamp(old.GetDeletionTimestamp())
		return
	}
	// The grace period was shortened. Upstream computed it by the machine's clock, so the one asked for counts.
	if asked, ok := ctx.Value(graceKey{}).(int64); ok && asked < before {
		grace = asked
	}
	at := metav1.NewTime(old.GetDeletionTimestamp().Add(-scheduler.Seconds(before)).Add(scheduler.Seconds(grace)))
	if present := now(); at.Before(&present) {
		at, grace = present, min(grace, 1)
	}
	obj.SetDeletionTimestamp(&at)
	obj.SetDeletionGracePeriodSeconds(&grace)
}

func seconds(s *int64) int64 {
	if s == nil {
		return 0
	}
	return *s
}

// redateManagedFields dates the entries of this write and sorts all entries again. Upstream sorted them by the machine's time; in
// that order, a later write that changes nothing would still change the order.
func redateManagedFields(obj, old resource.Object, now func() metav1.Time) {
	fields := obj.GetManagedFields()
	if len(fields) == 0 {
		return
	}
	var before []metav1.ManagedFieldsEntry
	if old != nil {
		before = old.GetManagedFields()
	}
	redated := false
	for i := range fields {
		f := &fields[i]
		if f.Time == nil || timeOfManager(before, f).Equal(f.Time) {
			continue
		}
		t := now()
		f.Time, redated = &t, true
	}
	if redated {
		slices.SortStableFunc(fields, compareManagers)
	}
}

// compareManagers orders managed fields as upstream does.
func compareManagers(a, b metav1.ManagedFieldsEntry) int {
	unix := func(t *metav1.Time) int64 {
		if t == nil {
			return 0
		}
		return t.Unix()
	}
	return cmp.Or(
		cmp.Compare(a.Operation, b.Operation), cmp.Compare(unix(a.Time), unix(b.Time)), cmp.Compare(a.Manager, b.Manager),
		cmp.Compare(a.APIVersion, b.APIVersion), cmp.Compare(a.Subresource, b.Subresource),
	)
}

func timeOfManager(entries []metav1.ManagedFieldsEntry, f *metav1.ManagedFieldsEntry) *metav1.Time {
	for i := range entries {
		e := &entries[i]
		if e.Manager == f.Manager && e.Operation == f.Operation && e.APIVersion == f.APIVersion && e.Subresource == f.Subresource {
			return e.Time
		}
	}
	return nil
}
