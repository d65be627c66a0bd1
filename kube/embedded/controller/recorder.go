package controller

import (
	"fmt"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/tools/record/util"
	"k8s.io/client-go/tools/reference"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// maxNameTries bounds the search for a free event name.
const maxNameTries = 16

// Recorder writes the events of one component. It merges, aggregates and limits them as client-go's recorder does, but writes them at
// once and in order. An event that cannot be written is reported and lost.
type Recorder struct {
	events resource.Interface[*corev1.Event]
	clock  *clock.Clock
	source corev1.EventSource
	lost   func(object string, err error)

	mu         sync.Mutex
	correlator *record.EventCorrelator
	made       int64 // events so far; makes names unique, since time stands still
}

// NewRecorder returns a recorder for a component such as "job-controller". It calls lost, which may be nil, for every event that could
// not be written, with the namespace/name of the event's object.
func NewRecorder(events resource.Interface[*corev1.Event], clk *clock.Clock, component string, lost func(object string, err error)) *Recorder {
	if lost == nil {
		lost = func(string, error) {}
	}
	return &Recorder{
		events: events, clock: clk, lost: lost,
		source:     corev1.EventSource{Component: component},
		correlator: record.NewEventCorrelator(passive{clk}),
	}
}

// Event records that something of a type (Normal, Warning) and reason happened to an object.
func (r *Recorder) Event(object resource.Object, eventType, reason, message string) {
	ref, err := reference.GetReference(scheme.Scheme, object)
	if err != nil {
		r.lost(title(object.GetNamespace(), object.GetName()), fmt.Errorf("writing event %s: %w", reason, err))
		return
	}
	r.EventAbout(ref, eventType, reason, message)
}

// EventAbout is [Recorder.Event] for the object of a reference, such as one container of a pod.
func (r *Recorder) EventAbout(ref *corev1.ObjectReference, eventType, reason, message string) {
	if err := r.record(ref, eventType, reason, message); err != nil {
		r.lost(title(ref.Namespace, ref.Name), err)
	}
}

// title returns the name of an object in the form of the controllers' keys.
func title(namespace, name string) string {
	return types.NamespacedName{Namespace: namespace, Name: name}.String()
}

func (r *Recorder) record(ref *corev1.ObjectReference, eventType, reason, message string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.recordLocked(r.newEventLocked(ref, eventType, reason, message))
}

// Eventf is [Recorder.Event] with a message from a format.
func (r *Recorder) Eventf(object resource.Object, eventType, reason, format string, args ...any) {
	r.Event(object, eventType, reason, fmt.Sprintf(format, args...))
}

func (r *Recorder) newEventLocked(ref *corev1.ObjectReference, eventType, reason, message string) *corev1.Event {
	now := r.clock.Now()
	namespace := ref.Namespace
	if namespace == "" {
		namespace = metav1.NamespaceDefault
	}
	return &corev1.Event{
		ObjectMeta:          metav1.ObjectMeta{Name: r.nameLocked(ref.Name, now), Namespace: namespace},
		InvolvedObject:      *ref,
		Reason:              reason,
		Message:             message,
		FirstTimestamp:      seconds(now),
		LastTimestamp:       seconds(now),
		Count:               1,
		Type:                eventType,
		Source:              r.source,
		ReportingController: r.source.Component,
	}
}

func (r *Recorder) nameLocked(object string, now time.Time) string {
	r.made++
	return util.GenerateEventName(object, now.UnixNano()+r.made)
}

func (r *Recorder) recordLocked(event *corev1.Event) error {
	result, err := r.correlator.EventCorrelate(event)
	if err != nil {
		return fmt.Errorf("correlating event %s of %s: %w", event.Reason, event.InvolvedObject.Name, err)
	}
	if result.Skip {
		return nil
	}
	written, err := r.writeLocked(result.Event)
	if err != nil {
		return fmt.Errorf("writing event %s of %s: %w", event.Reason, event.InvolvedObject.Name, err)
	}
	r.correlator.UpdateState(written)
	return nil
}

// writeLocked updates the stored event with which a repeated one was merged, and creates any other. The event is the correlator's
// copy, which it may change.
func (r *Recorder) writeLocked(event *corev1.Event) (*corev1.Event, error) {
	if event.Count > 1 {
		stored, err := r.events.Get(event.Namespace, event.Name)
		if err == nil {
			stored = stored.DeepCopy()
			stored.Count = event.Count
			stored.Message = event.Message
			stored.LastTimestamp = seconds(event.LastTimestamp.Time)
			return r.events.Update(stored)
		}
		if !apierrors.IsNotFound(err) {
			return nil, err
		}
	}
	event.ResourceVersion = ""
	event.FirstTimestamp, event.LastTimestamp = seconds(event.FirstTimestamp.Time), seconds(event.LastTimestamp.Time)
	for range maxNameTries {
		created, err := r.events.Create(event)
		if !apierrors.IsAlreadyExists(err) {
			return created, err
		}
		event.Name = r.nameLocked(event.InvolvedObject.Name, r.clock.Now())
	}
	return nil, apierrors.NewAlreadyExists(corev1.Resource("events"), event.Name)
}

// seconds returns an instant in the API's precision: whole seconds.
func seconds(t time.Time) metav1.Time { return metav1.NewTime(t.Truncate(time.Second)) }

// passive implements client-go's PassiveClock with the plane's clock.
type passive struct{ clock *clock.Clock }

func (p passive) Now() time.Time                  { return p.clock.Now() }
func (p passive) Since(t time.Time) time.Duration { return p.clock.Since(t) }
