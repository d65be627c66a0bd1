package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

func TestDeletion(t *testing.T) {
	for _, c := range []struct {
		name, script string
		grace        int64
		gone         time.Duration // after the deletion at 1s
		code         int32
		log          string
	}{
		{"process 1 ignores the signal without a trap", "while true; do sleep 1; done", 30, 30 * time.Second, 137, ""},
		{"and runs on to its own end", "sleep 5; echo done", 30, 4 * time.Second, 0, "done\n"},
		{"a short grace period is enough of it", "sleep 100", 1, time.Second, 137, ""},
		{"what exec has put in the shell's place has no trap", "trap 'exit 5' TERM; exec sleep 100", 3, 3 * time.Second, 137, ""},
		{"an unknown program that is process 1 ends at once", "exec java -jar server.jar", 30, 0, 143, ""},
		{"as does one that ends sh -c", "echo up && java -jar server.jar", 30, 0, 143, "up\n"},
		{"but a shell that waits for one does not", "java -jar server.jar; sleep 100", 7, 7 * time.Second, 137, "[simulated] java -jar server.jar\n"},
		{"nor does one that does not know it to be the last", "sleep 2\njava -jar server.jar\nsleep 100\n", 9, 9 * time.Second, 137, "[simulated] java -jar server.jar\n"},
		{"a trap runs when wait is interrupted", "trap 'echo cleaning; sleep 3; exit 5' TERM; sleep 100 & wait", 30, 3 * time.Second, 5, "cleaning\n"},
		{"a trap waits for the foreground command", "trap 'echo cleaning; exit 0' TERM; sleep 100", 10, 10 * time.Second, 137, ""},
		{"an ignored signal is followed by a kill", "trap '' TERM; while true; do sleep 1; done", 4, 4 * time.Second, 137, ""},
		{"a busy loop is killed too", "while true; do :; done", 2, 2 * time.Second, 137, ""},
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
			p.at(time.Minute)
			if _, err := p.client.Pods().Get("ns", "p"); !apierrors.IsNotFound(err) {
				t.Errorf("the pod is still there: %v", err)
			}
			if p.kubelet.get(types.NamespacedName{Namespace: "ns", Name: "p"}) != nil {
				t.Error("the kubelet still knows the pod")
			}
		})
	}
}

func TestAGracePeriodThatRunsOverStopsNothingUntilItIsShortened(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("trap 'echo told; exit 3' TERM; while true; do sleep 1 & wait; done", func(pod *corev1.Pod) {
		pod.Finalizers = []string{"example.com/keep"}
	}))
	p.at(time.Second)
	for _, grace := range []int64{9_999_999_999, 5} {
		if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
			t.Fatalf("phase %s before %d seconds are granted", phase, grace)
		}
		if got := p.logs("p", corev1.PodLogOptions{}); got != "" {
			t.Errorf("logs %q before %d seconds are granted", got, grace)
		}
		if err := p.client.Pods().Delete("ns", "p", metav1.DeleteOptions{GracePeriodSeconds: &grace}); err != nil {
			t.Fatal(err)
		}
		p.at(p.clock.Now().Sub(start) + time.Minute)
	}
	if end := p.pod("p").Status.ContainerStatuses[0].State.Terminated; end == nil || end.ExitCode != 3 {
		t.Errorf("container %+v, want exit code 3", p.pod("p").Status.ContainerStatuses[0].State)
	}
	if got := p.logs("p", corev1.PodLogOptions{}); got != "told\n" {
		t.Errorf("logs %q", got)
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
	p.at(5*time.Second + 29*time.Second)
	if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
		t.Fatalf("phase %s within the grace period", phase)
	}
	p.at(5*time.Second + 31*time.Second)
	pod := p.pod("p")
	if pod.Status.Phase != corev1.PodFailed || pod.Status.Reason != "DeadlineExceeded" {
		t.Errorf("%s %s", pod.Status.Phase, pod.Status.Reason)
	}
	if end := pod.Status.ContainerStatuses[0].State.Terminated; end == nil || end.ExitCode != 137 {
		t.Errorf("container %+v, want exit code 137", pod.Status.ContainerStatuses[0].State)
	}
}

func TestASidecarWithoutATrapTakesTheWholeGracePeriod(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("sleep 5", func(pod *corev1.Pod) {
		always, grace := corev1.ContainerRestartPolicyAlways, int64(12)
		pod.Spec.TerminationGracePeriodSeconds = &grace
		pod.Spec.InitContainers = []corev1.Container{{
			Name: "side", Image: "busybox", RestartPolicy: &always, Command: []string{"tail", "-f", "/dev/null"},
		}}
	}))
	p.at(16 * time.Second)
	if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
		t.Errorf("phase %s while the sidecar may still end by itself", phase)
	}
	p.at(18 * time.Second)
	pod := p.pod("p")
	if end := pod.Status.InitContainerStatuses[0].State.Terminated; end == nil || end.ExitCode != 137 || pod.Status.Phase != corev1.PodSucceeded {
		t.Errorf("the pod is %s, its sidecar %+v", pod.Status.Phase, pod.Status.InitContainerStatuses[0].State)
	}
}

func TestASignalThatComesBeforeTheContainerBegins(t *testing.T) {
	for name, c := range map[string]struct {
		command []string
		want    int
	}{
		"passes a shell by":            {[]string{"sh", "-c", "sleep 3"}, 0},
		"ends a program with handlers": {[]string{"server"}, 143},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlane(t, Options{})
			r := &run{}
			p.kubelet.play(r, sandbox.Config{
				FS: files.NewFS(p.kubelet.volumes.New(), false), Args: c.command, Stdout: discard{}, Stderr: discard{},
			}, func() {})
			r.signal("TERM")
			p.at(10 * time.Second)
			if !r.over() || r.result.ExitCode != c.want {
				t.Errorf("it is %+v, want exit code %d", r.result, c.want)
			}
		})
	}
}
