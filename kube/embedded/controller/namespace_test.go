package controller

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func (p *testPlane) namespace(name string) {
	p.Helper()
	_, err := p.client.Namespaces().Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}})
	p.check(err)
}

func TestANamespaceGoesOnceItIsEmpty(t *testing.T) {
	p := newTestPlane(t, newNamespaceController, newGarbageCollector, newServiceAccountController)
	p.namespace("ns")
	p.namespace("other")
	p.settle()
	p.pod("p", ref("Job", p.job("j"), true))
	p.hold("p")
	p.cronJob("c", "* * * * *")
	p.check(p.client.Namespaces().Delete("", "ns", metav1.DeleteOptions{}))
	p.at(time.Hour)
	ns, err := p.client.Namespaces().Get("", "ns")
	p.check(err)
	if ns.Status.Phase != corev1.NamespaceTerminating {
		t.Errorf("phase %s", ns.Status.Phase)
	}
	if diff := cmp.Diff([]string{"j", "p†", "c"}, append(append(p.jobs(), p.pods()...), namesOf(p.client.CronJobs().List("ns"))...)); diff != "" {
		t.Error(diff)
	}
	p.release("p")
	p.settle()
	if _, err := p.client.Namespaces().Get("", "ns"); !apierrors.IsNotFound(err) {
		t.Errorf("emptied: got %v, want not found", err)
	}
	if diff := cmp.Diff([]string{"default"}, namesOf(p.client.ServiceAccounts().List(""))); diff != "" {
		t.Error("only the other namespace's is left:", diff)
	}
	if len(p.errs) != 0 {
		t.Errorf("errors %v", p.errs)
	}
}

// TestANamespaceTellsWhatHoldsItUp has a finalizer that nobody takes off: all else goes, and the conditions say what does not.
func TestANamespaceTellsWhatHoldsItUp(t *testing.T) {
	p := newTestPlane(t, newNamespaceController)
	p.namespace("ns")
	for _, name := range []string{"held", "held-too"} {
		held := &corev1.ConfigMap{ObjectMeta: object(name)}
		held.Finalizers = []string{"example.com/hold", "example.com/" + name}
		_, err := p.client.ConfigMaps().Create(held)
		p.check(err)
	}
	_, err := p.client.ResourceQuotas().Create(&corev1.ResourceQuota{ObjectMeta: object("quota")})
	p.check(err)
	_, err = p.client.LimitRanges().Create(&corev1.LimitRange{ObjectMeta: object("limits")})
	p.check(err)
	p.check(p.client.Namespaces().Delete("", "ns", metav1.DeleteOptions{}))
	p.at(time.Minute)
	if n := len(p.client.ResourceQuotas().List("")) + len(p.client.LimitRanges().List("")); n != 0 {
		t.Errorf("%d quotas and limit ranges are left", n)
	}
	messages := func() (all []string) {
		ns, err := p.client.Namespaces().Get("", "ns")
		p.check(err)
		for _, c := range ns.Status.Conditions {
			all = append(all, fmt.Sprintf("%s %s %s: %s at %s", c.Type, c.Status, c.Reason, c.Message, c.LastTransitionTime.Sub(planeBorn)))
		}
		return all
	}
	want := []string{
		"NamespaceDeletionDiscoveryFailure False ResourcesDiscovered: All resources successfully discovered at 0s",
		"NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions: All legacy kube types successfully parsed at 0s",
		"NamespaceDeletionContentFailure False ContentDeleted: All content successfully deleted, may be waiting on finalization at 0s",
		"NamespaceContentRemaining True SomeResourcesRemain: Some resources are remaining: configmaps. has 2 resource instances at 0s",
		"NamespaceFinalizersRemaining True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: " +
			"example.com/held in 1 resource instances, example.com/held-too in 1 resource instances, example.com/hold in 2 resource instances at 0s",
	}
	if diff := cmp.Diff(want, messages()); diff != "" {
		t.Error(diff)
	}
	held, err := p.client.ConfigMaps().Get("ns", "held")
	p.check(err)
	held = held.DeepCopy()
	held.Finalizers = []string{"example.com/held"}
	_, err = p.client.ConfigMaps().Update(held)
	p.check(err)
	p.at(time.Hour)
	want[4] = "NamespaceFinalizersRemaining True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: " +
		"example.com/held in 1 resource instances, example.com/held-too in 1 resource instances, example.com/hold in 1 resource instances at 0s"
	if diff := cmp.Diff(want, messages()); diff != "" {
		t.Error("with a finalizer less:", diff)
	}
}

func TestTheCertificateIsRestored(t *testing.T) {
	p := newTestPlane(t, newServiceAccountController)
	p.namespace("ns")
	p.settle()
	made, err := p.client.ConfigMaps().Get("ns", "kube-root-ca.crt")
	p.check(err)
	for _, spoil := range []func(*corev1.ConfigMap){
		func(c *corev1.ConfigMap) { c.Data["ca.crt"] = "x" },
		func(c *corev1.ConfigMap) { c.Annotations = nil },
	} {
		spoiled := made.DeepCopy()
		spoiled.ResourceVersion = ""
		spoil(spoiled)
		_, err := p.client.ConfigMaps().Update(spoiled)
		p.check(err)
		p.settle()
		got, err := p.client.ConfigMaps().Get("ns", "kube-root-ca.crt")
		p.check(err)
		if diff := cmp.Diff([]any{made.Data, made.Annotations}, []any{got.Data, got.Annotations}); diff != "" {
			t.Error(diff)
		}
	}
}

func TestEveryNamespaceHasItsAccountAndCertificate(t *testing.T) {
	p := newTestPlane(t, newServiceAccountController)
	p.namespace("ns")
	p.settle()
	for _, again := range []bool{false, true} {
		if again {
			p.check(p.client.ServiceAccounts().Delete("ns", "default", metav1.DeleteOptions{}))
			p.check(p.client.ConfigMaps().Delete("ns", "kube-root-ca.crt", metav1.DeleteOptions{}))
			p.settle()
		}
		got := append(namesOf(p.client.ServiceAccounts().List("ns")), namesOf(p.client.ConfigMaps().List("ns"))...)
		if diff := cmp.Diff([]string{"default", "kube-root-ca.crt"}, got); diff != "" {
			t.Error(diff)
		}
	}
}
