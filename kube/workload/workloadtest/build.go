// Package workloadtest builds Jobs, CronJobs and pods for tests: a plain object, and edits that bring it into a state. Times are whole
// seconds after [Epoch].
//
// It is for tests only and knows nothing of a cluster.
package workloadtest

import (
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

// Epoch is when the objects are created.
var Epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// At returns the time so many seconds after [Epoch].
func At(seconds int) metav1.Time {
	return metav1.NewTime(Epoch.Add(time.Duration(seconds) * time.Second))
}

// Job returns a Job in namespace default with one completion, changed by edits.
func Job(name string, edits ...func(*batchv1.Job)) *batchv1.Job {
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name, UID: types.UID("job-" + name), CreationTimestamp: At(0)},
		Spec:       batchv1.JobSpec{Parallelism: ptr.To[int32](1), Completions: ptr.To[int32](1), BackoffLimit: ptr.To[int32](6)},
	}
	for _, edit := range edits {
		edit(job)
	}
	return job
}

// OwnedBy makes a CronJob the Job's controller.
func OwnedBy(cronJob *batchv1.CronJob) func(*batchv1.Job) {
	return func(j *batchv1.Job) {
		j.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(cronJob, batchv1.SchemeGroupVersion.WithKind("CronJob"))}
	}
}

// WithCondition adds a condition that is true since 60 seconds after [Epoch].
func WithCondition(kind batchv1.JobConditionType, reason string) func(*batchv1.Job) {
	return func(j *batchv1.Job) {
		j.Status.Conditions = append(j.Status.Conditions, batchv1.JobCondition{
			Type: kind, Status: corev1.ConditionTrue, Reason: reason, Message: reason + " happened", LastTransitionTime: At(60),
		})
	}
}

// Completed makes a Job that started and completed at the given seconds.
func Completed(from, to int) func(*batchv1.Job) {
	return func(j *batchv1.Job) {
		WithCondition(batchv1.JobComplete, "CompletionsReached")(j)
		j.Status.StartTime, j.Status.CompletionTime = ptr.To(At(from)), ptr.To(At(to))
		j.Status.Succeeded = 1
	}
}

// CronJob returns a CronJob in namespace default.
func CronJob(name, schedule string) *batchv1.CronJob {
	return &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name, UID: types.UID("cronjob-" + name)},
		Spec:       batchv1.CronJobSpec{Schedule: schedule},
	}
}

// Pod returns the nth pod of a Job, pending and created n seconds after [Epoch], changed by edits.
func Pod(job *batchv1.Job, n int, edits ...func(*corev1.Pod)) *corev1.Pod {
	name := fmt.Sprintf("%s-%05d", job.Name, n)
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: job.Namespace, Name: name, UID: types.UID("pod-" + name), CreationTimestamp: At(n),
			Labels:          map[string]string{batchv1.JobNameLabel: job.Name},
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(job, batchv1.SchemeGroupVersion.WithKind("Job"))},
		},
		Spec:   corev1.PodSpec{NodeName: "node-0", Containers: []corev1.Container{{Name: "main"}}},
		Status: corev1.PodStatus{Phase: corev1.PodPending},
	}
	for _, edit := range edits {
		edit(pod)
	}
	return pod
}

func mainContainer(state corev1.ContainerState) []corev1.ContainerStatus {
	return []corev1.ContainerStatus{{Name: "main", State: state}}
}

// Running makes a pod whose container has been running and ready since the given second.
func Running(from int) func(*corev1.Pod) {
	return func(p *corev1.Pod) {
		p.Status.Phase = corev1.PodRunning
		p.Status.ContainerStatuses = mainContainer(corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: At(from)}})
		p.Status.ContainerStatuses[0].Ready = true
		p.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	}
}

// Ended makes a pod whose container started and ended at the given seconds, with an exit code.
func Ended(from, to, code int) func(*corev1.Pod) {
	return func(p *corev1.Pod) {
		t := &corev1.ContainerStateTerminated{StartedAt: At(from), FinishedAt: At(to), ExitCode: int32(code), Reason: "Completed"}
		p.Status.Phase = corev1.PodSucceeded
		if code != 0 {
			t.Reason, p.Status.Phase = "Error", corev1.PodFailed
		}
		p.Status.ContainerStatuses = mainContainer(corev1.ContainerState{Terminated: t})
	}
}

// Waiting makes a pod whose container waits for a reason.
func Waiting(reason, message string) func(*corev1.Pod) {
	return func(p *corev1.Pod) {
		p.Status.ContainerStatuses = mainContainer(corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}})
	}
}
