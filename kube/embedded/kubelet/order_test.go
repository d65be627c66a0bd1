package kubelet

import (
	"fmt"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
)

// notebook is an archive that records the order in which it is given data.
type notebook struct {
	shelf
	names []string
}

func (n *notebook) Keep(name string, data []byte) bool {
	n.names = append(n.names, name)
	return n.shelf.Keep(name, data)
}

// TestFilesAreKeptInTheSameOrderEachTime: first by pod, then by volume.
func TestFilesAreKeptInTheSameOrderEachTime(t *testing.T) {
	archive := &notebook{shelf: shelf{}}
	p := newPlane(t, Options{Archive: archive, Wall: &hourglass{}})
	var want []string
	for pod := range 4 {
		p.create(podOf("for d in /v*; do echo x > $d/f; done; sleep 60", func(obj *corev1.Pod) {
			obj.Name = fmt.Sprint("p", pod)
			for v := range 4 {
				name := fmt.Sprint("v", v)
				path := "/" + obj.Name + name
				want = append(want, volume.HostPathName(path))
				obj.Spec.Volumes = append(obj.Spec.Volumes, corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{
					HostPath: &corev1.HostPathVolumeSource{Path: path},
				}})
				main := &obj.Spec.Containers[0]
				main.VolumeMounts = append(main.VolumeMounts, corev1.VolumeMount{Name: name, MountPath: "/" + name})
			}
		}))
	}
	p.at(time.Second)
	p.kubelet.writeBackNow()
	p.at(2 * time.Second)
	if !slices.Equal(archive.names, want) {
		t.Errorf("they are kept as %q", archive.names)
	}
}

func TestWhichKeyHasNoRoomIsTheSameEachTime(t *testing.T) {
	p := newPlane(t, Options{StorageBytes: 1000}) // three files
	cm := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "c"}, Data: map[string]string{}}
	for _, key := range []string{"h", "g", "f", "e", "d", "c", "b", "a"} {
		cm.Data[key] = "text"
	}
	if _, err := p.client.ConfigMaps().Create(cm); err != nil {
		t.Fatal(err)
	}
	p.create(podOf("true", mounted(corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "c"}},
	}, corev1.VolumeMount{})))
	p.at(time.Second)
	p.hasEvent("p", `FailedMount: MountVolume.SetUp failed for volume "v" : write d: no space left on device`)
}
