// Package quota counts what objects use of a ResourceQuota and refuses what would exceed one. It never reads a store:
// callers hand in quotas and objects, and store the statuses that it returns.
package quota

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	quota "k8s.io/apiserver/pkg/quota/v1"
)

// Counter measures objects.
type Counter struct {
	// Now reports whether the grace period of a pod that is being deleted is over. Nil means it never is.
	Now func() time.Time
}

// Check charges a new object to the quotas of its namespace that cover it. It returns the quotas whose status.used
// changed, as copies to be stored, or an error to be wrapped with admission.Forbidden, such as
// `exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2`. Nothing is charged when there is an error.
func (c Counter) Check(obj runtime.Object, quotas []*corev1.ResourceQuota) ([]*corev1.ResourceQuota, error) {
	resource, ok := resourceOf(obj)
	if len(quotas) == 0 || !ok {
		return nil, nil
	}
	usage := c.Usage(obj)
	var covering []*corev1.ResourceQuota
	for _, q := range quotas {
		names := matching(resource, q.Status.Hard)
		if len(names) == 0 || !inScopes(q, obj) {
			continue
		}
		if err := constraints(names, obj); err != nil {
			return nil, fmt.Errorf("failed quota: %s: %w", q.Name, err)
		}
		for _, n := range names {
			if _, ok := q.Status.Used[n]; !ok {
				return nil, fmt.Errorf("status unknown for quota: %s, resources: %s", q.Name, printNames(names))
			}
		}
		covering = append(covering, q)
	}
	if negative := quota.IsNegative(usage); len(negative) > 0 {
		return nil, fmt.Errorf("quota usage is negative for resource(s): %s", printNames(negative))
	}
	usage = quota.RemoveZeros(usage)
	var charged []*corev1.ResourceQuota
	for _, q := range covering {
		requested := quota.Mask(usage, quota.ResourceNames(q.Status.Hard))
		if len(requested) == 0 {
			continue
		}
		used := quota.Add(q.Status.Used, requested)
		if ok, exceeded := quota.LessThanOrEqual(quota.Mask(used, quota.ResourceNames(requested)), q.Status.Hard); !ok {
			return nil, fmt.Errorf("exceeded quota: %s, requested: %s, used: %s, limited: %s", q.Name,
				printList(quota.Mask(requested, exceeded)), printList(quota.Mask(q.Status.Used, exceeded)), printList(quota.Mask(q.Status.Hard, exceeded)))
		}
		q = q.DeepCopy()
		q.Status.Used = used
		charged = append(charged, q)
	}
	return charged, nil
}

// Check is Counter.Check without a clock.
func Check(obj runtime.Object, quotas []*corev1.ResourceQuota) ([]*corev1.ResourceQuota, error) {
	return Counter{}.Check(obj, quotas)
}

// Adjust follows a change that was not asked for through Check, or gives back what it freed: a pod that ended, an object
// that is gone (updated nil), one that came (old nil). It refuses nothing, and returns the quotas that changed, as copies.
func (c Counter) Adjust(old, updated runtime.Object, quotas []*corev1.ResourceQuota) []*corev1.ResourceQuota {
	var changed []*corev1.ResourceQuota
	for _, q := range quotas {
		was, is := c.share(q, old), c.share(q, updated)
		if quota.Equals(was, is) {
			continue
		}
		used := quota.SubtractWithNonNegativeResult(quota.Add(q.Status.Used, is), was)
		q = q.DeepCopy()
		q.Status.Used = quota.Mask(used, quota.ResourceNames(q.Status.Hard))
		changed = append(changed, q)
	}
	return changed
}

// share is what an object, if any, uses of a quota.
func (c Counter) share(q *corev1.ResourceQuota, obj runtime.Object) corev1.ResourceList {
	// Handlers of changes pass on nil pointers of a type.
	if v := reflect.ValueOf(obj); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil
	}
	resource, ok := resourceOf(obj)
	if !ok || !inScopes(q, obj) {
		return nil
	}
	return quota.RemoveZeros(quota.Mask(c.Usage(obj), matching(resource, q.Status.Hard)))
}

// Recompute returns the status that a quota should have: its limits, and what the objects of its namespace use of them.
func (c Counter) Recompute(q *corev1.ResourceQuota, objects []runtime.Object) corev1.ResourceQuotaStatus {
	used := make(corev1.ResourceList, len(q.Spec.Hard))
	for n := range q.Spec.Hard {
		used[n] = zero
	}
	for _, obj := range objects {
		resource, ok := resourceOf(obj)
		if !ok || !inScopes(q, obj) {
			continue
		}
		used = quota.Add(used, quota.Mask(c.Usage(obj), matching(resource, q.Spec.Hard)))
	}
	return corev1.ResourceQuotaStatus{Hard: q.Spec.Hard.DeepCopy(), Used: used}
}

// printList writes a=1,b=2.
func printList(list corev1.ResourceList) string {
	parts := make([]string, 0, len(list))
	for _, n := range slices.Sorted(maps.Keys(list)) {
		q := list[n]
		parts = append(parts, string(n)+"="+q.String())
	}
	return strings.Join(parts, ",")
}

func printNames(names []corev1.ResourceName) string {
	parts := make([]string, 0, len(names))
	for _, n := range names {
		parts = append(parts, string(n))
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}
