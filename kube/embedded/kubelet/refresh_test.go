package kubelet

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// volumeAt gives main one more volume, mounted at /NAME.
func volumeAt(name, subPath string, source corev1.VolumeSource) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Volumes = append(pod.Spec.Volumes, corev1.Volume{Name: name, VolumeSource: source})
		main := &pod.Spec.Containers[0]
		main.VolumeMounts = append(main.VolumeMounts, corev1.VolumeMount{Name: name, MountPath: "/" + name, SubPath: subPath})
	}
}

func TestVolumesFollowTheObjectsTheyShow(t *testing.T) {
	p := newPlane(t, Options{})
	ref := corev1.LocalObjectReference{Name: "x"}
	meta := metav1.ObjectMeta{Namespace: "ns", Name: "x"}
	cm, err := p.client.ConfigMaps().Create(&corev1.ConfigMap{ObjectMeta: meta, Data: map[string]string{"k": "old", "gone": "g"}})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := p.client.Secrets().Create(&corev1.Secret{ObjectMeta: meta, Data: map[string][]byte{"k": []byte("old")}})
	if err != nil {
		t.Fatal(err)
	}
	config := corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: ref}}
	p.create(podOf("while :; do cat /conf/k /secret/k /all/k /one /all/l; echo \" $E\" $(ls /conf); sleep 10; done",
		volumeAt("conf", "", config), volumeAt("one", "k", config),
		volumeAt("secret", "", corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: "x"}}),
		volumeAt("all", "", corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{
			{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: ref}},
			{DownwardAPI: &corev1.DownwardAPIProjection{Items: []corev1.DownwardAPIVolumeFile{{Path: "l", FieldRef: fieldRef("metadata.labels")}}}},
		}}}), func(pod *corev1.Pod) {
			pod.Labels = map[string]string{"a": "1"}
			pod.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "E", ValueFrom: &corev1.EnvVarSource{
				ConfigMapKeyRef: &corev1.ConfigMapKeySelector{LocalObjectReference: ref, Key: "k"},
			}}}
		}))
	last := func() string {
		all := strings.Split(strings.TrimSpace(p.logs("p", corev1.PodLogOptions{})), "\n")
		return all[len(all)-1]
	}
	shows := func(at time.Duration, want string) {
		t.Helper()
		p.at(at)
		if got := last(); got != want {
			t.Errorf("after %v it reads %q, want %q", at, got, want)
		}
	}
	shows(65*time.Second, "oldoldoldolda=\"1\" old gone k")
	used := p.kubelet.volumes.Used()
	newer := cm.DeepCopy()
	newer.Data = map[string]string{"k": "new"}
	if _, err := p.client.ConfigMaps().Update(newer); err != nil {
		t.Fatal(err)
	}
	shows(115*time.Second, "oldoldoldolda=\"1\" old gone k")
	shows(135*time.Second, "newoldnewolda=\"1\" old k")
	if now := p.kubelet.volumes.Used(); now >= used {
		t.Errorf("with fewer files %d bytes are used, before %d", now, used)
	}
	newSecret := secret.DeepCopy()
	newSecret.Data = map[string][]byte{"k": []byte("NEW")}
	if _, err := p.client.Secrets().Update(newSecret); err != nil {
		t.Fatal(err)
	}
	shows(195*time.Second, "newNEWnewolda=\"1\" old k")
	labelled := p.pod("p").DeepCopy()
	labelled.Labels = map[string]string{"a": "2"}
	if _, err := p.client.Pods().Update(labelled); err != nil {
		t.Fatal(err)
	}
	shows(205*time.Second, "newNEWnewolda=\"2\" old k")
	if err := p.client.ConfigMaps().Delete("ns", "x", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	shows(10*time.Minute, "newNEWnewolda=\"2\" old k")
}
