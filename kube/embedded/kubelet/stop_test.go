package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

func TestDeletion(t *testing.T) {
	for _, c := range []struct {
		name, script string
		grace        int64
		gone         time.Duration // after the deletion at 1s
		code         int32
		log          string
	}{
		{"ends at once without a trap", "sleep 100", 30, 0, 143, ""},
		{"a trap runs when wait is interrupted", "trap 'echo cleaning; sleep 3; exit 5' TERM; sleep 100 & wait", 30, 3 * time.Second, 5, "cleaning\n"},
		{"a trap waits for the foreground command", "trap 'echo cleaning; exit 0' TERM; sleep 100", 10, 10 * time.Second, 137, ""},
		{"an ignored signal is followed by a kill", "trap '' TERM; while true; do sleep 1; done", 4, 4 * time.Second, 137, ""},
		{"a busy loop dies too", "while true; do :; done", 30, 0, 143, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			p.create(podOf(c.script, func(pod *corev1.Pod) { pod.Finalizers = []string{"example.com/keep"} }))
			p.at(time.Second)
			if err := p.client.Pods().Delete("ns", "p", metav1.DeleteOptions{GracePeriodSeconds: &c.grace}); err != nil {
				t.Fatal(err)
			}
			if c.gone > 0 {
				p.at(time.Second + c.gone - time.Millisecond)
				if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
					t.Errorf("phase %s before its end, want Running", phase)
				}
			}
			p.at(time.Second + c.gone + 50*time.Millisecond)
			pod := p.pod("p")
			end := pod.Status.ContainerStatuses[0].State.Terminated
			if end == nil || end.ExitCode != c.code {
				t.Fatalf("container %+v, want exit code %d", pod.Status.ContainerStatuses[0].State, c.code)
			}
			if *pod.DeletionGracePeriodSeconds != 0 {
				t.Errorf("grace period %d, want the kubelet's 0", *pod.DeletionGracePeriodSeconds)
			}
			if got := p.logs("p", corev1.PodLogOptions{}); got != c.log {
				t.Errorf("logs %q, want %q", got, c.log)
			}
			p.hasEvent("p", "Killing: Stopping container main")
			bare := pod.DeepCopy()
			bare.Finalizers = nil
			if _, err := p.client.Pods().Update(bare); err != nil {
				t.Fatal(err)
			}
			p.at(20 * time.Second)
			if _, err := p.client.Pods().Get("ns", "p"); !apierrors.IsNotFound(err) {
				t.Errorf("the pod is still there: %v", err)
			}
			if p.kubelet.get(types.NamespacedName{Namespace: "ns", Name: "p"}) != nil {
				t.Error("the kubelet still knows the pod")
			}
		})
	}
}

func TestPreStopRunsWithinTheGracePeriod(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("while [ ! -f /tmp/stop ]; do sleep 1; done; echo told; exit 0", func(pod *corev1.Pod) {
		pod.Spec.Containers[0].Lifecycle = &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{
			Exec: &corev1.ExecAction{Command: []string{"sh", "-c", "touch /tmp/stop; sleep 5"}},
		}}
		pod.Finalizers = []string{"example.com/keep"}
	}))
	p.at(time.Second)
	if err := p.client.Pods().Delete("ns", "p", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	p.at(10 * time.Second)
	if got := p.logs("p", corev1.PodLogOptions{}); got != "told\n" {
		t.Errorf("logs %q", got)
	}
}

func TestActiveDeadlineEndsABusyLoop(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("while true; do :; done", func(pod *corev1.Pod) {
		five := int64(5)
		pod.Spec.ActiveDeadlineSeconds = &five
	}))
	p.at(4 * time.Second)
	if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
		t.Fatalf("phase %s after 4s", phase)
	}
	p.at(6 * time.Second)
	pod := p.pod("p")
	if pod.Status.Phase != corev1.PodFailed || pod.Status.Reason != "DeadlineExceeded" {
		t.Errorf("%s %s", pod.Status.Phase, pod.Status.Reason)
	}
}
