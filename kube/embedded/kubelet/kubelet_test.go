package kubelet

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource/resourcetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

// plane is a kubelet on a client of its own, in virtual time.
type plane struct {
	t       testing.TB
	clock   *clock.Clock
	client  *resourcetest.Client
	kubelet *Kubelet
}

func newPlane(t testing.TB, o Options) *plane {
	t.Helper()
	clk := clock.NewManual(start)
	client := resourcetest.New(clk.Now)
	p := &plane{t: t, clock: clk, client: client, kubelet: New(client, clk, o)}
	p.kubelet.Start()
	t.Cleanup(p.kubelet.Stop)
	return p
}

// at moves time to an offset from the start.
func (p *plane) at(d time.Duration) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := p.clock.RunUntil(ctx, start.Add(d)); err != nil {
		p.t.Fatalf("moving the clock to %v: %v", d, err)
	}
}

func (p *plane) create(pod *corev1.Pod) {
	p.t.Helper()
	if _, err := p.client.Pods().Create(pod); err != nil {
		p.t.Fatal(err)
	}
}

func (p *plane) pod(name string) *corev1.Pod {
	p.t.Helper()
	pod, err := p.client.Pods().Get("ns", name)
	if err != nil {
		p.t.Fatal(err)
	}
	return pod
}

func (p *plane) logs(name string, o corev1.PodLogOptions) string {
	p.t.Helper()
	if o.Container == "" {
		o.Container = "main"
	}
	r, err := p.kubelet.Logs(context.Background(), p.pod(name), &o)
	if err != nil {
		return "error: " + err.Error()
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(all)
}

// events are "Reason: message" of a pod, in order.
func (p *plane) events(name string) []string {
	var out []string
	for _, e := range p.client.Events().List("ns") {
		if e.InvolvedObject.Name == name {
			out = append(out, e.Reason+": "+e.Message)
		}
	}
	return out
}

func (p *plane) hasEvent(name, want string) {
	p.t.Helper()
	all := p.events(name)
	for _, e := range all {
		if strings.HasPrefix(e, want) {
			return
		}
	}
	p.t.Errorf("no event %q of %s among %q", want, name, all)
}

// podOf builds a pod "p" whose container main runs a script.
func podOf(script string, with ...func(*corev1.Pod)) *corev1.Pod {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "p"},
		Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox", Command: []string{"sh", "-c", script}}},
		},
	}
	for _, f := range with {
		f(pod)
	}
	return pod
}

func annotated(kv ...string) func(*corev1.Pod) {
	return func(p *corev1.Pod) {
		p.Annotations = map[string]string{}
		for i := 0; i < len(kv); i += 2 {
			p.Annotations[kv[i]] = kv[i+1]
		}
	}
}

func policy(r corev1.RestartPolicy) func(*corev1.Pod) {
	return func(p *corev1.Pod) { p.Spec.RestartPolicy = r }
}

func condition(pod *corev1.Pod, t corev1.PodConditionType) string {
	for _, c := range pod.Status.Conditions {
		if c.Type == t {
			return strings.TrimSpace(string(c.Status) + " " + c.Reason)
		}
	}
	return ""
}

func TestPodSucceeds(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("echo hello; sleep 5; echo bye"))
	p.at(time.Second)
	pod := p.pod("p")
	if pod.Spec.NodeName != "node-0" || pod.Status.Phase != corev1.PodRunning || condition(pod, corev1.PodReady) != "True" {
		t.Fatalf("after 1s: node %q, phase %s, ready %s", pod.Spec.NodeName, pod.Status.Phase, condition(pod, corev1.PodReady))
	}
	s := pod.Status.ContainerStatuses[0]
	if s.State.Running == nil || !s.State.Running.StartedAt.Time.Equal(start) || !s.Ready || s.Started == nil || !*s.Started {
		t.Errorf("running container's status: %+v", s)
	}
	if pod.Status.PodIP == "" || pod.Status.HostIP == "" || !pod.Status.StartTime.Time.Equal(start) {
		t.Errorf("addresses and start: %+v", pod.Status)
	}
	p.at(6 * time.Second)
	pod = p.pod("p")
	s = pod.Status.ContainerStatuses[0]
	end := s.State.Terminated
	if pod.Status.Phase != corev1.PodSucceeded || end == nil || end.ExitCode != 0 || end.Reason != "Completed" ||
		!end.FinishedAt.Time.Equal(start.Add(5*time.Second)) || s.Ready || *s.Started {
		t.Errorf("phase %s, status %+v", pod.Status.Phase, s)
	}
	for _, c := range []struct {
		t    corev1.PodConditionType
		want string
	}{
		{corev1.PodReady, "False PodCompleted"},
		{corev1.ContainersReady, "False PodCompleted"},
		{corev1.PodInitialized, "True PodCompleted"},
		{corev1.PodReadyToStartContainers, "False"},
		{corev1.PodScheduled, "True"},
	} {
		if got := condition(pod, c.t); got != c.want {
			t.Errorf("condition %s is %q, want %q", c.t, got, c.want)
		}
	}
	if got := p.logs("p", corev1.PodLogOptions{}); got != "hello\nbye\n" {
		t.Errorf("logs %q", got)
	}
	for _, want := range []string{"Scheduled: Successfully assigned ns/p to node-0", "Pulled: ", "Created: Container created", "Started: Container started"} {
		p.hasEvent("p", want)
	}
	writes := 0
	for _, w := range p.client.Writes() {
		if strings.HasSuffix(w, "pods ns/p") {
			writes++
		}
	}
	if writes != 4 {
		t.Errorf("%d writes of the pod, want 4: creation, binding, start, end", writes)
	}
}

