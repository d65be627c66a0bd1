package controller

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/resource/resourcetest"
)

func recording(t *testing.T) (*Recorder, *resourcetest.Client, *clock.Clock, *batchv1.Job) {
	t.Helper()
	clk := clock.NewManual(start.Add(300 * time.Millisecond))
	client := resourcetest.New(clk.Now)
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "j", UID: "u"}}
	lost := func(object string, err error) { t.Errorf("lost an event of %s: %v", object, err) }
	return NewRecorder(client.Events(), clk, "job-controller", lost), client, clk, job
}

func TestAnEventIsWrittenInFull(t *testing.T) {
	r, client, _, job := recording(t)
	r.Eventf(job, corev1.EventTypeNormal, "SuccessfulCreate", "Created pod: %s", "p")
	events := client.Events().List("ns")
	if len(events) != 1 {
		t.Fatalf("%d events, want 1", len(events))
	}
	got := events[0].DeepCopy()
	got.ObjectMeta = metav1.ObjectMeta{Namespace: got.Namespace}
	want := &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "ns"},
		InvolvedObject: corev1.ObjectReference{APIVersion: "batch/v1", Kind: "Job", Namespace: "ns", Name: "j", UID: "u"},
		Type:           "Normal", Reason: "SuccessfulCreate", Message: "Created pod: p", Count: 1,
		FirstTimestamp: metav1.NewTime(start), LastTimestamp: metav1.NewTime(start),
		Source: corev1.EventSource{Component: "job-controller"}, ReportingController: "job-controller",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
}

func TestEqualEventsAreCounted(t *testing.T) {
	r, client, clk, job := recording(t)
	for range 3 {
		r.Event(job, corev1.EventTypeNormal, "Suspended", "Job suspended")
		if err := clk.RunUntil(context.Background(), clk.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	events := client.Events().List("ns")
	if len(events) != 1 || events[0].Count != 3 || !events[0].LastTimestamp.Time.Equal(start.Add(2*time.Minute)) || !events[0].FirstTimestamp.Time.Equal(start) {
		t.Errorf("events: %+v", events)
	}
}

func TestSimilarEventsAreAggregatedAndManyDropped(t *testing.T) {
	r, client, _, job := recording(t)
	for i := range 40 {
		r.Eventf(job, corev1.EventTypeNormal, "SuccessfulCreate", "Created pod: p%d", i)
	}
	var single, combined int32
	for _, event := range client.Events().List("ns") {
		if event.Message == fmt.Sprintf("(combined from similar events): Created pod: p%d", 24) {
			combined = event.Count
		} else {
			single += event.Count
		}
	}
	// Nine are written as they are; the tenth begins an aggregate; after twenty-five the source falls silent.
	if single != 9 || combined != 16 {
		t.Errorf("%d single, %d combined events", single, combined)
	}
}

func TestAnEventThatCannotBeWrittenIsReportedAndForgotten(t *testing.T) {
	clk := clock.NewManual(start)
	client := resourcetest.New(clk.Now)
	var lost []string
	m := New(client, clk, Options{OnError: func(component, object string, err error) {
		lost = append(lost, component+" "+object+": "+err.Error())
	}})
	r := m.deps.recorder("job-controller")
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "j", UID: "u"}}
	client.Before(func(verb, resource string, _ resource.Object) error {
		return errors.New(verb + " of " + resource + " refused")
	})
	r.Event(job, corev1.EventTypeNormal, "A", "a")
	client.Before(nil)
	r.Event(job, corev1.EventTypeNormal, "B", "b")
	if events := client.Events().List("ns"); len(events) != 1 || events[0].Reason != "B" {
		t.Errorf("events %v, want only B", events)
	}
	want := []string{"job-controller ns/j: writing event A of j: create of events refused"}
	if diff := cmp.Diff(want, lost); diff != "" {
		t.Errorf("reported (-want +got):\n%s", diff)
	}
}
