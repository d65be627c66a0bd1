package tables_test

import (
	"fmt"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

func TestWatchFromResourceVersionMissesNothing(t *testing.T) {
	p := apitest.New(t)
	jobs := p.Typed.BatchV1().Jobs("ns")
	first := apitest.Must(jobs.Create(p.Ctx, apitest.Job("a"), metav1.CreateOptions{}))(t)
	apitest.Must(jobs.Create(p.Ctx, apitest.Job("b"), metav1.CreateOptions{}))(t)
	w := apitest.Must(jobs.Watch(p.Ctx, metav1.ListOptions{ResourceVersion: first.ResourceVersion}))(t)
	defer w.Stop()
	first.Labels = map[string]string{"x": "y"}
	apitest.Must(jobs.Update(p.Ctx, first, metav1.UpdateOptions{}))(t)
	apitest.Check(t, jobs.Delete(p.Ctx, "b", metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationBackground)}))
	if diff := cmp.Diff([]string{"ADDED b", "MODIFIED a", "DELETED b"}, apitest.Events(t, w, 3)); diff != "" {
		t.Error(diff)
	}
}

func TestWatchWithSelectorSeesObjectsComeAndGo(t *testing.T) {
	p := apitest.New(t)
	jobs := p.Typed.BatchV1().Jobs("ns")
	j := apitest.Must(jobs.Create(p.Ctx, apitest.Job("a"), metav1.CreateOptions{}))(t)
	w := apitest.Must(jobs.Watch(p.Ctx, metav1.ListOptions{LabelSelector: "team=blue", ResourceVersion: j.ResourceVersion}))(t)
	defer w.Stop()
	for _, team := range []string{"blue", "red"} {
		j.Labels = map[string]string{"team": team}
		j = apitest.Must(jobs.Update(p.Ctx, j, metav1.UpdateOptions{}))(t)
	}
	if diff := cmp.Diff([]string{"ADDED a", "DELETED a"}, apitest.Events(t, w, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestWatchFromBeforeHistoryIsGone(t *testing.T) {
	p := apitest.New(t)
	jobs := p.Typed.BatchV1().Jobs("ns")
	j := apitest.Must(jobs.Create(p.Ctx, apitest.Job("a"), metav1.CreateOptions{}))(t)
	old := j.ResourceVersion
	for i := range 70 { // the test's planes keep 64 changes
		j.Labels = map[string]string{"n": fmt.Sprint(i)}
		j = apitest.Must(jobs.Update(p.Ctx, j, metav1.UpdateOptions{}))(t)
	}
	w := apitest.Must(jobs.Watch(p.Ctx, metav1.ListOptions{ResourceVersion: old}))(t)
	defer w.Stop()
	if diff := cmp.Diff([]string{"ERROR 410"}, apitest.Events(t, w, 1)); diff != "" {
		t.Error(diff)
	}
	if _, ok := <-w.ResultChan(); ok {
		t.Error("the watch goes on after its error")
	}
}

func TestWatchListStartsWithTheStateAndABookmark(t *testing.T) {
	p := apitest.New(t)
	jobs := p.Typed.BatchV1().Jobs("ns")
	apitest.Must(jobs.Create(p.Ctx, apitest.Job("a"), metav1.CreateOptions{}))(t)
	last := apitest.Must(jobs.Create(p.Ctx, apitest.Job("b"), metav1.CreateOptions{}))(t)
	w := apitest.Must(jobs.Watch(p.Ctx, metav1.ListOptions{
		SendInitialEvents: new(true), AllowWatchBookmarks: true, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan,
	}))(t)
	defer w.Stop()
	if diff := cmp.Diff([]string{"ADDED a", "ADDED b"}, apitest.Events(t, w, 2)); diff != "" {
		t.Error(diff)
	}
	mark := (<-w.ResultChan()).Object.(*batchv1.Job)
	if mark.Annotations[metav1.InitialEventsAnnotationKey] != "true" || mark.ResourceVersion != last.ResourceVersion {
		t.Errorf("bookmark %v at %s, want the end of the state at %s", mark.Annotations, mark.ResourceVersion, last.ResourceVersion)
	}
}

func TestBookmarksFollowChangesThatAreFilteredOut(t *testing.T) {
	p := apitest.New(t, func(o *api.Options) { o.Store.History = 1000 })
	jobs := p.Typed.BatchV1().Jobs("ns")
	j := apitest.Must(jobs.Create(p.Ctx, apitest.Job("a"), metav1.CreateOptions{}))(t)
	w := apitest.Must(jobs.Watch(p.Ctx, metav1.ListOptions{
		FieldSelector: "metadata.name=other", AllowWatchBookmarks: true, ResourceVersion: j.ResourceVersion,
	}))(t)
	defer w.Stop()
	for i := range 200 {
		j.Labels = map[string]string{"n": fmt.Sprint(i)}
		j = apitest.Must(jobs.Update(p.Ctx, j, metav1.UpdateOptions{}))(t)
	}
	e := <-w.ResultChan()
	if e.Type != watch.Bookmark {
		t.Errorf("got %s, want a bookmark", e.Type)
	}
}
