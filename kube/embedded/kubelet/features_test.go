package kubelet

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/simulation"
)

func TestEnvironment(t *testing.T) {
	p := newPlane(t, Options{})
	meta := metav1.ObjectMeta{Namespace: "ns", Name: "s"}
	if _, err := p.client.Secrets().Create(&corev1.Secret{ObjectMeta: meta, Data: map[string][]byte{"user": []byte("admin")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.client.ConfigMaps().Create(&corev1.ConfigMap{ObjectMeta: meta, Data: map[string]string{"A": "1", "B": "2"}}); err != nil {
		t.Fatal(err)
	}
	ref := corev1.LocalObjectReference{Name: "s"}
	field := func(path string) *corev1.EnvVarSource {
		return &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: path}}
	}
	yes := true
	p.create(podOf(`echo "$CM_A $CM_B $USER $NAME $IDX $NODE $COMBINED $DOLLAR [$NONE] $IP"; cat /s/user`, annotated("x/index", "7"), func(pod *corev1.Pod) {
		c := &pod.Spec.Containers[0]
		c.EnvFrom = []corev1.EnvFromSource{{Prefix: "CM_", ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: ref}}}
		c.Env = []corev1.EnvVar{
			{Name: "USER", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{LocalObjectReference: ref, Key: "user"}}},
			{Name: "NONE", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{LocalObjectReference: ref, Key: "no", Optional: &yes}}},
			{Name: "NAME", ValueFrom: field("metadata.name")},
			{Name: "IDX", ValueFrom: field("metadata.annotations['x/index']")},
			{Name: "NODE", ValueFrom: field("spec.nodeName")},
			{Name: "IP", ValueFrom: field("status.podIP")},
			{Name: "COMBINED", Value: "$(USER)@$(NODE)/$(missing)"},
			{Name: "DOLLAR", Value: "$$(USER)"},
		}
		c.VolumeMounts = []corev1.VolumeMount{{Name: "s", MountPath: "/s"}}
		pod.Spec.Volumes = []corev1.Volume{{Name: "s", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: "s"}}}}
	}))
	p.at(0)
	want := "1 2 admin p 7 node-0 admin@node-0/$(missing) $(USER) [] " + p.pod("p").Status.PodIP + "\nadmin"
	if got := p.logs("p", corev1.PodLogOptions{}); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestMissingSecretIsWaitedFor(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("echo $K", func(pod *corev1.Pod) {
		pod.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "K", ValueFrom: &corev1.EnvVarSource{
			SecretKeyRef: &corev1.SecretKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: "late"}, Key: "k"},
		}}}
	}))
	p.at(time.Second)
	w := p.pod("p").Status.ContainerStatuses[0].State.Waiting
	if w == nil || w.Reason != "CreateContainerConfigError" || w.Message != `secret "late" not found` || p.pod("p").Status.Phase != corev1.PodPending {
		t.Fatalf("waits with %+v, phase %s", w, p.pod("p").Status.Phase)
	}
	p.hasEvent("p", `Failed: Error: secret "late" not found`)
	if got := p.logs("p", corev1.PodLogOptions{}); got != `error: container "main" in pod "p" is waiting to start: CreateContainerConfigError` {
		t.Errorf("logs of a waiting container: %q", got)
	}
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "late"}, Data: map[string][]byte{"other": nil}}
	secret, err := p.client.Secrets().Create(secret)
	if err != nil {
		t.Fatal(err)
	}
	p.at(2 * time.Second)
	if w := p.pod("p").Status.ContainerStatuses[0].State.Waiting; w == nil || w.Message != "couldn't find key k in Secret ns/late" {
		t.Errorf("waits with %+v", w)
	}
	secret = secret.DeepCopy()
	secret.Data["k"] = []byte("found")
	if _, err := p.client.Secrets().Update(secret); err != nil {
		t.Fatal(err)
	}
	p.at(3 * time.Second)
	if got := p.logs("p", corev1.PodLogOptions{}); got != "found\n" || p.pod("p").Status.Phase != corev1.PodSucceeded {
		t.Errorf("logs %q, phase %s", got, p.pod("p").Status.Phase)
	}
}

