package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

func TestAPodOfAnotherSchedulerIsLeftToIt(t *testing.T) {
	p := newPlane(t, Options{})
	scheduledBy := func(name, scheduler string) func(*corev1.Pod) {
		return func(pod *corev1.Pod) { pod.Name, pod.Spec.SchedulerName = name, scheduler }
	}
	p.create(podOf("true", scheduledBy("ours", corev1.DefaultSchedulerName)))
	p.create(podOf("true", scheduledBy("theirs", "other")))
	p.at(time.Hour)
	if phase := p.pod("ours").Status.Phase; phase != corev1.PodSucceeded {
		t.Errorf("the pod of the default scheduler is %s", phase)
	}
	pod := p.pod("theirs")
	if pod.Spec.NodeName != "" || len(pod.Status.Conditions) > 0 || len(p.events("theirs")) > 0 {
		t.Errorf("on node %q, with conditions %v and events %q", pod.Spec.NodeName, pod.Status.Conditions, p.events("theirs"))
	}
	bound := pod.DeepCopy()
	bound.Spec.NodeName = "node-0"
	if _, err := p.client.Pods().Update(bound); err != nil {
		t.Fatal(err)
	}
	p.at(2 * time.Hour)
	if phase := p.pod("theirs").Status.Phase; phase != corev1.PodSucceeded {
		t.Errorf("once its scheduler has bound it, it is %s", phase)
	}
}
