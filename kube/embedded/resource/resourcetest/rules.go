package resourcetest

import (
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// rules are the differences between kinds.
type rules[T resource.Object] struct {
	create     func(obj T)      // sets defaults and generated fields; the UID is set already
	copyStatus func(to, from T) // nil: the kind has no status
	grace      func(obj T, opts metav1.DeleteOptions) int64
	pending    func(obj T) bool // reports whether deletion waits for more than metadata.finalizers
	orphan     bool             // deletion orphans dependents by default
}

var cronJobRules = rules[*batchv1.CronJob]{
	create: func(cj *batchv1.CronJob) {
		cj.Generation = 1
		cj.Status = batchv1.CronJobStatus{}
		if cj.Spec.ConcurrencyPolicy == "" {
			cj.Spec.ConcurrencyPolicy = batchv1.AllowConcurrent
		}
		setDefault(&cj.Spec.Suspend, false)
		setDefault(&cj.Spec.SuccessfulJobsHistoryLimit, 3)
		setDefault(&cj.Spec.FailedJobsHistoryLimit, 1)
	},
	copyStatus: func(to, from *batchv1.CronJob) { from.Status.DeepCopyInto(&to.Status) },
}

var jobRules = rules[*batchv1.Job]{
	create:     createJob,
	copyStatus: func(to, from *batchv1.Job) { from.Status.DeepCopyInto(&to.Status) },
	orphan:     true,
}

func createJob(job *batchv1.Job) {
	job.Generation = 1
	job.Status = batchv1.JobStatus{}
	spec := &job.Spec
	if spec.Completions == nil && spec.Parallelism == nil {
		spec.Completions = ptr.To[int32](1)
	}
	setDefault(&spec.Parallelism, 1)
	if spec.BackoffLimit == nil && spec.BackoffLimitPerIndex != nil {
		spec.BackoffLimit = ptr.To[int32](1<<31 - 1)
	}
	setDefault(&spec.BackoffLimit, 6)
	setDefault(&spec.CompletionMode, batchv1.NonIndexedCompletion)
	setDefault(&spec.Suspend, false)
	setDefault(&spec.ManualSelector, false)
	replace := batchv1.TerminatingOrFailed
	if spec.PodFailurePolicy != nil {
		replace = batchv1.Failed
	}
	setDefault(&spec.PodReplacementPolicy, replace)
	if *spec.ManualSelector {
		return
	}
	if spec.Template.Labels == nil {
		spec.Template.Labels = map[string]string{}
	}
	for key, value := range map[string]string{
		batchv1.JobNameLabel: job.Name, "job-name": job.Name,
		batchv1.ControllerUidLabel: string(job.UID), "controller-uid": string(job.UID),
	} {
		if _, set := spec.Template.Labels[key]; !set {
			spec.Template.Labels[key] = value
		}
	}
	if len(job.Labels) == 0 {
		job.Labels = spec.Template.Labels
	}
	spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{batchv1.ControllerUidLabel: string(job.UID)}}
}

var podRules = rules[*corev1.Pod]{
	create: func(pod *corev1.Pod) {
		pod.Generation = 1
		pod.Status = corev1.PodStatus{Phase: corev1.PodPending}
		setDefault(&pod.Spec.TerminationGracePeriodSeconds, 30)
	},
	copyStatus: func(to, from *corev1.Pod) { from.Status.DeepCopyInto(&to.Status) },
	grace: func(pod *corev1.Pod, opts metav1.DeleteOptions) int64 {
		ended := pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
		if ended || pod.Spec.NodeName == "" {
			return 0
		}
		if opts.GracePeriodSeconds != nil {
			return *opts.GracePeriodSeconds
		}
		return ptr.Deref(pod.Spec.TerminationGracePeriodSeconds, 0)
	},
}

var namespaceRules = rules[*corev1.Namespace]{
	create: func(ns *corev1.Namespace) {
		ns.Status = corev1.NamespaceStatus{Phase: corev1.NamespaceActive}
		if !slices.Contains(ns.Spec.Finalizers, corev1.FinalizerKubernetes) {
			ns.Spec.Finalizers = append(ns.Spec.Finalizers, corev1.FinalizerKubernetes)
		}
	},
	copyStatus: func(to, from *corev1.Namespace) { from.Status.DeepCopyInto(&to.Status) },
	pending:    func(ns *corev1.Namespace) bool { return len(ns.Spec.Finalizers) > 0 },
}

var nodeRules = rules[*corev1.Node]{
	copyStatus: func(to, from *corev1.Node) { from.Status.DeepCopyInto(&to.Status) },
}

var claimRules = rules[*corev1.PersistentVolumeClaim]{
	copyStatus: func(to, from *corev1.PersistentVolumeClaim) { from.Status.DeepCopyInto(&to.Status) },
}

func setDefault[V any](field **V, value V) {
	if *field == nil {
		*field = &value
	}
}