func TestMissingClaimKeepsThePodUnscheduled(t *testing.T) {
	p := newPlane(t, Options{})
	withClaim := func(name string) func(*corev1.Pod) {
		return func(pod *corev1.Pod) {
			pod.Name = name
			pod.Spec.Volumes = []corev1.Volume{{Name: "d", VolumeSource: corev1.VolumeSource{
				PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: "data"},
			}}}
			pod.Spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "d", MountPath: "/data"}}
		}
	}
	p.create(podOf("echo kept > /data/f", withClaim("a")))
	p.at(time.Second)
	pod := p.pod("a")
	if pod.Spec.NodeName != "" || condition(pod, corev1.PodScheduled) != "False Unschedulable" || pod.Status.Phase != corev1.PodPending {
		t.Fatalf("node %q, scheduled %s", pod.Spec.NodeName, condition(pod, corev1.PodScheduled))
	}
	const want = `0/1 nodes are available: persistentvolumeclaim "data" not found. not found`
	if i := slices.IndexFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool { return c.Type == corev1.PodScheduled }); pod.Status.Conditions[i].Message != want {
		t.Errorf("the condition says %q", pod.Status.Conditions[i].Message)
	}
	if got := p.events("a"); !slices.Equal(got, []string{"FailedScheduling: " + want}) {
		t.Errorf("events %q", got)
	}
	claim := &corev1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "data"}}
	if _, err := p.client.PersistentVolumeClaims().Create(claim); err != nil {
		t.Fatal(err)
	}
	p.at(2 * time.Second)
	if got := p.client.PersistentVolumeClaims().List("ns")[0]; got.Spec.VolumeName != "pvc-"+string(got.UID) || got.Status.Phase != corev1.ClaimBound {
		t.Errorf("it is %s, with the volume %q", got.Status.Phase, got.Spec.VolumeName)
	}
	p.create(podOf("cat /data/f", withClaim("b")))
	p.at(3 * time.Second)
	if got := p.logs("b", corev1.PodLogOptions{}); got != "kept\n" {
		t.Errorf("the claim's files are %q in another pod", got)
	}
}

func TestAnnotations(t *testing.T) {
	p := newPlane(t, Options{Seed: 3})
	p.create(podOf("echo script", annotated(simulation.Duration, "10s", simulation.LogLines, "5", simulation.ExitCode, "0"), func(pod *corev1.Pod) { pod.Name = "played" }))
	p.create(podOf("echo script", annotated(simulation.ExitCode, "1,0"), policy(corev1.RestartPolicyOnFailure), func(pod *corev1.Pod) { pod.Name = "second" }))
	p.create(podOf("echo script", annotated(simulation.FailureRate, "1"), func(pod *corev1.Pod) { pod.Name = "fails" }))
	p.create(podOf("echo script", annotated(simulation.Startup, "3s"), func(pod *corev1.Pod) { pod.Name = "slow" }))
	p.create(podOf("echo script", annotated(simulation.Duration, "soon", simulation.FailureRate, "7"), func(pod *corev1.Pod) { pod.Name = "bad" }))
	p.create(podOf("echo script", annotated(simulation.ImagePull, "fail"), func(pod *corev1.Pod) { pod.Name = "pull" }))
	p.at(time.Millisecond)
	if w := p.pod("pull").Status.ContainerStatuses[0].State.Waiting; w == nil || w.Reason != "ErrImagePull" {
		t.Errorf("first the pull fails: %+v", w)
	}
	if w := p.pod("slow").Status.ContainerStatuses[0].State.Waiting; w == nil || w.Reason != "ContainerCreating" {
		t.Errorf("a slow pod is creating containers: %+v", w)
	}
	p.at(5 * time.Second)
	if w := p.pod("pull").Status.ContainerStatuses[0].State.Waiting; w == nil || w.Reason != "ImagePullBackOff" {
		t.Errorf("then it backs off: %+v", w)
	}
	for name, want := range map[string]corev1.PodPhase{
		"played": corev1.PodRunning, "second": corev1.PodSucceeded, "fails": corev1.PodFailed, "slow": corev1.PodSucceeded,
		"bad": corev1.PodSucceeded, "pull": corev1.PodPending,
	} {
		if got := p.pod(name).Status.Phase; got != want {
			t.Errorf("after 5s %s is %s, want %s", name, got, want)
		}
	}
	p.at(10 * time.Second)
	if got := p.logs("played", corev1.PodLogOptions{}); strings.Count(got, "progress") != 5 || p.pod("played").Status.Phase != corev1.PodSucceeded {
		t.Errorf("played: %s, %q", p.pod("played").Status.Phase, got)
	}
	p.hasEvent("bad", `InvalidAnnotation: annotation kronoscope/duration: "soon" is ignored`)
	p.hasEvent("bad", `InvalidAnnotation: annotation kronoscope/failure-rate: "7" is ignored`)
}

func TestImagesWithoutCommand(t *testing.T) {
	p := newPlane(t, Options{})
	for name, image := range map[string]string{"pause": "registry.k8s.io/pause:3.10", "shell": "alpine:3", "app": "ghcr.io/me/my-app:2.3"} {
		p.create(podOf("", func(pod *corev1.Pod) {
			pod.Name = name
			pod.Spec.Containers[0].Image, pod.Spec.Containers[0].Command = image, nil
		}))
	}
	p.at(0)
	if got := p.pod("shell").Status.Phase; got != corev1.PodSucceeded {
		t.Errorf("a bare shell is %s", got)
	}
	p.at(time.Hour)
	if got := p.pod("pause").Status.Phase; got != corev1.PodRunning {
		t.Errorf("pause is %s", got)
	}
	if got := p.logs("app", corev1.PodLogOptions{}); got != "[simulated] my-app\n" {
		t.Errorf("an unknown image says %q", got)
	}
}

