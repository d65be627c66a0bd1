package kubelet

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/simulation"
)

// withClaim names a pod and gives its container the files of a claim at /v.
func withClaim(name, claim string) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Name = name
		mounted(corev1.VolumeSource{
			PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: claim},
		}, corev1.VolumeMount{})(pod)
	}
}

func (p *plane) claim(name string) {
	p.t.Helper()
	meta := metav1.ObjectMeta{Namespace: "ns", Name: name}
	if _, err := p.client.PersistentVolumeClaims().Create(&corev1.PersistentVolumeClaim{ObjectMeta: meta}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *plane) unclaim(name string) {
	p.t.Helper()
	if err := p.client.PersistentVolumeClaims().Delete("ns", name, metav1.DeleteOptions{}); err != nil {
		p.t.Fatal(err)
	}
}

func TestFilesOfAClaimEndWithIt(t *testing.T) {
	p := newPlane(t, Options{})
	p.claim("data")
	p.create(podOf("head -c 100000 /dev/zero > /v/f", withClaim("writer", "data")))
	p.at(time.Second)
	if used := p.kubelet.volumes.Used(); used < 100_000 {
		t.Fatalf("%d bytes are used, not even what the claim holds", used)
	}
	p.unclaim("data")
	p.claim("data")
	p.create(podOf("ls /v; echo new > /v/g", withClaim("reader", "data")))
	p.at(2 * time.Second)
	if got := p.logs("reader", corev1.PodLogOptions{}); got != "" || p.pod("reader").Status.Phase != corev1.PodSucceeded {
		t.Errorf("a claim that was created again holds %q; its reader is %s", got, p.pod("reader").Status.Phase)
	}
	if used := p.kubelet.volumes.Used(); used >= 100_000 {
		t.Errorf("%d bytes are used though the claim that held most is gone", used)
	}
}

func TestFilesOfAClaimStayForThePodsThatUseIt(t *testing.T) {
	p := newPlane(t, Options{})
	p.claim("data")
	p.create(podOf("head -c 100000 /dev/zero > /v/f; sleep 10; echo more > /v/g && ls /v", withClaim("user", "data")))
	p.at(time.Second)
	p.unclaim("data")
	p.claim("data")
	p.create(podOf("ls /v", withClaim("other", "data")))
	p.at(5 * time.Second)
	if got := p.logs("other", corev1.PodLogOptions{}); got != "" {
		t.Errorf("the claim that was created again holds %q", got)
	}
	p.at(15 * time.Second)
	if got := p.logs("user", corev1.PodLogOptions{}); got != "f\ng\n" {
		t.Errorf("the pod that used the claim before saw %q", got)
	}
	if used := p.kubelet.volumes.Used(); used >= 100_000 {
		t.Errorf("%d bytes are used after the claim and its last user are gone", used)
	}
}

func TestAClaimThatWentBeforeItsPodStartedIsWaitedFor(t *testing.T) {
	p := newPlane(t, Options{})
	p.claim("data")
	p.create(podOf("echo ran", withClaim("p", "data"), annotated(simulation.Startup, "5s")))
	p.at(time.Second)
	p.unclaim("data")
	p.at(10 * time.Second)
	p.hasEvent("p", `FailedMount: MountVolume.SetUp failed for volume "v" : persistentvolumeclaim "data" not found`)
	p.claim("data")
	p.at(11 * time.Second)
	if got := p.logs("p", corev1.PodLogOptions{}); got != "ran\n" {
		t.Errorf("with the claim back it says %q", got)
	}
}

func TestPodsStartOnceThereIsRoomAgain(t *testing.T) {
	p := newPlane(t, Options{StorageBytes: 200_000})
	cm := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "c"}, Data: map[string]string{"k": "text"}}
	if _, err := p.client.ConfigMaps().Create(cm); err != nil {
		t.Fatal(err)
	}
	named := func(name string) func(*corev1.Pod) { return func(pod *corev1.Pod) { pod.Name = name } }
	p.create(podOf("i=0; while echo x > /tmp/$i; do i=$((i+1)); done; sleep 60", named("hog")))
	p.at(30 * time.Second)
	p.create(podOf("echo root", named("root")))
	p.create(podOf("cat /v/k", named("volume"), mounted(corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "c"}},
	}, corev1.VolumeMount{})))
	p.at(40 * time.Second)
	if w := p.pod("root").Status.ContainerStatuses[0].State.Waiting; w == nil || w.Reason != "CreateContainerError" || !strings.Contains(w.Message, "no space left") {
		t.Fatalf("on a full node the container waits with %+v", w)
	}
	p.hasEvent("volume", `FailedMount: MountVolume.SetUp failed for volume "v" : write k: no space left on device`)
	p.at(2 * time.Minute)
	for name, want := range map[string]string{"root": "root\n", "volume": "text"} {
		if got := p.logs(name, corev1.PodLogOptions{}); got != want {
			t.Errorf("after the hog has ended %s says %q, want %q", name, got, want)
		}
	}
	if used := p.kubelet.volumes.Used(); used != 0 {
		t.Errorf("%d bytes are used after all pods have ended", used)
	}
}

func TestAContainerThatCannotBeMadeHoldsNoFiles(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("true", func(pod *corev1.Pod) {
		pod.Spec.Containers[0].EnvFrom = []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{
			LocalObjectReference: corev1.LocalObjectReference{Name: "none"},
		}}}
	}))
	p.at(time.Minute)
	if w := p.pod("p").Status.ContainerStatuses[0].State.Waiting; w == nil || w.Reason != "CreateContainerConfigError" {
		t.Fatalf("without its secret the container is %+v", p.pod("p").Status.ContainerStatuses[0].State)
	}
	if used := p.kubelet.volumes.Used(); used != 0 {
		t.Errorf("it holds %d bytes", used)
	}
}

func TestOnlyABoundOfMemoryIsOOM(t *testing.T) {
	p := newPlane(t, Options{Limits: sandbox.Limits{Steps: 1000, Depth: 20}})
	for name, script := range map[string]string{
		"steps":   "while :; do :; done",
		"nesting": "f() { f; }; f",
		"memory":  "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; sleep 1; done",
	} {
		p.create(podOf(script, func(pod *corev1.Pod) { pod.Name = name }))
	}
	p.at(time.Hour)
	for name, want := range map[string]string{"steps": "Error", "nesting": "Error", "memory": "OOMKilled"} {
		s := p.pod(name).Status.ContainerStatuses[0].State.Terminated
		if s == nil || s.Reason != want || s.ExitCode != 137 || !strings.HasPrefix(s.Message, "the simulated container exceeded its bound of "+name) {
			t.Errorf("a container that exceeds its bound of %s ends with %+v, want %s", name, s, want)
		}
	}
}
