package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Of two Secrets that a pod waits for, the second comes just when the worker, woken by the first, has found it missing.
func TestAPodIsLookedAtAgainWhenWhatItLacksComesWhileItIsLookedAt(t *testing.T) {
	p := newPlane(t, Options{})
	secret := func(name string) {
		if _, err := p.client.Secrets().Create(&corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name}}); err != nil {
			t.Error(err)
		}
	}
	p.create(podOf("echo hi", func(pod *corev1.Pod) {
		for _, name := range []string{"a", "b"} {
			source := corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: name}}
			pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: name, VolumeSource: source})
		}
	}))
	p.at(time.Second)
	came := false
	p.client.Before(func(_, _ string, obj resource.Object) error {
		if e, ok := obj.(*corev1.Event); ok && e.Reason == "FailedMount" && !came {
			came = true
			secret("b")
		}
		return nil
	})
	secret("a")
	p.at(time.Hour)
	if phase := p.pod("p").Status.Phase; !came || phase != corev1.PodSucceeded {
		t.Errorf("b came: %t, and the pod is %s", came, phase)
	}
}