func TestPodFails(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("echo why > /dev/termination-log; exit 3"))
	p.at(0)
	pod := p.pod("p")
	end := pod.Status.ContainerStatuses[0].State.Terminated
	if pod.Status.Phase != corev1.PodFailed || end == nil || end.ExitCode != 3 || end.Reason != "Error" || end.Message != "why\n" {
		t.Errorf("phase %s, %+v", pod.Status.Phase, end)
	}
	if got := condition(pod, corev1.PodReady); got != "False PodFailed" {
		t.Errorf("Ready is %s", got)
	}
}

func TestRestartsBackOff(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("date +%s; exit 1", policy(corev1.RestartPolicyOnFailure)))
	for _, c := range []struct {
		at       time.Duration
		restarts int32
	}{{0, 1}, {9 * time.Second, 1}, {10 * time.Second, 2}, {29 * time.Second, 2}, {30 * time.Second, 3}, {70 * time.Second, 4}, {150 * time.Second, 5}, {310 * time.Second, 6}, {610 * time.Second, 7}, {910 * time.Second, 8}} {
		p.at(c.at)
		s := p.pod("p").Status.ContainerStatuses[0]
		if s.RestartCount != c.restarts {
			t.Fatalf("after %v: %d restarts, want %d", c.at, s.RestartCount, c.restarts)
		}
		if s.State.Waiting == nil || s.State.Waiting.Reason != "CrashLoopBackOff" || s.LastTerminationState.Terminated == nil {
			t.Fatalf("after %v: %+v", c.at, s)
		}
	}
	if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
		t.Errorf("phase %s, want Running", phase)
	}
	p.hasEvent("p", "BackOff: Back-off restarting failed container main in pod p_ns(")
	now, before := p.logs("p", corev1.PodLogOptions{}), p.logs("p", corev1.PodLogOptions{Previous: true})
	if now != before || now != fmt.Sprintln(start.Add(910*time.Second).Unix()) {
		t.Errorf("in back-off, logs are of the last run: %q and %q", now, before)
	}
}

func TestInitContainersAndSidecars(t *testing.T) {
	p := newPlane(t, Options{})
	always := corev1.ContainerRestartPolicyAlways
	share := []corev1.VolumeMount{{Name: "v", MountPath: "/v"}}
	p.create(podOf("cat /v/f; sleep 4", func(pod *corev1.Pod) {
		pod.Spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}}
		pod.Spec.Containers[0].VolumeMounts = share
		pod.Spec.InitContainers = []corev1.Container{
			{Name: "one", Image: "busybox", Command: []string{"sh", "-c", "sleep 2; echo from-init > /v/f"}, VolumeMounts: share},
			{Name: "side", Image: "busybox", RestartPolicy: &always, Command: []string{"sh", "-c", "trap 'echo side ends; exit 0' TERM; while true; do sleep 1; done"}},
		}
	}))
	p.at(time.Second)
	pod := p.pod("p")
	if pod.Status.Phase != corev1.PodPending || condition(pod, corev1.PodInitialized) != "False ContainersNotInitialized" ||
		pod.Status.ContainerStatuses[0].State.Waiting.Reason != "PodInitializing" {
		t.Errorf("while initializing: %s, %s", pod.Status.Phase, condition(pod, corev1.PodInitialized))
	}
	p.at(3 * time.Second)
	pod = p.pod("p")
	if pod.Status.Phase != corev1.PodRunning || condition(pod, corev1.PodInitialized) != "True" || pod.Status.InitContainerStatuses[1].State.Running == nil {
		t.Errorf("while running: %s, %+v", pod.Status.Phase, pod.Status.InitContainerStatuses)
	}
	p.at(10 * time.Second)
	pod = p.pod("p")
	if pod.Status.Phase != corev1.PodSucceeded || pod.Status.InitContainerStatuses[1].State.Terminated == nil {
		t.Errorf("at the end: %s, %+v", pod.Status.Phase, pod.Status.InitContainerStatuses)
	}
	if got := p.logs("p", corev1.PodLogOptions{}); got != "from-init\n" {
		t.Errorf("logs of main %q", got)
	}
	if got := p.logs("p", corev1.PodLogOptions{Container: "side"}); got != "side ends\n" {
		t.Errorf("logs of side %q", got)
	}
}

func TestInitContainerFails(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("echo never", func(pod *corev1.Pod) {
		pod.Spec.InitContainers = []corev1.Container{{Name: "setup", Image: "busybox", Command: []string{"sh", "-c", "exit 3"}}}
	}))
	p.at(0)
	pod := p.pod("p")
	if pod.Status.Phase != corev1.PodFailed || pod.Status.ContainerStatuses[0].State.Waiting == nil ||
		pod.Status.InitContainerStatuses[0].State.Terminated.ExitCode != 3 {
		t.Errorf("%s: %+v", pod.Status.Phase, pod.Status.ContainerStatuses)
	}
}
