package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func fieldRef(path string) *corev1.ObjectFieldSelector {
	return &corev1.ObjectFieldSelector{FieldPath: path}
}

// mounted gives main a volume, mounted at /v.
func mounted(v corev1.VolumeSource, mount corev1.VolumeMount) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: "v", VolumeSource: v})
		mount.Name, mount.MountPath = "v", "/v"
		pod.Spec.Containers[0].VolumeMounts = append(pod.Spec.Containers[0].VolumeMounts, mount)
	}
}

func TestProjectedVolume(t *testing.T) {
	p := newPlane(t, Options{})
	meta := metav1.ObjectMeta{Namespace: "ns", Name: "x"}
	if _, err := p.client.Secrets().Create(&corev1.Secret{ObjectMeta: meta, Data: map[string][]byte{"key": []byte("secret\n")}}); err != nil {
		t.Fatal(err)
	}
	cm := &corev1.ConfigMap{ObjectMeta: meta, Data: map[string]string{"a": "A\n", "b": "B\n"}, BinaryData: map[string][]byte{"c": []byte("C\n")}}
	if _, err := p.client.ConfigMaps().Create(cm); err != nil {
		t.Fatal(err)
	}
	x := corev1.LocalObjectReference{Name: "x"}
	yes := true
	p.create(podOf("cd /v; cat key conf/b named; ls; ls conf; echo x > key || echo refused; stat -c %a conf/b key named token", mounted(corev1.VolumeSource{
		Projected: &corev1.ProjectedVolumeSource{DefaultMode: new(int32(0o440)), Sources: []corev1.VolumeProjection{
			{Secret: &corev1.SecretProjection{LocalObjectReference: x}},
			{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: x, Items: []corev1.KeyToPath{{Key: "b", Path: "conf/b", Mode: new(int32(0o600))}}}},
			{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: corev1.LocalObjectReference{Name: "none"}, Optional: &yes}},
			{DownwardAPI: &corev1.DownwardAPIProjection{Items: []corev1.DownwardAPIVolumeFile{{Path: "named", FieldRef: fieldRef("metadata.name")}}}},
			{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token"}},
		}},
	}, corev1.VolumeMount{})))
	p.at(0)
	want := "secret\nB\npconf\nkey\nnamed\ntoken\nb\n" + "sh: can't create key: Read-only file system\nrefused\n600\n440\n440\n440\n"
	if got := p.logs("p", corev1.PodLogOptions{}); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestModesOfProjectedFiles(t *testing.T) {
	user := func(uid int64) *corev1.PodSecurityContext { return &corev1.PodSecurityContext{RunAsUser: &uid} }
	for _, c := range []struct {
		name string
		sc   *corev1.PodSecurityContext
		own  *corev1.SecurityContext // of a second container
		want string
	}{
		{"as the volume says", nil, nil, "440\n400\n440\n"},
		{"a token is its user's alone", user(1000), nil, "440\n400\n600\n"},
		{"unless there is another user", user(1000), &corev1.SecurityContext{RunAsUser: user(1001).RunAsUser}, "440\n400\n440\n"},
		{"and fsGroup's", &corev1.PodSecurityContext{FSGroup: new(int64(2000))}, nil, "440\n440\n640\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			p.create(podOf("cd /v; stat -c %a named own token", mounted(corev1.VolumeSource{
				Projected: &corev1.ProjectedVolumeSource{DefaultMode: new(int32(0o440)), Sources: []corev1.VolumeProjection{
					{DownwardAPI: &corev1.DownwardAPIProjection{Items: []corev1.DownwardAPIVolumeFile{
						{Path: "named", FieldRef: fieldRef("metadata.name")},
						{Path: "own", FieldRef: fieldRef("metadata.name"), Mode: new(int32(0o400))},
					}}},
					{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token"}},
				}},
			}, corev1.VolumeMount{}), func(pod *corev1.Pod) {
				pod.Spec.SecurityContext = c.sc
				if c.own != nil {
					pod.Spec.Containers = append(pod.Spec.Containers, corev1.Container{Name: "second", Image: "busybox", SecurityContext: c.own})
				}
			}))
			p.at(time.Second)
			if got := p.logs("p", corev1.PodLogOptions{}); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestDownwardVolume(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("cd /v; cat labels; echo; cat one; echo; cat cpu; echo; cat memory", annotated("x", "1 2"), func(pod *corev1.Pod) {
		pod.Labels = map[string]string{"b": "2", "a": "1"}
		pod.Spec.Containers[0].Resources.Limits = corev1.ResourceList{
			corev1.ResourceCPU: resource.MustParse("1500m"), corev1.ResourceMemory: resource.MustParse("64Mi"),
		}
	}, mounted(corev1.VolumeSource{DownwardAPI: &corev1.DownwardAPIVolumeSource{Items: []corev1.DownwardAPIVolumeFile{
		{Path: "labels", FieldRef: fieldRef("metadata.labels")},
		{Path: "one", FieldRef: fieldRef("metadata.annotations['x']")},
		{Path: "cpu", ResourceFieldRef: &corev1.ResourceFieldSelector{ContainerName: "main", Resource: "limits.cpu"}},
		{Path: "memory", ResourceFieldRef: &corev1.ResourceFieldSelector{
			ContainerName: "main", Resource: "limits.memory", Divisor: resource.MustParse("1Mi"),
		}},
	}}}, corev1.VolumeMount{})))
	p.at(0)
	if got, want := p.logs("p", corev1.PodLogOptions{}), "a=\"1\"\nb=\"2\"\n1 2\n2\n64"; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestResourceFieldsInTheEnvironment(t *testing.T) {
	p := newPlane(t, Options{})
	ref := func(name, divisor string) *corev1.EnvVarSource {
		s := &corev1.ResourceFieldSelector{Resource: name}
		if divisor != "" {
			s.Divisor = resource.MustParse(divisor)
		}
		return &corev1.EnvVarSource{ResourceFieldRef: s}
	}
	p.create(podOf(`echo $CPU $MILLI $MEM $MIB $NONE $SIDE`, func(pod *corev1.Pod) {
		c := &pod.Spec.Containers[0]
		c.Resources = corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("250m")},
			Limits:   corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("100M")},
		}
		c.Env = []corev1.EnvVar{
			{Name: "CPU", ValueFrom: ref("requests.cpu", "")},
			{Name: "MILLI", ValueFrom: ref("requests.cpu", "1m")},
			{Name: "MEM", ValueFrom: ref("limits.memory", "")},
			{Name: "MIB", ValueFrom: ref("limits.memory", "1Mi")},
			{Name: "NONE", ValueFrom: ref("requests.memory", "")},
			{Name: "SIDE", ValueFrom: ref("limits.cpu", "")}, // not limited: what the node has
		}
	}))
	p.at(0)
	if got, want := p.logs("p", corev1.PodLogOptions{}), "1 250 100000000 96 0 8\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	node, err := p.client.Nodes().Get("", "node-0")
	if err != nil {
		t.Fatal(err)
	}
	if cpu := node.Status.Allocatable[corev1.ResourceCPU]; cpu.String() != "8" {
		t.Errorf("the node has %s CPUs", cpu.String())
	}
}

