package api_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	apiwatch "k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// fillable is a disk that can be full.
type fillable struct {
	*disk.DB
	full atomic.Bool
}

func (f *fillable) Commit(b store.Batch) error {
	if f.full.Load() {
		return errors.New("no space left on device")
	}
	return f.DB.Commit(b)
}

// newDurable is a plane on a folder. end is the end of its process, which a test may bring about itself.
func newDurable(t *testing.T, folder string) (p plane, d *fillable, end func()) {
	t.Helper()
	d = &fillable{DB: must(disk.Open(folder))(t)}
	journal := store.NewJournal(d, func() store.Instant { return store.Instant{At: start} }, nil)
	end = sync.OnceFunc(func() { _, _ = journal.Close(), d.Close() })
	t.Cleanup(end)
	c := clock.NewManual(start)
	s := must(api.New(api.Options{Clock: c, Seed: 1, Starts: d.Starts(), Store: store.Options{Journal: journal}}))(t)
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ns"}}
	if _, err := s.Client().Namespaces().Create(ns); !apierrors.IsAlreadyExists(err) {
		check(t, err)
	}
	return plane{s, c, must(kubernetes.NewForConfig(s.RESTConfig()))(t), t.Context()}, d, end
}

func configMap(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name}}
}

func TestAFullDiskIsA500AndReadingGoesOn(t *testing.T) {
	p, d, _ := newDurable(t, t.TempDir())
	maps := p.typed.CoreV1().ConfigMaps("ns")
	kept := must(maps.Create(p.ctx, configMap("kept"), metav1.CreateOptions{}))(t)
	list := must(maps.List(p.ctx, metav1.ListOptions{}))(t)
	watch := must(maps.Watch(p.ctx, metav1.ListOptions{ResourceVersion: list.ResourceVersion}))(t)

	d.full.Store(true)
	_, createErr := maps.Create(p.ctx, configMap("lost"), metav1.CreateOptions{})
	_, patchErr := maps.Patch(p.ctx, "kept", types.MergePatchType, []byte(`{"data":{"a":"b"}}`), metav1.PatchOptions{})
	deleteErr := maps.Delete(p.ctx, "kept", metav1.DeleteOptions{})
	for verb, err := range map[string]error{"create": createErr, "patch": patchErr, "delete": deleteErr} {
		if status := apierrors.APIStatus(nil); !apierrors.IsInternalError(err) || !errors.As(err, &status) || status.Status().Code != 500 {
			t.Errorf("%s gives %v, want a Status 500", verb, err)
		}
	}
	if _, err := maps.Get(p.ctx, "lost", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("what is not saved is read: %v", err)
	}
	if got := must(maps.Get(p.ctx, "kept", metav1.GetOptions{}))(t); got.ResourceVersion != kept.ResourceVersion {
		t.Errorf("what is saved is read at %s, want %s", got.ResourceVersion, kept.ResourceVersion)
	}
	if again := must(maps.List(p.ctx, metav1.ListOptions{}))(t); again.ResourceVersion != list.ResourceVersion || len(again.Items) != 1 {
		t.Errorf("a list has %d at %s, want what is saved at %s", len(again.Items), again.ResourceVersion, list.ResourceVersion)
	}
	select {
	case event := <-watch.ResultChan():
		t.Errorf("a watch sees %s %v, which is not saved", event.Type, event.Object)
	default:
	}

	d.full.Store(false)
	must(maps.Create(p.ctx, configMap("after"), metav1.CreateOptions{}))(t)
	for _, want := range []string{"lost", "after"} { // the disk has taken in the meantime what it refused
		if event := <-watch.ResultChan(); event.Object.(*corev1.ConfigMap).Name != want {
			t.Errorf("the watch sees %v, want %s", event.Object, want)
		}
	}
}

func TestARestartKeepsObjectsAsTheyWere(t *testing.T) {
	folder := t.TempDir()
	p, _, end := newDurable(t, folder)
	before := must(p.typed.BatchV1().Jobs("ns").Create(p.ctx, job("j"), metav1.CreateOptions{FieldManager: "me"}))(t)
	generated := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{GenerateName: "m-"}}
	first := must(p.typed.CoreV1().ConfigMaps("ns").Create(p.ctx, generated, metav1.CreateOptions{}))(t)
	end()

	p, _, _ = newDurable(t, folder)
	if diff := cmp.Diff(before, must(p.typed.BatchV1().Jobs("ns").Get(p.ctx, "j", metav1.GetOptions{}))(t)); diff != "" {
		t.Errorf("the Job (-before +after):\n%s", diff)
	}
	maps := p.typed.CoreV1().ConfigMaps("ns")
	at := func(revision string) metav1.ListOptions {
		return metav1.ListOptions{ResourceVersion: revision, ResourceVersionMatch: metav1.ResourceVersionMatchExact}
	}
	if _, err := maps.List(p.ctx, at(first.ResourceVersion)); err != nil {
		t.Errorf("the last revision cannot be listed: %v", err)
	}
	if _, err := maps.List(p.ctx, at(before.ResourceVersion)); !apierrors.IsResourceExpired(err) {
		t.Errorf("a list at an earlier revision gives %v, want 410", err)
	}
	second := must(maps.Create(p.ctx, generated, metav1.CreateOptions{}))(t)
	if second.UID == first.UID || second.Name == first.Name {
		t.Errorf("%s with UID %s was given away before", second.Name, second.UID)
	}
}

func TestAWatchFromBeforeARestartIsTooOld(t *testing.T) {
	folder := t.TempDir()
	p, _, end := newDurable(t, folder)
	old := must(p.typed.CoreV1().ConfigMaps("ns").Create(p.ctx, configMap("a"), metav1.CreateOptions{}))(t)
	must(p.typed.CoreV1().ConfigMaps("ns").Create(p.ctx, configMap("b"), metav1.CreateOptions{}))(t)
	end()
	p, _, _ = newDurable(t, folder)
	watch := must(p.typed.CoreV1().ConfigMaps("ns").Watch(p.ctx, metav1.ListOptions{ResourceVersion: old.ResourceVersion}))(t)
	event := <-watch.ResultChan()
	if status, ok := event.Object.(*metav1.Status); event.Type != apiwatch.Error || !ok || status.Code != 410 {
		t.Errorf("the watch sees %s %v, want 410", event.Type, event.Object)
	}
}
