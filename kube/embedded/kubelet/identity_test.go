package kubelet

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

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