func TestSubPathExpr(t *testing.T) {
	p := newPlane(t, Options{})
	host := corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/data"}}
	named := func(name, expr string) func(*corev1.Pod) {
		return func(pod *corev1.Pod) {
			pod.Name = name
			pod.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "POD", ValueFrom: &corev1.EnvVarSource{FieldRef: fieldRef("metadata.name")}}}
			mounted(host, corev1.VolumeMount{SubPathExpr: expr})(pod)
		}
	}
	p.create(podOf("echo mine > /v/f", named("a", "logs/$(POD)")))
	p.at(0)
	p.create(podOf("ls /v", named("b", "logs/$(POD)")))
	p.create(podOf("cat /v/logs/a/f", named("all", "")))
	p.create(podOf("true", named("bad", "$(POD)/../x")))
	p.create(podOf("true", named("absolute", "/x")))
	p.create(podOf("true", named("undefined", "$(C)/$(POD)/$(B)$(C)")))
	p.at(time.Second)
	if got := p.logs("b", corev1.PodLogOptions{}); got != "" {
		t.Errorf("another pod's directory has %q", got)
	}
	if got := p.logs("all", corev1.PodLogOptions{}); got != "mine\n" {
		t.Errorf("the whole volume has %q", got)
	}
	for name, want := range map[string]string{
		"bad": "unable to provision SubPath `bad/../x`: must not contain '..'", "absolute": "error SubPath `/x` must not be an absolute path",
		"undefined": "missing value for B, C",
	} {
		w := p.pod(name).Status.ContainerStatuses[0].State.Waiting
		if w == nil || w.Reason != "CreateContainerConfigError" || w.Message != want {
			t.Errorf("%s waits with %+v", name, w)
		}
	}
}

