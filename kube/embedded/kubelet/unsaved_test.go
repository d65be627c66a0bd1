package kubelet

import (
	"errors"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// TestTheEndOfAPodIsReportedOnceWritesAreAcceptedAgain, whatever was refused meanwhile, as while a disk is full.
func TestTheEndOfAPodIsReportedOnceWritesAreAcceptedAgain(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("sleep 10; echo done"))
	p.at(5 * time.Second)
	full := true
	p.client.Before(func(string, string, resource.Object) error {
		if full {
			return errors.New("the change cannot be saved")
		}
		return nil
	})
	p.at(20 * time.Second)
	if phase := p.pod("p").Status.Phase; phase != corev1.PodRunning {
		t.Fatalf("while no write is taken, the pod is %s", phase)
	}
	full = false
	p.at(30 * time.Second)
	pod := p.pod("p")
	if got := summary(pod.Status.ContainerStatuses[0].State); pod.Status.Phase != corev1.PodSucceeded || got != "0 Completed " {
		t.Errorf("then it is %s, its container %s", pod.Status.Phase, got)
	}
}

// fullShelf is an archive that keeps nothing while it is full.
type fullShelf struct {
	shelf
	full bool
}

func (f *fullShelf) Keep(name string, data []byte) bool {
	if f.full && data != nil {
		return false
	}
	return f.shelf.Keep(name, data)
}

// TestWhatAPodLeavesIsKeptOnceThereIsRoom: the log before the pod's end is reported, the files even when no pod has them any more.
func TestWhatAPodLeavesIsKeptOnceThereIsRoom(t *testing.T) {
	archive, wall := &fullShelf{shelf{}, true}, &hourglass{}
	p := newPlane(t, Options{Archive: archive, Wall: wall})
	p.claim("data")
	host := corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/srv/x"}}
	p.create(podOf("echo text > /v/f; echo done", withClaim("claim", "data")))
	p.create(podOf("echo text > /v/f; sleep 10", mounted(host, corev1.VolumeMount{}), func(pod *corev1.Pod) { pod.Name = "host" }))
	p.at(20 * time.Second)
	for _, name := range []string{"claim", "host"} {
		if phase := p.pod(name).Status.Phase; phase == corev1.PodSucceeded {
			t.Errorf("the end of pod %s is reported before its log is kept", name)
		}
	}
	wall.turn()
	p.at(21 * time.Second)
	archive.full = false
	p.at(30 * time.Second)
	for _, name := range []string{"claim", "host"} {
		pod := p.pod(name)
		if log := archive.shelf[logName(pod.UID, "main", 0)]; pod.Status.Phase != corev1.PodSucceeded || log == nil {
			t.Errorf("once there is room, pod %s is %s, with %d bytes of its log kept", name, pod.Status.Phase, len(log))
		}
	}
	wall.turn()
	p.at(31 * time.Second)
	uid := p.client.PersistentVolumeClaims().List("ns")[0].UID
	for _, name := range []string{volume.ClaimName(uid), volume.HostPathName("/srv/x")} {
		if archive.shelf[name] == nil {
			t.Errorf("%s is not kept", name)
		}
	}
}
