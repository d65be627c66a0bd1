package kubelet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
)

// shelf is an archive in memory.
type shelf map[string][]byte

func (s shelf) Keep(name string, data []byte) bool {
	if data == nil {
		delete(s, name)
		return true
	}
	s[name] = data
	return true
}

func (s shelf) Find(name string) ([]byte, error) { return s[name], nil }

// reboot replaces the plane's kubelet by another, as when the node has lost power.
func (p *plane) reboot() {
	p.t.Helper()
	p.kubelet.Stop()
	p.kubelet = New(p.client, p.clock, p.kubelet.opts)
	p.kubelet.Start()
	p.t.Cleanup(p.kubelet.Stop)
	p.at(p.clock.Since(start))
}

func TestAPodThatRanThroughAReboot(t *testing.T) {
	const lost = "137 ContainerStatusUnknown The container could not be located when the pod was "
	for _, c := range []struct {
		name   string
		policy corev1.RestartPolicy
		script string
		phase  corev1.PodPhase
		state  string // of its container right after the reboot
		last   string
		counts int32
	}{
		{"Never fails", corev1.RestartPolicyNever, "sleep 60", corev1.PodFailed, lost + "terminated", "", 0},
		{"OnFailure starts again", corev1.RestartPolicyOnFailure, "sleep 60", corev1.PodRunning, "running", lost + "deleted.  The container used to be Running", 1},
		{"Always starts again", corev1.RestartPolicyAlways, "sleep 60", corev1.PodRunning, "running", lost + "deleted.  The container used to be Running", 1},
		{"one that had succeeded stays so", corev1.RestartPolicyNever, "exit 0", corev1.PodSucceeded, "0 Completed ", "", 0},
		{"one that had failed stays so", corev1.RestartPolicyNever, "exit 3", corev1.PodFailed, "3 Error ", "", 0},
		{"one in back-off starts again at once", corev1.RestartPolicyOnFailure, "test $(date +%s) -ge " + fmt.Sprint(start.Unix()+2) + " || exit 3; sleep 60", corev1.PodRunning, "running", "3 Error ", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{Archive: shelf{}})
			p.create(podOf(c.script, policy(c.policy)))
			p.at(5 * time.Second)
			ip := p.pod("p").Status.PodIP
			p.reboot()
			pod := p.pod("p")
			s := pod.Status.ContainerStatuses[0]
			if pod.Status.Phase != c.phase || summary(s.State) != c.state || summary(s.LastTerminationState) != c.last || s.RestartCount != c.counts {
				t.Errorf("%s, %q after %q, %d restarts", pod.Status.Phase, summary(s.State), summary(s.LastTerminationState), s.RestartCount)
			}
			if pod.Status.PodIP != ip {
				t.Errorf("its address was %s and is %s", ip, pod.Status.PodIP)
			}
		})
	}
}

func summary(s corev1.ContainerState) string {
	switch {
	case s.Running != nil:
		return "running"
	case s.Terminated != nil:
		return fmt.Sprint(s.Terminated.ExitCode, " ", s.Terminated.Reason, " ", s.Terminated.Message)
	case s.Waiting != nil:
		return "waiting " + s.Waiting.Reason
	}
	return ""
}

func TestAPodThatWaitedThroughAReboot(t *testing.T) {
	p := newPlane(t, Options{StartupDelay: 10 * time.Second})
	p.create(podOf("echo hello"))
	p.at(5 * time.Second)
	p.reboot()
	p.at(20 * time.Second)
	if pod := p.pod("p"); pod.Status.Phase != corev1.PodSucceeded || pod.Status.ContainerStatuses[0].RestartCount != 0 {
		t.Errorf("%s: %+v", pod.Status.Phase, pod.Status.ContainerStatuses)
	}
}

func TestAPodThatWasBeingDeletedGoesAfterAReboot(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("trap '' TERM; sleep 600", policy(corev1.RestartPolicyOnFailure)))
	p.at(time.Second)
	if err := p.client.Pods().Delete("ns", "p", metav1.DeleteOptions{GracePeriodSeconds: new(int64(300))}); err != nil {
		t.Fatal(err)
	}
	p.at(2 * time.Second)
	p.reboot()
	if pods := p.client.Pods().List("ns"); len(pods) != 0 {
		t.Errorf("it is still there: %s", pods[0].Status.Phase)
	}
}

