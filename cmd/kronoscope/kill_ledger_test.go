package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
)

// ledger is what clients know: each write that was acknowledged, each whose answer never came, and what a watch has seen.
type ledger struct {
	t *testing.T

	mu      sync.Mutex
	entries map[string]*entry // by resource/name
	uids    map[string]string // of all objects that ever were, whose
	counts  map[string]int    // of writes, by writer
	floor   uint64            // no revision was higher when this process began to serve
	highest uint64            // revision that anybody has seen
	latest  time.Time         // creation of any object that was there when this process began to serve
	watched int
}

type entry struct {
	sure *unstructured.Unstructured // as acknowledged, nil when absent
	may  *string                    // the value that a write without an answer gives, "" for a deletion
	seen *unstructured.Unstructured // by the watch of this process, nil when absent
}

func newLedger(t *testing.T) *ledger {
	return &ledger{t: t, entries: map[string]*entry{}, uids: map[string]string{}, counts: map[string]int{}}
}

// next is a value that was never used before.
func (l *ledger) next(writer string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[writer]++
	return fmt.Sprintf("%s-%d", writer, l.counts[writer])
}

// present are the names of a writer's objects.
func (l *ledger) present(of schema.GroupVersionResource, writer string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var names []string
	for i := range l.counts[writer] {
		name := fmt.Sprintf("%s-%d", writer, i+1)
		if e := l.entries[of.Resource+"/"+name]; e != nil && e.sure != nil {
			names = append(names, name)
		}
	}
	return names
}

// wrote notes a write and how it went. The error is for a server that is gone.
func (l *ledger) wrote(of schema.GroupVersionResource, name, value string, ask func() (*unstructured.Unstructured, error)) error {
	key := of.Resource + "/" + name
	l.mu.Lock()
	e := l.entries[key]
	if e == nil {
		e = &entry{}
		l.entries[key] = e
	}
	e.may = &value
	l.mu.Unlock()
	got, err := ask()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if refused := apierrors.APIStatus(nil); errors.As(err, &refused) {
			l.t.Errorf("%s: writing %q is refused: %v", key, value, err)
		}
		return err
	}
	if got != nil {
		l.noteLocked(key, got)
		if revision(got) <= l.floor || e.sure != nil && revision(got) <= revision(e.sure) {
			l.t.Errorf("%s: a write got revision %d, where %d was known", key, revision(got), l.floor)
		}
	}
	e.sure, e.may = got, nil
	return nil
}

// noteLocked holds an object against what all objects have in common.
func (l *ledger) noteLocked(key string, o *unstructured.Unstructured) {
	l.highest = max(l.highest, revision(o))
	uid := string(o.GetUID())
	if other, known := l.uids[uid]; known && other != key {
		l.t.Errorf("%s has the UID of %s", key, other)
	} else if !known && o.GetCreationTimestamp().Time.Before(l.latest) {
		l.t.Errorf("%s was created at %v, after something that was at %v", key, o.GetCreationTimestamp(), l.latest)
	}
	l.uids[uid] = key
}

// check compares all that is known with what a new process has.
func (l *ledger) check(client dynamic.Interface) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	before, latest := l.highest, l.latest
	for _, of := range written {
		list, err := client.Resource(of).Namespace("default").List(l.t.Context(), metav1.ListOptions{LabelSelector: "writer"})
		if err != nil {
			l.t.Fatal(err)
		}
		at, err := strconv.ParseUint(list.GetResourceVersion(), 10, 64)
		if err != nil || at < before {
			l.t.Errorf("a list of %s is at revision %s, but %d was seen before", of.Resource, list.GetResourceVersion(), before)
		}
		l.floor = max(before, at)
		l.highest = max(l.highest, at)
		now := map[string]*unstructured.Unstructured{}
		for i := range list.Items {
			now[of.Resource+"/"+list.Items[i].GetName()] = &list.Items[i]
			if created := list.Items[i].GetCreationTimestamp().Time; created.After(latest) {
				latest = created
			}
		}
		for key, e := range l.entries {
			if strings.HasPrefix(key, of.Resource+"/") {
				l.compareLocked(key, e, now[key])
			}
			delete(now, key)
		}
		for key := range now {
			l.t.Errorf("%s is there, which nobody asked for", key)
		}
	}
	l.latest = latest
}

func (l *ledger) compareLocked(key string, e *entry, got *unstructured.Unstructured) {
	if got != nil {
		l.noteLocked(key, got)
		if e.seen != nil && revision(got) < revision(e.seen) {
			l.t.Errorf("%s is at revision %d, but a watch has seen %d", key, revision(got), revision(e.seen))
		}
	}
	if fault := differs(key, e.sure, got); fault != "" && !came(e, got) {
		l.t.Errorf("%s: %s (a write without an answer: %v)", key, fault, e.may != nil)
	}
	e.sure, e.may, e.seen = got, nil, nil
}

// differs says what is wrong with an object that was acknowledged, or as absent, "" for nothing. Controllers write the status of
// all but ConfigMaps.
func differs(key string, want, got *unstructured.Unstructured) string {
	switch {
	case want == nil && got == nil:
		return ""
	case want == nil:
		return "it is there, though its deletion was acknowledged or its creation was not asked for"
	case got == nil:
		return "it is lost"
	case got.GetUID() != want.GetUID() || got.GetLabels()["value"] != want.GetLabels()["value"] || revision(got) < revision(want):
		return fmt.Sprintf("it is %q at %d, but %q at %d was acknowledged",
			got.GetLabels()["value"], revision(got), want.GetLabels()["value"], revision(want))
	case strings.HasPrefix(key, configMaps.Resource):
		return cmp.Diff(want.Object, got.Object)
	}
	return ""
}

// came says that a write without an answer was made.
func came(e *entry, got *unstructured.Unstructured) bool {
	switch {
	case e.may == nil:
		return false
	case *e.may == "":
		return got == nil
	}
	return got != nil && got.GetLabels()["value"] == *e.may && (e.sure == nil || got.GetUID() == e.sure.GetUID() && revision(got) > revision(e.sure))
}

// watch notes what a watch of the ConfigMaps sees until the server is gone.
func (l *ledger) watch(ctx context.Context, client dynamic.Interface) (ended <-chan struct{}) {
	w, err := client.Resource(configMaps).Namespace("default").Watch(ctx, metav1.ListOptions{
		LabelSelector: "writer", ResourceVersion: strconv.FormatUint(l.floor, 10),
	})
	if err != nil {
		l.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer w.Stop()
		for event := range w.ResultChan() {
			l.saw(event)
		}
	}()
	return done
}

func (l *ledger) saw(event apiwatch.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	o, ok := event.Object.(*unstructured.Unstructured)
	if !ok || event.Type == apiwatch.Error {
		return // the connection was cut
	}
	l.watched++
	l.highest = max(l.highest, revision(o))
	e := l.entries[configMaps.Resource+"/"+o.GetName()]
	if e == nil {
		l.t.Errorf("a watch sees %s, which nobody asked for", o.GetName())
		return
	}
	e.seen = o
	if event.Type == apiwatch.Deleted {
		e.seen = nil
	}
}

func revision(o *unstructured.Unstructured) uint64 {
	r, err := strconv.ParseUint(o.GetResourceVersion(), 10, 64)
	if err != nil {
		panic(err)
	}
	return r
}
