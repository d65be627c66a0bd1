package scheduler

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

func TestPodOfANonIndexedJob(t *testing.T) {
	s := newSim(t, func(job *batchv1.Job) {
		job.Spec.Template.Finalizers = []string{"acme.io/own"}
		job.Spec.Template.Annotations = map[string]string{"a": "b"}
	})
	got := s.plan().Create[0]
	want := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "ns", GenerateName: "j-",
			Labels:      map[string]string{"controller-uid": "job-uid"},
			Annotations: map[string]string{"a": "b"},
			Finalizers:  []string{"acme.io/own", "batch.kubernetes.io/job-tracking"},
			OwnerReferences: []metav1.OwnerReference{{
				APIVersion: "batch/v1", Kind: "Job", Name: "j", UID: "job-uid",
				Controller: ptr.To(true), BlockOwnerDeletion: ptr.To(true),
			}},
		},
		Spec: s.job.Spec.Template.Spec,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pod (-want +got):\n%s", diff)
	}
}

func TestPodOfAnIndexedJob(t *testing.T) {
	s := newSim(t, func(job *batchv1.Job) {
		indexed(3, 2)(job)
		job.Spec.BackoffLimitPerIndex = ptr.To[int32](1)
		job.Spec.Template.Spec.Hostname = "overwritten"
		job.Spec.Template.Spec.InitContainers = []corev1.Container{{Name: "init"}}
		job.Spec.Template.Spec.Containers = append(job.Spec.Template.Spec.Containers, corev1.Container{
			Name: "has", Env: []corev1.EnvVar{{Name: "JOB_COMPLETION_INDEX", Value: "own"}},
		})
	})
	plan := s.plan()
	if len(plan.Create) != 2 {
		t.Fatalf("creates %d pods, want 2", len(plan.Create))
	}
	pod := plan.Create[1]
	index := corev1.EnvVar{Name: "JOB_COMPLETION_INDEX", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{
		FieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']",
	}}}
	for _, check := range []struct{ what, want, got any }{
		{"generateName", "j-1-", pod.GenerateName},
		{"hostname", "j-1", pod.Spec.Hostname},
		{"label", "1", pod.Labels["batch.kubernetes.io/job-completion-index"]},
		{"annotation", "1", pod.Annotations["batch.kubernetes.io/job-completion-index"]},
		{"failure count", "0", pod.Annotations["batch.kubernetes.io/job-index-failure-count"]},
		{"ignored failure count", "", pod.Annotations["batch.kubernetes.io/job-index-ignored-failure-count"]},
		{"env of the init container", []corev1.EnvVar{index}, pod.Spec.InitContainers[0].Env},
		{"env of the container", []corev1.EnvVar{index}, pod.Spec.Containers[0].Env},
		{"env of one that has its own", []corev1.EnvVar{{Name: "JOB_COMPLETION_INDEX", Value: "own"}}, pod.Spec.Containers[1].Env},
	} {
		if diff := cmp.Diff(check.want, check.got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", check.what, diff)
		}
	}
}

func TestPodNamePrefixes(t *testing.T) {
	long := strings.Repeat("x", 63)
	for _, test := range []struct{ name, got, want string }{
		{"an ordinary name", podPrefix("j"), "j-"},
		{"one too long for a dash", podPrefix(strings.Repeat("x", 254)), strings.Repeat("x", 254)},
		{"an index", indexedPodPrefix("j", 12), "j-12-"},
		{"an index after a long name", indexedPodPrefix(long, 12), long[:54] + "-12-"},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestReplacementHandsOnTheFailuresOfItsIndex(t *testing.T) {
	ignore := &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
		Action:      batchv1.PodFailurePolicyActionIgnore,
		OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{Operator: batchv1.PodFailurePolicyOnExitCodesOpIn, Values: []int32{9}},
	}}}
	s := newSim(t, func(job *batchv1.Job) {
		indexed(1, 1)(job)
		job.Spec.BackoffLimitPerIndex, job.Spec.BackoffLimit = ptr.To[int32](10), ptr.To[int32](100)
		job.Spec.PodFailurePolicy, job.Spec.PodReplacementPolicy = ignore, ptr.To(batchv1.Failed)
	})
	var counts []string
	s.sync()
	for _, exit := range []int32{1, 9, 9, 1} {
		s.ends(exit)
		s.now = s.now.Add(s.plan().SyncAfter)
		s.sync()
		pod := s.active()[0]
		counts = append(counts, pod.Annotations[batchv1.JobIndexFailureCountAnnotation]+"/"+pod.Annotations[batchv1.JobIndexIgnoredFailureCountAnnotation])
	}
	if diff := cmp.Diff([]string{"1/", "1/1", "1/2", "2/2"}, counts); diff != "" {
		t.Errorf("counted/ignored failures (-want +got):\n%s", diff)
	}
	// 10, 20, 40 and 80 s: ignored failures delay as well.
	if got := s.now.Sub(jobStart).Seconds(); got < 150 || got > 156 {
		t.Errorf("four failures delayed by %v s", got)
	}
}
