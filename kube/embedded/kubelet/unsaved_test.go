package kubelet

import (
	"errors"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// TestTheEndOfAPodIsToldOnceWritesAreTakenAgain, whatever was refused meanwhile, as while a disk is full.
func TestTheEndOfAPodIsToldOnceWritesAreTakenAgain(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("sleep 10; echo done"))
	p.at(5 * time.Second)
	full := true
	p.client.Before(func(string, string, resource.Object) error {
		if full {
			return errors.New("the change cannot be saved")
		}
		return nil
	})
	p.at(20 * time.Second)
	if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
		t.Fatalf("while no write is taken, the pod is %s", phase)
	}
	full = false
	p.at(30 * time.Second)
	pod := p.pod("p")
	if told := told(pod.Status.ContainerStatuses[0].State); pod.Status.Phase != corev1.PodSucceeded || told != "0 Completed " {
		t.Errorf("then it is %s, its container %s", pod.Status.Phase, told)
	}
}