func TestInitContainersRunAgainAfterAReboot(t *testing.T) {
	p := newPlane(t, Options{Archive: shelf{}})
	always := corev1.ContainerRestartPolicyAlways
	share := []corev1.VolumeMount{{Name: "v", MountPath: "/v"}}
	p.create(podOf("cat /v/f; sleep 30", policy(corev1.RestartPolicyOnFailure), func(pod *corev1.Pod) {
		pod.Spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}}
		pod.Spec.Containers[0].VolumeMounts = share
		pod.Spec.InitContainers = []corev1.Container{
			{Name: "one", Image: "busybox", Command: []string{"sh", "-c", "sleep 2; echo from-init > /v/f"}, VolumeMounts: share},
			{Name: "side", Image: "busybox", RestartPolicy: &always, Command: []string{"sh", "-c", "while true; do sleep 1; done"}},
		}
	}))
	p.at(5 * time.Second)
	p.reboot()
	if pod := p.pod("p"); pod.Status.Phase != corev1.PodPending || summary(pod.Status.InitContainerStatuses[0].State) != "running" {
		t.Errorf("after the reboot it is %s: %+v", pod.Status.Phase, pod.Status.InitContainerStatuses)
	}
	p.hasEvent("p", "SandboxChanged: ")
	p.at(10 * time.Second)
	pod := p.pod("p")
	if pod.Status.Phase != corev1.PodRunning || pod.Status.ContainerStatuses[0].RestartCount != 1 || pod.Status.InitContainerStatuses[0].RestartCount != 1 {
		t.Errorf("then it is %s: %+v", pod.Status.Phase, pod.Status.ContainerStatuses)
	}
	if got := p.logs("p", corev1.PodLogOptions{}); got != "from-init\n" {
		t.Errorf("it reads %q of the init container", got)
	}
	p.at(90 * time.Second) // the sidecar takes its whole grace period
	if phase := p.pod("p").Status.Phase; phase != corev1.PodSucceeded {
		t.Errorf("in the end it is %s", phase)
	}
}

func TestNewPodsTakeNoAddressTwice(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("sleep 600", policy(corev1.RestartPolicyOnFailure)))
	p.at(time.Second)
	p.reboot()
	p.create(podOf("sleep 600", func(pod *corev1.Pod) { pod.Name = "q" }))
	p.at(2 * time.Second)
	if a, b := p.pod("p").Status.PodIP, p.pod("q").Status.PodIP; a == b || b == "" {
		t.Errorf("the pods have %s and %s", a, b)
	}
}

func TestLogsOutliveAReboot(t *testing.T) {
	archive := shelf{}
	p := newPlane(t, Options{Archive: archive})
	p.create(podOf("echo done"))
	p.create(podOf("date +%s; exit 1", policy(corev1.RestartPolicyOnFailure), func(pod *corev1.Pod) { pod.Name = "again" }))
	p.create(podOf("echo begun; sleep 60", func(pod *corev1.Pod) { pod.Name = "lost" }))
	p.at(5 * time.Second) // "again" has run twice at the start, and waits
	p.reboot()
	if got := p.logs("p", corev1.PodLogOptions{Timestamps: true}); got != "2026-11-24T02:00:00.000000000Z done\n" {
		t.Errorf("the finished pod's log is %q", got)
	}
	p.at(8 * time.Second)
	second, third := fmt.Sprintln(start.Unix()), fmt.Sprintln(start.Unix()+5)
	if got := p.logs("again", corev1.PodLogOptions{}); got != third {
		t.Errorf("the log of the run after the reboot is %q, want %q", got, third)
	}
	if got := p.pod("again").Status.ContainerStatuses[0].RestartCount; got != 2 {
		t.Fatalf("it has run %d times more", got)
	}
	if data := archive[logName(p.pod("again").UID, "main", 1)]; data == nil {
		t.Errorf("the log of the run before the reboot, %q, is not kept", second)
	}
	if archive[logName(p.pod("again").UID, "main", 0)] != nil {
		t.Error("the log of the first run is kept, which nobody can ask for")
	}
	if got := p.logs("lost", corev1.PodLogOptions{}); got != `error: container "main" in pod "lost" is terminated` {
		t.Errorf("the lost container's log is %q", got)
	}
	for _, name := range []string{"p", "again", "lost"} {
		if err := p.client.Pods().Delete("ns", name, metav1.DeleteOptions{GracePeriodSeconds: new(int64)}); err != nil {
			t.Fatal(err)
		}
	}
	p.at(9 * time.Second)
	for name := range archive {
		t.Errorf("%s is kept though its pod is gone", name)
	}
}

