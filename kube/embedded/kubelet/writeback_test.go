package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
)

// hourglass is a wall clock whose timers end when the test says so.
type hourglass struct {
	after []time.Duration
	run   []func()
}

func (*hourglass) Now() time.Time { return start }

func (h *hourglass) AfterFunc(d time.Duration, f func()) func() bool {
	h.after, h.run = append(h.after, d), append(h.run, f)
	return func() bool { return true }
}

// turn ends the timers that run.
func (h *hourglass) turn() {
	run := h.run
	h.run = nil
	for _, f := range run {
		f()
	}
}

func TestWhatARunningContainerWritesIsKeptWithinSeconds(t *testing.T) {
	archive, wall := shelf{}, &hourglass{}
	p := newPlane(t, Options{Archive: archive, Wall: wall})
	p.claim("data")
	p.create(podOf("echo start >> /v/log; sleep 600; echo more >> /v/log; sleep 600", withClaim("writer", "data")))
	p.at(time.Second)
	name := volume.ClaimName(p.client.PersistentVolumeClaims().List("ns")[0].UID)
	if archive[name] != nil || len(wall.after) != 1 || wall.after[0] > 5*time.Second {
		t.Fatalf("%d bytes are kept at once, and the rest after %v", len(archive[name]), wall.after)
	}
	if next, _ := p.clock.Next(); next.Before(start.Add(600 * time.Second)) {
		t.Errorf("the plane's clock would stop for it at %v", next)
	}
	wall.turn()
	p.at(2 * time.Second)
	first := archive[name]
	if first == nil {
		t.Fatal("nothing is kept")
	}
	if len(wall.run) != 0 {
		t.Error("it goes on though nothing was written since")
	}
	p.at(700 * time.Second)
	wall.turn()
	p.at(701 * time.Second)

	// The process is killed: a new kubelet has no more than what was kept.
	files := files.NewFS(newPlane(t, Options{Archive: archive}).kubelet.volumes.Restored(name), true)
	if data, err := files.ReadFile("/log"); err != nil || string(data) != "start\nmore\n" {
		t.Errorf("it finds %q, %v", data, err)
	}
}

// TestATouchedFileIsKeptToo, and what is written after it.
func TestATouchedFileIsKeptToo(t *testing.T) {
	archive, wall := shelf{}, &hourglass{}
	p := newPlane(t, Options{Archive: archive, Wall: wall})
	p.claim("data")
	p.create(podOf("echo one > /v/f; sleep 10; touch /v/f; echo two >> /v/f; sleep 600", withClaim("writer", "data")))
	p.at(time.Second)
	wall.turn()
	p.at(11 * time.Second)
	wall.turn()
	p.at(12 * time.Second)
	name := volume.ClaimName(p.client.PersistentVolumeClaims().List("ns")[0].UID)
	files := files.NewFS(newPlane(t, Options{Archive: archive}).kubelet.volumes.Restored(name), true)
	if data, err := files.ReadFile("/f"); err != nil || string(data) != "one\ntwo\n" {
		t.Errorf("a new kubelet finds %q, %v", data, err)
	}
}

func TestSyncKeepsFilesAtOnce(t *testing.T) {
	archive := shelf{}
	p := newPlane(t, Options{Archive: archive, Wall: &hourglass{}})
	host := mounted(corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/srv/x"}}, corev1.VolumeMount{})
	p.create(podOf("echo safe > /v/f; sync; sleep 600", host))
	p.at(time.Second)
	if archive[volume.HostPathName("/srv/x")] == nil {
		t.Error("nothing is kept")
	}
}

func TestNothingIsTimedWithoutAnArchive(t *testing.T) {
	wall := &hourglass{}
	p := newPlane(t, Options{Wall: wall})
	p.claim("data")
	p.create(podOf("echo start > /v/log; sync; sleep 600", withClaim("writer", "data")))
	p.at(time.Second)
	if len(wall.after) != 0 {
		t.Errorf("timers of %v run", wall.after)
	}
}
