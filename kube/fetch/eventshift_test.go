package fetch

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

func TestShiftEvents_LeavesOutTimesThatAreNotSet(t *testing.T) {
	set := metav1.NewMicroTime(workloadtest.Epoch)
	events := []corev1.Event{
		{FirstTimestamp: workloadtest.At(0), Series: &corev1.EventSeries{Count: 2}},
		{EventTime: set, Series: &corev1.EventSeries{Count: 2, LastObservedTime: set}},
	}
	shiftEvents(events, time.Hour)
	later := workloadtest.Epoch.Add(time.Hour)
	if e := events[0]; !e.Series.LastObservedTime.IsZero() || !e.EventTime.IsZero() || !e.FirstTimestamp.Time.Equal(later) {
		t.Errorf("first %v, event %v, series %v; want only the first at %v", e.FirstTimestamp, e.EventTime, e.Series.LastObservedTime, later)
	}
	if e := events[1]; !e.Series.LastObservedTime.Time.Equal(later) || !e.EventTime.Time.Equal(later) {
		t.Errorf("event %v, series %v; want %v", e.EventTime, e.Series.LastObservedTime, later)
	}
}
