package workload

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

const (
	// MaxEvents is how many events a snapshot holds at most. The oldest are dropped.
	MaxEvents = 5000
	// maxUnplaced is how many events of pods are kept that belong to no known Job. Their Job or pod may be about to arrive.
	maxUnplaced = 1000
)

// EventKinds are the kinds of objects whose events a snapshot holds. Each needs a watch of its own: a field selector has no "or".
var EventKinds = []string{"CronJob", "Job", "Pod"}

// eventIndex holds the events about Jobs, CronJobs and their pods. A cluster sends those of all pods: the ones of no Job are dropped.
type eventIndex struct {
	byKind   map[string]map[kube.Key]*corev1.Event
	byObject map[types.UID]map[kube.Key]*corev1.Event // of Jobs only
	unplaced map[kube.Key]*corev1.Event               // pods' events waiting for their Job
	changed  bool
}

func newEventIndex() *eventIndex {
	x := &eventIndex{byKind: map[string]map[kube.Key]*corev1.Event{}, byObject: map[types.UID]map[kube.Key]*corev1.Event{}, unplaced: map[kube.Key]*corev1.Event{}}
	for _, kind := range EventKinds {
		x.byKind[kind] = map[kube.Key]*corev1.Event{}
	}
	return x
}

// apply takes over changes to the events of one kind, and returns the objects they are about.
func (x *eventIndex) apply(kind string, b Changes[*corev1.Event]) []corev1.ObjectReference {
	known := x.byKind[kind]
	if known == nil {
		return nil
	}
	var about []corev1.ObjectReference
	applyTo(b, known, identity, func(key kube.Key, e *corev1.Event) {
		if kind == "Pod" && known[key] == nil {
			x.unplaced[key] = e
			return
		}
		known[key] = e
		x.changed = true
		about = append(about, e.InvolvedObject)
		if kind == "Job" {
			addTo(x.byObject, e.InvolvedObject.UID, key, e)
		}
	}, func(key kube.Key) {
		e := known[key]
		about = append(about, e.InvolvedObject)
		removeFrom(x.byObject, e.InvolvedObject.UID, key)
		delete(known, key)
		x.changed = true
	})
	for key := range b.Deleted {
		delete(x.unplaced, key)
	}
	return about
}

// list returns the events, latest first, and whether they differ from the last list. Without a difference it returns none.
func (x *eventIndex) list(s *Builder) ([]*corev1.Event, bool) {
	x.placePodEvents(s)
	if !x.changed {
		return nil, false
	}
	x.changed = false
	var all []*corev1.Event
	for _, events := range x.byKind {
		for _, e := range events {
			all = append(all, e)
		}
	}
	sortEvents(all)
	return all[:min(len(all), MaxEvents)], true
}

// placePodEvents adds the pods' events whose Job has become known, and limits those that still wait.
func (x *eventIndex) placePodEvents(s *Builder) {
	for key, e := range x.unplaced {
		if s.knowsPod(kube.Key{Namespace: e.InvolvedObject.Namespace, Name: e.InvolvedObject.Name}) {
			x.byKind["Pod"][key] = e
			delete(x.unplaced, key)
			x.changed = true
		}
	}
	if len(x.unplaced) <= maxUnplaced {
		return
	}
	var waiting []*corev1.Event
	for _, e := range x.unplaced {
		waiting = append(waiting, e)
	}
	sortEvents(waiting)
	for _, e := range waiting[maxUnplaced/2:] {
		delete(x.unplaced, kube.KeyOf(e))
	}
}

// podCreationFailure returns the latest warning that a pod of a Job could not be created; nil when there is none.
func (x *eventIndex) podCreationFailure(job types.UID) *corev1.Event {
	var latest *corev1.Event
	for _, e := range x.byObject[job] {
		if e.Type != corev1.EventTypeWarning || e.Reason != "FailedCreate" {
			continue
		}
		if latest == nil || EventTime(e).After(EventTime(latest)) {
			latest = e
		}
	}
	return latest
}

// knowsPod reports whether a pod belongs to a Job: it is known, or it is gone but its name is one that a known Job gives its pods.
func (s *Builder) knowsPod(key kube.Key) bool {
	if s.pods[key] != nil {
		return true
	}
	job, _, ok := cutLast(key.Name)
	if !ok {
		return false
	}
	if s.jobs[kube.Key{Namespace: key.Namespace, Name: job}] != nil {
		return true
	}
	job, index, ok := cutLast(job)
	if _, err := strconv.Atoi(index); !ok || err != nil {
		return false
	}
	return s.jobs[kube.Key{Namespace: key.Namespace, Name: job}] != nil
}

// cutLast cuts a name at its last hyphen.
func cutLast(name string) (before, after string, found bool) {
	i := strings.LastIndexByte(name, '-')
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

// EventTime returns when an event last happened.
func EventTime(e *corev1.Event) time.Time {
	switch {
	case e.Series != nil && !e.Series.LastObservedTime.IsZero():
		return e.Series.LastObservedTime.Time
	case !e.LastTimestamp.IsZero():
		return e.LastTimestamp.Time
	case !e.EventTime.IsZero():
		return e.EventTime.Time
	}
	return e.CreationTimestamp.Time
}

// sortEvents sorts events, the latest first.
func sortEvents(events []*corev1.Event) {
	slices.SortFunc(events, func(a, b *corev1.Event) int {
		return cmp.Or(EventTime(b).Compare(EventTime(a)), compareVersions(b.ResourceVersion, a.ResourceVersion), kube.CompareKeys(kube.KeyOf(a), kube.KeyOf(b)))
	})
}

// compareVersions orders the resource versions of one cluster, which are decimal numbers.
func compareVersions(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
