package api_test

import (
	"fmt"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/google/go-cmp/cmp"
)

// next reads n events as "TYPE name".
func next(t *testing.T, w watch.Interface, n int) []string {
	t.Helper()
	var got []string
	for range n {
		e, ok := <-w.ResultChan()
		if !ok {
			t.Fatalf("the watch ended after %q", got)
		}
		if m, ok := e.Object.(metav1.Object); ok {
			got = append(got, fmt.Sprintf("%s %s", e.Type, m.GetName()))
			continue
		}
		got = append(got, fmt.Sprintf("%s %d", e.Type, apierrors.FromObject(e.Object).(apierrors.APIStatus).Status().Code))
	}
	return got
}

func TestWatchFromResourceVersionMissesNothing(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	first := must(jobs.Create(p.ctx, job("a"), metav1.CreateOptions{}))(t)
	must(jobs.Create(p.ctx, job("b"), metav1.CreateOptions{}))(t)
	w := must(jobs.Watch(p.ctx, metav1.ListOptions{ResourceVersion: first.ResourceVersion}))(t)
	defer w.Stop()
	first.Labels = map[string]string{"x": "y"}
	must(jobs.Update(p.ctx, first, metav1.UpdateOptions{}))(t)
	check(t, jobs.Delete(p.ctx, "b", metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationBackground)}))
	if diff := cmp.Diff([]string{"ADDED b", "MODIFIED a", "DELETED b"}, next(t, w, 3)); diff != "" {
		t.Error(diff)
	}
}

func TestWatchWithSelectorSeesObjectsComeAndGo(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	j := must(jobs.Create(p.ctx, job("a"), metav1.CreateOptions{}))(t)
	w := must(jobs.Watch(p.ctx, metav1.ListOptions{LabelSelector: "team=blue", ResourceVersion: j.ResourceVersion}))(t)
	defer w.Stop()
	for _, team := range []string{"blue", "red"} {
		j.Labels = map[string]string{"team": team}
		j = must(jobs.Update(p.ctx, j, metav1.UpdateOptions{}))(t)
	}
	if diff := cmp.Diff([]string{"ADDED a", "DELETED a"}, next(t, w, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestWatchFromBeforeHistoryIsGone(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	j := must(jobs.Create(p.ctx, job("a"), metav1.CreateOptions{}))(t)
	old := j.ResourceVersion
	for i := range 70 { // the test's planes keep 64 changes
		j.Labels = map[string]string{"n": fmt.Sprint(i)}
		j = must(jobs.Update(p.ctx, j, metav1.UpdateOptions{}))(t)
	}
	w := must(jobs.Watch(p.ctx, metav1.ListOptions{ResourceVersion: old}))(t)
	defer w.Stop()
	if diff := cmp.Diff([]string{"ERROR 410"}, next(t, w, 1)); diff != "" {
		t.Error(diff)
	}
	if _, ok := <-w.ResultChan(); ok {
		t.Error("the watch goes on after its error")
	}
}

func TestWatchListStartsWithTheStateAndABookmark(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	must(jobs.Create(p.ctx, job("a"), metav1.CreateOptions{}))(t)
	last := must(jobs.Create(p.ctx, job("b"), metav1.CreateOptions{}))(t)
	w := must(jobs.Watch(p.ctx, metav1.ListOptions{
		SendInitialEvents: new(true), AllowWatchBookmarks: true, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan,
	}))(t)
	defer w.Stop()
	if diff := cmp.Diff([]string{"ADDED a", "ADDED b"}, next(t, w, 2)); diff != "" {
		t.Error(diff)
	}
	mark := (<-w.ResultChan()).Object.(*batchv1.Job)
	if mark.Annotations[metav1.InitialEventsAnnotationKey] != "true" || mark.ResourceVersion != last.ResourceVersion {
		t.Errorf("bookmark %v at %s, want the end of the state at %s", mark.Annotations, mark.ResourceVersion, last.ResourceVersion)
	}
}

func TestBookmarksFollowChangesThatAreFilteredOut(t *testing.T) {
	p := newPlane(t, func(o *optionsOf) { o.Store.History = 1000 })
	jobs := p.typed.BatchV1().Jobs("ns")
	j := must(jobs.Create(p.ctx, job("a"), metav1.CreateOptions{}))(t)
	w := must(jobs.Watch(p.ctx, metav1.ListOptions{
		FieldSelector: "metadata.name=other", AllowWatchBookmarks: true, ResourceVersion: j.ResourceVersion,
	}))(t)
	defer w.Stop()
	for i := range 200 {
		j.Labels = map[string]string{"n": fmt.Sprint(i)}
		j = must(jobs.Update(p.ctx, j, metav1.UpdateOptions{}))(t)
	}
	e := <-w.ResultChan()
	if e.Type != watch.Bookmark {
		t.Errorf("got %s, want a bookmark", e.Type)
	}
}
