package tables

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TruncateTimes cuts every timestamp of obj to the precision of the wire: whole seconds (microseconds in metav1.MicroTime), in
// UTC. Without it, times read from this plane would differ from those of a real one.
func TruncateTimes(obj metav1.Object) {
	truncateMeta(obj)
	switch o := obj.(type) {
	case *batchv1.Job:
		truncatePtr(&o.Status.StartTime)
		truncatePtr(&o.Status.CompletionTime)
		for i := range o.Status.Conditions {
			truncate(&o.Status.Conditions[i].LastProbeTime)
			truncate(&o.Status.Conditions[i].LastTransitionTime)
		}
	case *batchv1.CronJob:
		truncatePtr(&o.Status.LastScheduleTime)
		truncatePtr(&o.Status.LastSuccessfulTime)
	case *corev1.Pod:
		truncatePodStatus(&o.Status)
	case *corev1.Event:
		truncate(&o.FirstTimestamp)
		truncate(&o.LastTimestamp)
		truncateMicro(&o.EventTime)
		if o.Series != nil {
			truncateMicro(&o.Series.LastObservedTime)
		}
	case *corev1.Namespace:
		for i := range o.Status.Conditions {
			truncate(&o.Status.Conditions[i].LastTransitionTime)
		}
	case *corev1.Node:
		for i := range o.Spec.Taints {
			truncatePtr(&o.Spec.Taints[i].TimeAdded)
		}
		for i := range o.Status.Conditions {
			truncate(&o.Status.Conditions[i].LastHeartbeatTime)
			truncate(&o.Status.Conditions[i].LastTransitionTime)
		}
	case *corev1.PersistentVolumeClaim:
		if o.Status.HealthStatus != nil {
			truncate(&o.Status.HealthStatus.LastTransitionTime)
		}
		for i := range o.Status.Conditions {
			truncate(&o.Status.Conditions[i].LastProbeTime)
			truncate(&o.Status.Conditions[i].LastTransitionTime)
		}
	}
}

func truncateMeta(obj metav1.Object) {
	if created := obj.GetCreationTimestamp(); inexact(created.Time, time.Second) {
		truncate(&created)
		obj.SetCreationTimestamp(created)
	}
	if deleted := obj.GetDeletionTimestamp(); deleted != nil && inexact(deleted.Time, time.Second) {
		truncatePtr(&deleted)
		obj.SetDeletionTimestamp(deleted)
	}
	fields := obj.GetManagedFields()
	for i := range fields {
		truncatePtr(&fields[i].Time)
	}
}

func truncatePodStatus(s *corev1.PodStatus) {
	truncatePtr(&s.StartTime)
	for i := range s.VolumeHealth {
		truncate(&s.VolumeHealth[i].LastTransitionTime)
	}
	for i := range s.Conditions {
		truncate(&s.Conditions[i].LastProbeTime)
		truncate(&s.Conditions[i].LastTransitionTime)
	}
	for _, containers := range [][]corev1.ContainerStatus{
		s.InitContainerStatuses, s.ContainerStatuses, s.EphemeralContainerStatuses,
	} {
		for i := range containers {
			truncateState(&containers[i].State)
			truncateState(&containers[i].LastTerminationState)
		}
	}
}

func truncateState(s *corev1.ContainerState) {
	if s.Running != nil {
		truncate(&s.Running.StartedAt)
	}
	if s.Terminated != nil {
		truncate(&s.Terminated.StartedAt)
		truncate(&s.Terminated.FinishedAt)
	}
}

func truncate(t *metav1.Time) {
	if inexact(t.Time, time.Second) {
		t.Time = time.Unix(t.Unix(), 0).UTC()
	}
}

// truncatePtr replaces the time instead of changing it in place: another object may share it.
func truncatePtr(t **metav1.Time) {
	if *t != nil && inexact((*t).Time, time.Second) {
		*t = &metav1.Time{Time: time.Unix((*t).Unix(), 0).UTC()}
	}
}

func truncateMicro(t *metav1.MicroTime) {
	if inexact(t.Time, time.Microsecond) {
		t.Time = time.UnixMicro(t.UnixMicro()).UTC()
	}
}

func inexact(t time.Time, unit time.Duration) bool {
	return !t.IsZero() && (t.Location() != time.UTC || t.Nanosecond()%int(unit) != 0)
}
