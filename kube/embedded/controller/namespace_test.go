package controller

import (
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
	if diff := cmp.Diff([]string{"p†"}, append(append(p.jobs(), p.pods()...), namesOf(p.client.CronJobs().List("ns"))...)); diff != "" {
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
