package admission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/admission"
)

func cpu(s string) corev1.ResourceList {
	if s == "" {
		return nil
	}
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(s)}
}

func pod(request, limit string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "p-"},
		Spec: corev1.PodSpec{Containers: []corev1.Container{
			{Name: "c", Resources: corev1.ResourceRequirements{Requests: cpu(request), Limits: cpu(limit)}},
		}},
	}
}

func limits(item corev1.LimitRangeItem) []*corev1.LimitRange {
	return []*corev1.LimitRange{{Spec: corev1.LimitRangeSpec{Limits: []corev1.LimitRangeItem{item}}}}
}

func TestLimitRangesRefuse(t *testing.T) {
	for _, c := range []struct {
		name string
		pod  *corev1.Pod
		item corev1.LimitRangeItem
		want string
	}{
		{"enough", pod("200m", "1"), corev1.LimitRangeItem{Type: "Container", Min: cpu("100m"), Max: cpu("1")}, ""},
		{"too little", pod("50m", "1"), corev1.LimitRangeItem{Type: "Container", Min: cpu("100m")}, "minimum cpu usage per Container is 100m, but request is 50m"},
		{"nothing said", pod("", ""), corev1.LimitRangeItem{Type: "Container", Min: cpu("100m")}, "minimum cpu usage per Container is 100m.  No request is specified"},
		{"too much", pod("1", "3"), corev1.LimitRangeItem{Type: "Pod", Max: cpu("2")}, "maximum cpu usage per Pod is 2, but limit is 3"},
		{"no limit", pod("1", ""), corev1.LimitRangeItem{Type: "Container", Max: cpu("2")}, "maximum cpu usage per Container is 2.  No limit is specified"},
		{"too far apart", pod("1", "3"), corev1.LimitRangeItem{Type: "Container", MaxLimitRequestRatio: cpu("2")}, "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := admission.CheckLimitRanges(c.pod, limits(c.item)); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestLimitRangesFillIn(t *testing.T) {
	p := pod("", "")
	ranges := limits(corev1.LimitRangeItem{Type: "Container", Default: cpu("2"), DefaultRequest: cpu("1"), Max: cpu("2")})
	admission.ApplyLimitRanges(p, ranges)
	if err := admission.CheckLimitRanges(p, ranges); err != nil {
		t.Fatal(err)
	}
	r := p.Spec.Containers[0].Resources
	if r.Requests.Cpu().String() != "1" || r.Limits.Cpu().String() != "2" {
		t.Errorf("resources %+v, want 1 and 2", r)
	}
	want := map[string]string{"kubernetes.io/limit-ranger": "LimitRanger plugin set: cpu request for container c; cpu limit for container c"}
	if diff := cmp.Diff(want, p.Annotations); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
	err := admission.Forbidden(corev1.Resource("pods"), p, admission.CheckLimitRanges(p, limits(corev1.LimitRangeItem{Type: "Pod", Max: cpu("1")})))
	if got, want := err.Error(), `pods "p-" is forbidden: maximum cpu usage per Pod is 1, but limit is 2`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhatAdmissionGivesAPod(t *testing.T) {
	p := pod("", "")
	admission.DefaultServiceAccount(p)
	account := &corev1.ServiceAccount{ImagePullSecrets: []corev1.LocalObjectReference{{Name: "r"}}}
	admission.MountServiceAccount(p, account, func() string { return "abcde" })
	admission.DefaultTolerations(p)
	if err := admission.DefaultPriority(p); err != nil {
		t.Fatal(err)
	}
	switch s := p.Spec; {
	case s.ServiceAccountName != "default" || s.DeprecatedServiceAccount != "default":
		t.Errorf("service account %q", s.ServiceAccountName)
	case len(s.Volumes) != 1 || s.Volumes[0].Name != "kube-api-access-abcde":
		t.Errorf("volumes %+v", s.Volumes)
	case s.Containers[0].VolumeMounts[0].MountPath != "/var/run/secrets/kubernetes.io/serviceaccount":
		t.Errorf("mounts %+v", s.Containers[0].VolumeMounts)
	case len(s.ImagePullSecrets) != 1 || len(s.Tolerations) != 2 || *s.Priority != 0 || *s.PreemptionPolicy != corev1.PreemptLowerPriority:
		t.Errorf("spec %+v", s)
	}
	again := p.DeepCopy()
	admission.MountServiceAccount(again, account, func() string { return "other" })
	admission.DefaultTolerations(again)
	if diff := cmp.Diff(p, again); diff != "" {
		t.Errorf("the second time changes the pod:\n%s", diff)
	}
	off := pod("", "")
	off.Spec.AutomountServiceAccountToken = new(false)
	admission.MountServiceAccount(off, &corev1.ServiceAccount{}, func() string { return "abcde" })
	if len(off.Spec.Volumes) != 0 {
		t.Errorf("a pod that wants no token got %+v", off.Spec.Volumes)
	}
	off.Spec.PriorityClassName = "high"
	if err := admission.DefaultPriority(off); err == nil || err.Error() != "no PriorityClass with name high was found" {
		t.Errorf("unknown class: %v", err)
	}
}

func TestWhatAdmissionGivesBackToAnUpdatedPod(t *testing.T) {
	old, updated := pod("", ""), pod("", "")
	old.Spec.Priority, old.Spec.PreemptionPolicy = new(int32(7)), new(corev1.PreemptNever)
	admission.KeepPriority(updated, old)
	if *updated.Spec.Priority != 7 || *updated.Spec.PreemptionPolicy != corev1.PreemptNever {
		t.Errorf("priority %v, policy %v: want the old ones", updated.Spec.Priority, updated.Spec.PreemptionPolicy)
	}
}

func TestPodsThatAdmissionRefuses(t *testing.T) {
	mirror := func(p *corev1.Pod) { p.Annotations = map[string]string{corev1.MirrorPodAnnotationKey: "x"} }
	for _, c := range []struct {
		name  string
		edit  func(p *corev1.Pod)
		check func(p *corev1.Pod) error
		want  string
	}{
		{"a mirror pod", mirror, admission.CheckMirror, ""},
		{"with an account", func(p *corev1.Pod) { mirror(p); p.Spec.ServiceAccountName = "a" }, admission.CheckMirror, "a mirror pod may not reference service accounts"},
		{"with a secret", func(p *corev1.Pod) {
			mirror(p)
			p.Spec.ImagePullSecrets = []corev1.LocalObjectReference{{Name: "s"}}
		}, admission.CheckMirror, "a mirror pod may not reference secrets"},
		{"another policy than the class has", func(p *corev1.Pod) { p.Spec.PreemptionPolicy = new(corev1.PreemptNever) }, admission.DefaultPriority, "the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name"},
		{"overhead", func(p *corev1.Pod) { p.Spec.Overhead = cpu("1") }, admission.CheckOverhead, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"},
		{"a class that cannot be looked up", func(*corev1.Pod) {}, func(*corev1.Pod) error { return admission.CheckName("a/b") }, `invalid resource name "a/b": [may not contain '/']`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, got := pod("", ""), ""
			c.edit(p)
			if err := c.check(p); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
