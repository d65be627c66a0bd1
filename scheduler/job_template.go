package scheduler

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	completionIndexEnv = "JOB_COMPLETION_INDEX"
	// maxGeneratedPrefix is how long the prefix of a generated name can be; the API server adds five letters.
	maxGeneratedPrefix = 58
)

// podTemplate makes the pods of a Job.
type podTemplate struct {
	job      *batchv1.Job
	template *corev1.PodTemplateSpec
}

func newPodTemplate(job *batchv1.Job) podTemplate {
	template := job.Spec.Template.DeepCopy()
	if isIndexed(job) {
		addIndexEnv(template.Spec.InitContainers)
		addIndexEnv(template.Spec.Containers)
	}
	if !slices.Contains(template.Finalizers, batchv1.JobTrackingFinalizer) {
		template.Finalizers = append(template.Finalizers, batchv1.JobTrackingFinalizer)
	}
	return podTemplate{job, template}
}

// pod is a pod of a NonIndexed Job.
func (t podTemplate) pod() *corev1.Pod {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace:       t.job.Namespace,
			GenerateName:    podPrefix(t.job.Name),
			Labels:          map[string]string{},
			Annotations:     map[string]string{},
			Finalizers:      slices.Clone(t.template.Finalizers),
			OwnerReferences: []metav1.OwnerReference{JobReference(t.job)},
		},
		Spec: *t.template.Spec.DeepCopy(),
	}
	maps.Copy(pod.Labels, t.template.Labels)
	maps.Copy(pod.Annotations, t.template.Annotations)
	return pod
}

// indexedPod is a pod for an index; it replaces a failed one unless that is nil.
func (t podTemplate) indexedPod(index int, replaced *corev1.Pod) *corev1.Pod {
	pod := t.pod()
	pod.GenerateName = indexedPodPrefix(t.job.Name, index)
	pod.Labels[batchv1.JobCompletionIndexAnnotation] = strconv.Itoa(index)
	pod.Annotations[batchv1.JobCompletionIndexAnnotation] = strconv.Itoa(index)
	pod.Spec.Hostname = fmt.Sprintf("%s-%d", t.job.Name, index)
	if hasLimitPerIndex(t.job) {
		t.addFailureCounts(pod, replaced)
	}
	return pod
}

// addFailureCounts passes the failures of an index on to its next pod: the annotations are the only record of them.
func (t podTemplate) addFailureCounts(pod, replaced *corev1.Pod) {
	var failures, ignored int32
	if replaced != nil {
		failures = FailureCount(replaced, batchv1.JobIndexFailureCountAnnotation)
		ignored = FailureCount(replaced, batchv1.JobIndexIgnoredFailureCountAnnotation)
		if MatchPodFailure(t.job.Spec.PodFailurePolicy, replaced).Counted() {
			failures++
		} else {
			ignored++
		}
	}
	pod.Annotations[batchv1.JobIndexFailureCountAnnotation] = strconv.Itoa(int(failures))
	if ignored > 0 {
		pod.Annotations[batchv1.JobIndexIgnoredFailureCountAnnotation] = strconv.Itoa(int(ignored))
	}
}

// JobReference is the owner reference by which a Job controls its pods.
func JobReference(job *batchv1.Job) metav1.OwnerReference {
	return *metav1.NewControllerRef(job, batchv1.SchemeGroupVersion.WithKind("Job"))
}

func podPrefix(job string) string {
	if prefix := job + "-"; len(validation.NameIsDNSSubdomain(prefix, true)) == 0 {
		return prefix
	}
	return job
}

func indexedPodPrefix(job string, index int) string {
	suffix := fmt.Sprintf("-%d-", index)
	return job[:min(len(job), maxGeneratedPrefix-len(suffix))] + suffix
}

func addIndexEnv(containers []corev1.Container) {
	for i := range containers {
		c := &containers[i]
		if slices.ContainsFunc(c.Env, func(e corev1.EnvVar) bool { return e.Name == completionIndexEnv }) {
			continue
		}
		c.Env = append(c.Env, corev1.EnvVar{
			Name: completionIndexEnv,
			ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{
				FieldPath: fmt.Sprintf("metadata.labels['%s']", batchv1.JobCompletionIndexAnnotation),
			}},
		})
	}
}
