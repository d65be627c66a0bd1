package client

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/registry/generic/registry"

	"github.com/kronoscope/kronoscope/kube/embedded/api/admit"
	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// A write of the plane's own parts stores what registry.Store stores, whichever way it takes.
func TestQuickWrites(t *testing.T) {
	type write struct {
		name   string
		status bool
		quick  bool
		change func(*corev1.Pod)
		fails  func(error) bool
	}
	started := func(p *corev1.Pod) {
		p.Status.Phase = corev1.PodRunning
		p.Status.StartTime = &metav1.Time{Time: start.Add(1500 * time.Millisecond)}
		p.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	}
	and := func(changes ...func(*corev1.Pod)) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			for _, change := range changes {
				change(p)
			}
		}
	}
	writes := []write{
		{name: "a status", status: true, quick: true, change: started},
		{name: "a status with another spec, which is ignored", status: true, quick: true, change: and(started, func(p *corev1.Pod) {
			p.Spec.Containers[0].Image = "alpine"
		})},
		{name: "a status that is not valid", status: true, fails: apierrors.IsInvalid, change: func(p *corev1.Pod) {
			p.Status.QOSClass = corev1.PodQOSGuaranteed
		}},
		{name: "a status with a new label", status: true, change: and(started, func(p *corev1.Pod) {
			p.Labels = map[string]string{"a": "c"}
		})},
		{name: "a status of an older state", status: true, fails: apierrors.IsConflict, change: and(started, func(p *corev1.Pod) {
			p.ResourceVersion = "1"
		})},
		{name: "a status of another pod", status: true, fails: apierrors.IsConflict, change: and(started, func(p *corev1.Pod) {
			p.UID = "other"
		})},
		{name: "a lost finalizer", quick: true, change: func(p *corev1.Pod) { p.Finalizers = p.Finalizers[:1] }},
		{name: "no finalizer left, and a status, which is ignored", quick: true, change: and(started, func(p *corev1.Pod) {
			p.Finalizers = nil
		})},
		{name: "a new finalizer", change: func(p *corev1.Pod) { p.Finalizers = append(p.Finalizers, "example.org/c") }},
		{name: "another image", change: func(p *corev1.Pod) { p.Spec.Containers[0].Image = "alpine" }},
		{name: "another owner", change: func(p *corev1.Pod) { p.OwnerReferences[0].Name = "k" }},
		{name: "a status without a version", status: true, change: and(started, func(p *corev1.Pod) { p.ResourceVersion = "" })},
	}
	for _, w := range writes {
		t.Run(w.name, func(t *testing.T) {
			s, created := newClient(t)
			changed := created.DeepCopy()
			w.change(changed)
			rules := func(k *kinds.Kind) *registry.Store {
				if w.status {
					return k.StatusRegistry
				}
				return k.Registry
			}
			pods := s.kinds.Kind(corev1.Resource("pods"))
			got, quick := fastUpdate(pods, rules(pods), changed)
			if quick != w.quick {
				t.Fatalf("written quickly: %v, want %v", quick, w.quick)
			}

			other, _ := newClient(t)
			slow := other.kinds.Kind(corev1.Resource("pods"))
			h := handle[*corev1.Pod]{other, slow}
			info := updatedTo[*corev1.Pod]{changed, other.kinds.Scheme}
			want, _, err := rules(slow).Update(h.context("ns"), "p", info, nil, nil, false, &metav1.UpdateOptions{})
			if w.fails != nil {
				if !w.fails(err) {
					t.Fatalf("registry.Store answers %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if quick {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("stored otherwise (-registry.Store +quickly):\n%s", diff)
				}
			}
			if stored := pods.Objects.Get("ns", "p").Object; quick && stored == created {
				t.Error("nothing was stored")
			}
		})
	}
}

// What was read before a quick write stays as it was: others may be reading it.
func TestQuickWritesLeaveTheOldObjectAlone(t *testing.T) {
	s, created := newClient(t)
	before := created.DeepCopy()
	changed := created.DeepCopy()
	changed.Status.Phase = corev1.PodRunning
	written, err := s.Pods().UpdateStatus(changed)
	if err != nil {
		t.Fatal(err)
	}
	changed.Status.Conditions = append(changed.Status.Conditions, corev1.PodCondition{Type: "Late"})
	bound := written.DeepCopy()
	bound.Spec.NodeName = "node-0"
	if _, err := s.Pods().Update(bound); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, created); diff != "" {
		t.Errorf("the object read first changed:\n%s", diff)
	}
	if len(written.Status.Conditions) != 0 || written.Spec.NodeName != "" {
		t.Errorf("the object written first changed: %v on %q", written.Status.Conditions, written.Spec.NodeName)
	}
}

var start = time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)

// newClient has the pod ns/p, with two finalizers; every call makes the same.
func newClient(t *testing.T) (client, *corev1.Pod) {
	t.Helper()
	c := clock.NewManual(start)
	all, err := kinds.New(kinds.Options{Clock: c, Store: store.New(c, store.Options{}), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	s := client{all, admit.New(all)}
	if _, err := s.Namespaces().Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ns"}}); err != nil {
		t.Fatal(err)
	}
	pod, err := s.Pods().Create(&corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "ns", Name: "p", Finalizers: []string{"example.org/a", "example.org/b"}, Labels: map[string]string{"a": "b"},
			OwnerReferences: []metav1.OwnerReference{{APIVersion: batchv1.SchemeGroupVersion.String(), Kind: "Job", Name: "j", UID: "1"}},
		},
		Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, pod
}