func TestALogThatWasNotKeptIsNoEmptyLog(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("echo done"))
	p.at(time.Second)
	p.reboot()
	if got := p.logs("p", corev1.PodLogOptions{}); !strings.Contains(got, "error: the log of container") || !strings.Contains(got, "has been restarted since") {
		t.Errorf("it is %q", got)
	}
}

func TestFilesOfClaimsAndOfTheHostOutliveAReboot(t *testing.T) {
	archive := shelf{}
	p := newPlane(t, Options{Archive: archive})
	p.claim("data")
	host := mounted(corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/srv/x"}}, corev1.VolumeMount{})
	p.create(podOf("mkdir -p /v/d; echo kept > /v/d/f; ln -s d/f /v/l; chmod 600 /v/d/f", withClaim("writer", "data")))
	p.create(podOf("echo host > /v/h", func(pod *corev1.Pod) { pod.Name = "host"; host(pod) }))
	p.at(time.Second)
	p.reboot()
	p.create(podOf("cat /v/l; ls -l /v/d/f | cut -c1-10; echo more >> /v/d/f", withClaim("reader", "data")))
	p.create(podOf("cat /v/h", func(pod *corev1.Pod) { pod.Name = "host2"; host(pod) }))
	p.at(2 * time.Second)
	if got := p.logs("reader", corev1.PodLogOptions{}); got != "kept\n-rw-------\n" {
		t.Errorf("the claim holds %q", got)
	}
	if got := p.logs("host2", corev1.PodLogOptions{}); got != "host\n" {
		t.Errorf("the host's folder holds %q", got)
	}
	p.reboot()
	p.create(podOf("cat /v/d/f", withClaim("third", "data")))
	p.at(3 * time.Second)
	if got := p.logs("third", corev1.PodLogOptions{}); got != "kept\nmore\n" {
		t.Errorf("after the second reboot the claim holds %q", got)
	}
	p.create(podOf("echo unfinished > /v/d/f; sleep 600", withClaim("fourth", "data")))
	p.at(4 * time.Second)
	p.reboot()
	p.create(podOf("cat /v/d/f", withClaim("fifth", "data")))
	p.at(5 * time.Second)
	if got := p.logs("fifth", corev1.PodLogOptions{}); got != "unfinished\n" {
		t.Errorf("after an orderly stop the claim holds %q", got)
	}
	p.reboot() // the claim goes without having been used by this kubelet
	uid := p.client.PersistentVolumeClaims().List("ns")[0].UID
	p.unclaim("data")
	p.create(podOf("true", func(pod *corev1.Pod) { pod.Name = "next" }))
	p.at(6 * time.Second)
	if archive[volume.ClaimName(uid)] != nil {
		t.Error("the files of a claim that is gone are kept")
	}
}

// TestWhatAPodWroteThatWasCutShortIsKept: the end of its containers is never reported.
func TestWhatAPodWroteThatWasCutShortIsKept(t *testing.T) {
	for name, cut := range map[string]func(p *plane){
		"deleted by force": func(p *plane) {
			if err := p.client.Pods().Delete("ns", "writer", metav1.DeleteOptions{GracePeriodSeconds: new(int64)}); err != nil {
				p.t.Fatal(err)
			}
		},
		"failed by somebody else": func(p *plane) {
			pod := p.pod("writer").DeepCopy()
			pod.Status.Phase = corev1.PodFailed
			if _, err := p.client.Pods().UpdateStatus(pod); err != nil {
				p.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlane(t, Options{Archive: shelf{}})
			p.claim("data")
			p.create(podOf("echo written > /v/f; sleep 600", withClaim("writer", "data")))
			p.at(time.Second)
			cut(p)
			p.at(2 * time.Second)
			p.reboot()
			p.create(podOf("cat /v/f", withClaim("reader", "data")))
			p.at(3 * time.Second)
			if got := p.logs("reader", corev1.PodLogOptions{}); got != "written\n" {
				t.Errorf("the claim holds %q", got)
			}
		})
	}
}

func TestAVolumeThatIsTooLargeToKeepSaysSo(t *testing.T) {
	archive := shelf{}
	p := newPlane(t, Options{Archive: archive})
	p.claim("data")
	p.create(podOf("head -c 9000000 /dev/zero > /v/a; head -c 9000000 /dev/zero > /v/b", withClaim("writer", "data")))
	p.at(time.Minute) // so many bytes take their time
	p.hasEvent("writer", "VolumeNotKept: ")
	if len(archive) != 1 { // the log
		t.Errorf("%d things are kept", len(archive))
	}
}
