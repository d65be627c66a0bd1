package kubelet

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

func TestGroups(t *testing.T) {
	empty := corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}
	const look = "id; id -G; echo x > /v/f; mkdir /v/d; echo y > /v/d/g; stat -c '%u %g %a' /v /v/f /v/d /v/d/g /tmp"
	for _, c := range []struct {
		name   string
		sc     *corev1.PodSecurityContext
		volume corev1.VolumeSource
		want   string
	}{
		{"root's", nil, empty, "uid=0(root) gid=0(root) groups=0(root)\n0\n0 0 755\n0 0 644\n0 0 755\n0 0 644\n0 0 755\n"},
		{
			"the files of a process have its group", &corev1.PodSecurityContext{RunAsUser: ptr.To(int64(1000)), RunAsGroup: ptr.To(int64(3000))}, empty,
			"uid=1000 gid=3000 groups=3000\n3000\n1000 3000 755\n1000 3000 644\n1000 3000 755\n1000 3000 644\n1000 3000 755\n",
		},
		{
			"those on a volume have fsGroup's", &corev1.PodSecurityContext{
				RunAsUser: ptr.To(int64(1000)), RunAsGroup: ptr.To(int64(3000)), FSGroup: ptr.To(int64(2000)), SupplementalGroups: []int64{4000, 2000},
			}, empty,
			"uid=1000 gid=3000 groups=2000,3000,4000\n3000 2000 4000\n1000 2000 2775\n1000 2000 644\n1000 2000 2755\n1000 2000 644\n1000 3000 755\n",
		},
		{
			"but not those of the node", &corev1.PodSecurityContext{FSGroup: ptr.To(int64(2000))},
			corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/data"}},
			"uid=0(root) gid=0(root) groups=0(root),2000\n0 2000\n0 0 755\n0 0 644\n0 0 755\n0 0 644\n0 0 755\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			p.create(podOf(look, mounted(c.volume, corev1.VolumeMount{}), func(pod *corev1.Pod) { pod.Spec.SecurityContext = c.sc }))
			p.at(time.Second)
			if got := p.logs("p", corev1.PodLogOptions{}); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestFSGroupMayReadWhatItCannotWrite(t *testing.T) {
	p := newPlane(t, Options{})
	s := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "s"}, Data: map[string][]byte{"k": []byte("v")}}
	if _, err := p.client.Secrets().Create(s); err != nil {
		t.Fatal(err)
	}
	p.create(podOf("ls -ln /v; ls -ld /v", mounted(corev1.VolumeSource{
		Secret: &corev1.SecretVolumeSource{SecretName: "s", DefaultMode: ptr.To(int32(0o400))},
	}, corev1.VolumeMount{}), func(pod *corev1.Pod) {
		pod.Spec.SecurityContext = &corev1.PodSecurityContext{FSGroup: ptr.To(int64(2000))}
	}))
	p.at(time.Second)
	got := p.logs("p", corev1.PodLogOptions{})
	for _, want := range []string{"-r--r-----    1 0        2000 ", "drwxr-sr-x    1 root     2000 "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestRunAsNonRoot(t *testing.T) {
	for _, c := range []struct {
		name, image   string
		pod           *corev1.PodSecurityContext
		own           *corev1.SecurityContext
		fault, output string
	}{
		{
			name: "an image that runs as root is refused", image: "busybox:1.36", pod: &corev1.PodSecurityContext{RunAsNonRoot: ptr.To(true)},
			fault: `container has runAsNonRoot and image will run as root (pod: "p_ns(`,
		},
		{
			name: "so is root by its number", image: "my-image", pod: &corev1.PodSecurityContext{RunAsNonRoot: ptr.To(true), RunAsUser: ptr.To(int64(0))},
			fault: `container's runAsUser breaks non-root policy (pod: "p_ns(`,
		},
		{
			name: "the container's own word counts", image: "busybox", pod: &corev1.PodSecurityContext{RunAsUser: ptr.To(int64(1000))},
			own: &corev1.SecurityContext{RunAsNonRoot: ptr.To(true), RunAsUser: ptr.To(int64(0))}, fault: `container's runAsUser breaks non-root policy`,
		},
		{
			name: "also where it allows what the pod refuses", image: "busybox", pod: &corev1.PodSecurityContext{RunAsNonRoot: ptr.To(true)},
			own: &corev1.SecurityContext{RunAsNonRoot: ptr.To(false)}, output: "0\n",
		},
		{name: "another user is fine", image: "busybox", pod: &corev1.PodSecurityContext{RunAsNonRoot: ptr.To(true), RunAsUser: ptr.To(int64(1000))}, output: "1000\n"},
		{name: "an unknown image is taken to have another user", image: "registry/app:v2", pod: &corev1.PodSecurityContext{RunAsNonRoot: ptr.To(true)}, output: "65532\n"},
		{name: "nobody asks", image: "busybox", output: "0\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			p.create(podOf("id -u", func(pod *corev1.Pod) {
				pod.Spec.SecurityContext = c.pod
				pod.Spec.Containers[0].Image, pod.Spec.Containers[0].SecurityContext = c.image, c.own
			}))
			p.at(time.Second)
			pod := p.pod("p")
			s := pod.Status.ContainerStatuses[0].State
			if c.fault == "" {
				if got := p.logs("p", corev1.PodLogOptions{}); got != c.output {
					t.Errorf("it is %q, want %q: %+v", got, c.output, s)
				}
				return
			}
			if w := s.Waiting; pod.Status.Phase != corev1.PodPending || w == nil || w.Reason != "CreateContainerConfigError" ||
				!strings.HasPrefix(w.Message, c.fault) || !strings.HasSuffix(w.Message, `)", container: main)`) {
				t.Errorf("%s, %+v, want %s", pod.Status.Phase, s.Waiting, c.fault)
			}
			p.hasEvent("p", "Failed: Error: "+c.fault)
		})
	}
}