func TestFollowedLogEndsWithTheContainer(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("for i in 1 2 3; do echo $i; sleep 1; done"))
	p.at(0)
	r, err := p.kubelet.Logs(context.Background(), p.pod("p"), &corev1.PodLogOptions{Container: "main", Follow: true})
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() { all, _ := io.ReadAll(r); got <- string(all) }()
	p.at(5 * time.Second)
	if all := <-got; all != "1\n2\n3\n" {
		t.Errorf("followed %q", all)
	}
	if got := p.logs("p", corev1.PodLogOptions{Previous: true}); got != `error: previous terminated container "main" in pod "p" not found` {
		t.Errorf("previous: %q", got)
	}
}

func TestPodFailedByOthersIsLeftAlone(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("sleep 100; echo never"))
	p.at(time.Second)
	pod := p.pod("p").DeepCopy()
	pod.Status.Phase = corev1.PodFailed
	pod.Status.Reason = "Evicted"
	if _, err := p.client.Pods().UpdateStatus(pod); err != nil {
		t.Fatal(err)
	}
	p.at(200 * time.Second)
	if pod := p.pod("p"); pod.Status.Phase != corev1.PodFailed || pod.Status.Reason != "Evicted" {
		t.Errorf("%s %s", pod.Status.Phase, pod.Status.Reason)
	}
	if got := p.logs("p", corev1.PodLogOptions{}); strings.Contains(got, "never") {
		t.Error("its container ran on")
	}
}

// TestSameSeedSamePlay plays the same pods twice.
func TestSameSeedSamePlay(t *testing.T) {
	play := func(seed uint64) string {
		p := newPlane(t, Options{Seed: seed})
		for _, name := range []string{"a", "b", "c"} {
			p.create(podOf("echo $RANDOM; sleep $((RANDOM % 10 + 5)); pg_dump x; date +%s", func(pod *corev1.Pod) { pod.Name = name }))
		}
		p.at(time.Minute)
		return p.logs("a", corev1.PodLogOptions{}) + p.logs("b", corev1.PodLogOptions{}) + p.logs("c", corev1.PodLogOptions{})
	}
	first := play(1)
	if again := play(1); again != first {
		t.Errorf("the same seed plays differently:\n%s\n%s", first, again)
	}
	if other := play(2); other == first {
		t.Error("another seed plays the same")
	}
}

func TestAContainersOwnRestartPolicyGoesBeforeThePods(t *testing.T) {
	p := newPlane(t, Options{})
	onFailure, never := corev1.ContainerRestartPolicyOnFailure, corev1.ContainerRestartPolicyNever
	share := []corev1.VolumeMount{{Name: "v", MountPath: "/v"}}
	twice := func(name string) []string {
		return []string{"sh", "-c", "if [ -e /v/" + name + " ]; then exit 0; fi; touch /v/" + name + "; exit 3"}
	}
	p.create(podOf("", func(pod *corev1.Pod) {
		pod.Spec.RestartPolicy = corev1.RestartPolicyNever
		pod.Spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}}
		pod.Spec.InitContainers = []corev1.Container{
			{Name: "setup", Image: "busybox", RestartPolicy: &onFailure, Command: twice("setup"), VolumeMounts: share},
		}
		pod.Spec.Containers = []corev1.Container{
			{Name: "policy", Image: "busybox", RestartPolicy: &onFailure, Command: twice("policy"), VolumeMounts: share},
			{
				Name: "rule", Image: "busybox", RestartPolicy: &never, Command: twice("rule"), VolumeMounts: share,
				RestartPolicyRules: []corev1.ContainerRestartRule{{
					Action: corev1.ContainerRestartRuleActionRestart,
					ExitCodes: &corev1.ContainerRestartRuleOnExitCodes{
						Operator: corev1.ContainerRestartRuleOnExitCodesOpIn, Values: []int32{3},
					},
				}},
			},
		}
	}))
	p.at(time.Minute)
	pod := p.pod("p")
	if pod.Status.Phase != corev1.PodSucceeded {
		t.Errorf("phase %s, want Succeeded", pod.Status.Phase)
	}
	for _, s := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if s.RestartCount != 1 || s.State.Terminated == nil || s.State.Terminated.ExitCode != 0 {
			t.Errorf("%s was not restarted once: %+v", s.Name, s)
		}
	}
}
