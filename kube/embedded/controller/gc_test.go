package controller

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// hold keeps a pod from going until release.
func (p *testPlane) hold(name string) {
	p.editPod(name, func(pod *corev1.Pod) { pod.Finalizers = []string{"test/hold"} })
}

func (p *testPlane) release(name string) {
	p.editPod(name, func(pod *corev1.Pod) { pod.Finalizers = nil })
}

func (p *testPlane) editPod(name string, edit func(*corev1.Pod)) {
	p.Helper()
	pod, err := p.client.Pods().Get("ns", name)
	p.check(err)
	pod = pod.DeepCopy()
	edit(pod)
	_, err = p.client.Pods().Update(pod)
	p.check(err)
}

func (p *testPlane) deleteJob(name string, policy metav1.DeletionPropagation) {
	p.Helper()
	p.check(p.client.Jobs().Delete("ns", name, deletion(policy)))
	p.settle()
}

func TestGarbageCollection(t *testing.T) {
	t.Run("background: the owner goes at once, then its dependents", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		j := p.job("j")
		p.pod("p", ref("Job", j, true))
		p.pod("other")
		p.deleteJob("j", metav1.DeletePropagationBackground)
		if diff := cmp.Diff([]string{"other"}, append(p.jobs(), p.pods()...)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("foreground: the owner waits for those that block it", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		j := p.job("j")
		p.pod("blocks", ref("Job", j, true))
		p.pod("does-not", ref("Job", j, false))
		p.hold("blocks")
		p.hold("does-not")
		p.deleteJob("j", metav1.DeletePropagationForeground)
		if diff := cmp.Diff([]string{"j†", "blocks†", "does-not†"}, append(p.jobs(), p.pods()...)); diff != "" {
			t.Error(diff)
		}
		p.release("blocks")
		p.settle()
		if diff := cmp.Diff([]string{"does-not†"}, append(p.jobs(), p.pods()...)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("orphan: dependents forget the owner and stay", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		j := p.job("j")
		p.pod("p", ref("Job", j, true))
		p.deleteJob("j", metav1.DeletePropagationOrphan)
		if diff := cmp.Diff([]string{"p"}, append(p.jobs(), p.pods()...)); diff != "" {
			t.Error(diff)
		}
		if pod := p.client.Pods().List("ns")[0]; len(pod.OwnerReferences) != 0 {
			t.Errorf("owners %v", pod.OwnerReferences)
		}
	})
	t.Run("an owner of another UID is absent", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		stale := ref("Job", p.job("j"), true)
		stale.UID = "of an earlier one"
		p.pod("p", stale)
		p.settle()
		if diff := cmp.Diff([]string{"j"}, append(p.jobs(), p.pods()...)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("one owner left keeps it, without the reference to the other", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		a, b := p.job("a"), p.job("b")
		p.pod("p", ref("Job", a, true), ref("Job", b, true))
		p.deleteJob("a", metav1.DeletePropagationForeground)
		if diff := cmp.Diff([]string{"b", "p"}, append(p.jobs(), p.pods()...)); diff != "" {
			t.Error(diff)
		}
		if refs := p.client.Pods().List("ns")[0].OwnerReferences; len(refs) != 1 || refs[0].Name != "b" {
			t.Errorf("owners %v", refs)
		}
	})
	t.Run("an owner of a kind that the plane does not have is left alone", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		p.pod("p", metav1.OwnerReference{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "r", UID: "r"})
		p.at(time.Hour)
		if diff := cmp.Diff([]string{"p"}, p.pods()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("CronJob, Job, pod: a foreground deletion goes down and comes back up", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		cj := p.cronJob("c", "0 0 1 1 *")
		j := p.job("j", ref("CronJob", cj, true))
		p.pod("p", ref("Job", j, true))
		p.hold("p")
		p.check(p.client.CronJobs().Delete("ns", "c", deletion(metav1.DeletePropagationForeground)))
		p.settle()
		if diff := cmp.Diff([]string{"c†", "j†", "p†"}, append(append(namesOf(p.client.CronJobs().List("ns")), p.jobs()...), p.pods()...)); diff != "" {
			t.Error(diff)
		}
		p.release("p")
		p.settle()
		if got := append(append(namesOf(p.client.CronJobs().List("ns")), p.jobs()...), p.pods()...); got != nil {
			t.Errorf("left: %v", got)
		}
	})
	t.Run("CronJob, Job, pod: a background deletion goes all the way", func(t *testing.T) {
		p := newTestPlane(t, newGarbageCollector)
		cj := p.cronJob("c", "0 0 1 1 *")
		j := p.job("j", ref("CronJob", cj, true))
		p.pod("p", ref("Job", j, true))
		p.check(p.client.CronJobs().Delete("ns", "c", metav1.DeleteOptions{}))
		p.settle()
		if got := append(p.jobs(), p.pods()...); got != nil {
			t.Errorf("left: %v", got)
		}
	})
	t.Run("what happened while it was away is caught up with", func(t *testing.T) {
		p := newTestPlane(t)
		j := p.job("j")
		p.pod("p", ref("Job", j, true))
		p.check(p.client.Jobs().Delete("ns", "j", deletion(metav1.DeletePropagationForeground)))
		gc := newGarbageCollector(deps{client: p.client, clock: p.clock, onError: func(string, string, error) {}})
		gc.start()
		defer gc.stop()
		p.settle()
		if got := append(p.jobs(), p.pods()...); got != nil {
			t.Errorf("left: %v", got)
		}
	})
}
