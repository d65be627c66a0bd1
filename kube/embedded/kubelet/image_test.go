package kubelet

import (
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

func TestAnImageWithoutAValidNameIsWaitedForInVain(t *testing.T) {
	const digest = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for _, c := range []struct{ name, image, fault string }{
		{"spaces and capitals", "Busy Box:::", "invalid reference format: repository name (library/Busy Box) must be lowercase"},
		{"capitals", "Busybox", "invalid reference format: repository name (library/Busybox) must be lowercase"},
		{"no tag after the colon", "busybox:", "invalid reference format"},
		{"a digest that is too short", "busybox@sha256:abc", "invalid reference format"},
		{"a digest of nothing", "busybox@sha256:" + strings.Repeat("z", 64), "invalid reference format"},
		{"a port, a tag and a digest", "registry.example:5000/a/busybox:1.36" + digest, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			p.create(podOf("true", func(pod *corev1.Pod) { pod.Spec.Containers[0].Image = c.image }))
			p.at(time.Hour)
			pod := p.pod("p")
			if c.fault == "" {
				if pod.Status.Phase != corev1.PodSucceeded {
					t.Errorf("it is %s", pod.Status.Phase)
				}
				return
			}
			message := "Failed to apply default image tag \"" + c.image + "\": couldn't parse image name \"" + c.image + "\": " + c.fault
			w := pod.Status.ContainerStatuses[0].State.Waiting
			if pod.Status.Phase != corev1.PodPending || w == nil || w.Reason != "InvalidImageName" || w.Message != message {
				t.Errorf("%s, %+v, want %s", pod.Status.Phase, w, message)
			}
			if got, want := p.events("p")[1:], []string{"InspectFailed: " + message, "Failed: Error: InvalidImageName"}; !slices.Equal(got, want) {
				t.Errorf("events %q, want %q", got, want)
			}
		})
	}
}