func TestReadOnlyRoot(t *testing.T) {
	p := newPlane(t, Options{})
	script := "echo x > /tmp/f || echo refused; rm -r /etc 2>/dev/null || echo kept; echo ok > /v/f; cat /v/f; echo why > /dev/termination-log; exit 3"
	p.create(podOf(script, mounted(corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}, corev1.VolumeMount{}), func(pod *corev1.Pod) {
		pod.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{ReadOnlyRootFilesystem: new(true)}
	}))
	p.at(0)
	want := "sh: can't create /tmp/f: Read-only file system\nrefused\nkept\nok\n"
	if got := p.logs("p", corev1.PodLogOptions{}); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if s := p.pod("p").Status.ContainerStatuses[0].State.Terminated; s == nil || s.Message != "why\n" || s.ExitCode != 3 {
		t.Errorf("ended with %+v", s)
	}
}

func TestReadOnlyMount(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("echo x > /v/f || echo refused", mounted(corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}, corev1.VolumeMount{ReadOnly: true})))
	p.at(0)
	if got := p.logs("p", corev1.PodLogOptions{}); got != "sh: can't create /v/f: Read-only file system\nrefused\n" {
		t.Errorf("got %q", got)
	}
}

func TestSleepBeforeStop(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("trap 'echo term; exit 0' TERM; while true; do sleep 1; done", func(pod *corev1.Pod) {
		pod.Spec.TerminationGracePeriodSeconds = new(int64(30))
		pod.Spec.Containers[0].Lifecycle = &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: 7}}}
		pod.Finalizers = []string{"x/keep"}
	}))
	p.at(10 * time.Second)
	if err := p.client.Pods().Delete("ns", "p", metav1.DeleteOptions{GracePeriodSeconds: new(int64(30))}); err != nil {
		t.Fatal(err)
	}
	p.at(16 * time.Second)
	if got := p.pod("p").Status.ContainerStatuses[0].State; got.Running == nil {
		t.Errorf("before the hook is over the container is %+v", got)
	}
	p.at(20 * time.Second)
	ended := p.pod("p").Status.ContainerStatuses[0].State.Terminated
	if ended == nil || ended.ExitCode != 0 || !ended.FinishedAt.Time.Equal(start.Add(17*time.Second)) {
		t.Errorf("ended with %+v, want after 7s of the hook", ended)
	}
}

func TestFallbackToLogsOnError(t *testing.T) {
	p := newPlane(t, Options{})
	fallback := func(name string) func(*corev1.Pod) {
		return func(pod *corev1.Pod) {
			pod.Name = name
			pod.Spec.Containers[0].TerminationMessagePolicy = corev1.TerminationMessageFallbackToLogsOnError
		}
	}
	p.create(podOf("for i in $(seq 100); do echo line $i; done; exit 1", fallback("lines")))
	p.create(podOf("head -c 5000 /dev/zero | tr '\\0' x; exit 1", fallback("bytes")))
	p.create(podOf("echo log; echo file > /dev/termination-log; exit 1", fallback("file")))
	p.create(podOf("echo log", fallback("fine")))
	p.create(podOf("echo log; exit 1", func(pod *corev1.Pod) { pod.Name = "without" }))
	p.at(time.Second)
	message := func(name string) string { return p.pod(name).Status.ContainerStatuses[0].State.Terminated.Message }
	if got := message("lines"); len(got) < 10 || got[:8] != "line 21\n" || got[len(got)-9:] != "line 100\n" {
		t.Errorf("not the last 80 lines: %q", got)
	}
	if got := len(message("bytes")); got != 2048 {
		t.Errorf("%d bytes of the log, want 2048", got)
	}
	for name, want := range map[string]string{"file": "file\n", "fine": "", "without": ""} {
		if got := message(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
