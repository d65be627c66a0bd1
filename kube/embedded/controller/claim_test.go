package controller

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestAClaimGoesWithTheLastPodThatHasIt(t *testing.T) {
	p := newTestPlane(t, newClaimController)
	claims, pods := p.client.PersistentVolumeClaims(), p.client.Pods()
	for _, name := range []string{"used", "unused"} {
		_, err := claims.Create(&corev1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{
			Namespace: "ns", Name: name, Finalizers: []string{claimProtection},
		}})
		p.check(err)
	}
	for name, spec := range map[string]corev1.PodSpec{
		"one": {NodeName: "node-0"}, "two": {NodeName: "node-0"}, "waiting": {}, // for a node, so it has nothing yet
	} {
		spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{
			PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: "used"},
		}}}
		_, err := pods.Create(&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name}, Spec: spec})
		p.check(err)
	}
	for _, step := range []struct {
		what         string
		do           func() error
		used, unused bool
	}{
		{"nothing is deleted", func() error { return nil }, true, true},
		{"both claims are deleted", func() error {
			if err := claims.Delete("ns", "used", metav1.DeleteOptions{}); err != nil {
				return err
			}
			return claims.Delete("ns", "unused", metav1.DeleteOptions{})
		}, true, false},
		{"one pod goes", func() error { return pods.Delete("ns", "one", metav1.DeleteOptions{GracePeriodSeconds: new(int64)}) }, true, false},
		{"the other goes", func() error { return pods.Delete("ns", "two", metav1.DeleteOptions{GracePeriodSeconds: new(int64)}) }, false, false},
	} {
		p.check(step.do())
		p.settle()
		for name, want := range map[string]bool{"used": step.used, "unused": step.unused} {
			if _, err := claims.Get("ns", name); apierrors.IsNotFound(err) == want {
				t.Errorf("%s: claim %s: %v", step.what, name, err)
			}
		}
	}
}

func TestABoundClaimSaysWhetherPodsUseIt(t *testing.T) {
	p := newTestPlane(t, newClaimController)
	claims, pods := p.client.PersistentVolumeClaims(), p.client.Pods()
	status := func() (status corev1.ConditionStatus) {
		p.settle()
		claim, err := claims.Get("ns", "data")
		p.check(err)
		for _, c := range claim.Status.Conditions {
			status = c.Status
		}
		return status
	}
	claim, err := claims.Create(&corev1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "data"}})
	p.check(err)
	if got := status(); got != "" {
		t.Errorf("before it is bound: Unused=%s", got)
	}
	claim = claim.DeepCopy()
	claim.Status.Phase = corev1.ClaimBound
	_, err = claims.UpdateStatus(claim)
	p.check(err)
	if got := status(); got != corev1.ConditionTrue {
		t.Errorf("bound, without a pod: Unused=%s", got)
	}
	pod, err := pods.Create(&corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "p"},
		Spec: corev1.PodSpec{Volumes: []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{
			PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: "data"},
		}}}},
	})
	p.check(err)
	if got := status(); got != corev1.ConditionFalse {
		t.Errorf("with a pod: Unused=%s", got)
	}
	pod = pod.DeepCopy()
	pod.Status.Phase = corev1.PodSucceeded
	_, err = pods.UpdateStatus(pod)
	p.check(err)
	if got := status(); got != corev1.ConditionTrue {
		t.Errorf("the pod has ended: Unused=%s", got)
	}
}
