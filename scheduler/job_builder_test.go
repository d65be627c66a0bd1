package scheduler

import (
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

var jobStart = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// sim is a Job with its pods, to which the plans of syncs are applied as a controller would, by a kubelet and an API that
// answer at once.
type sim struct {
	t       testing.TB
	job     *batchv1.Job
	pods    []*corev1.Pod
	backoff BackoffRecord
	now     time.Time
	made    int
	events  []string
	writes  int
	failAll bool // every creation fails
}

func newSim(t testing.TB, change func(job *batchv1.Job)) *sim {
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "j", UID: "job-uid", Generation: 1},
		Spec: batchv1.JobSpec{
			Parallelism: ptr.To[int32](1), Completions: ptr.To[int32](1), BackoffLimit: ptr.To[int32](6),
			CompletionMode: ptr.To(batchv1.NonIndexedCompletion),
			Selector:       &metav1.LabelSelector{MatchLabels: map[string]string{"controller-uid": "job-uid"}},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"controller-uid": "job-uid"}},
				Spec: corev1.PodSpec{
					RestartPolicy: corev1.RestartPolicyNever,
					Containers:    []corev1.Container{{Name: "main"}},
				},
			},
		},
	}
	if change != nil {
		change(job)
	}
	return &sim{t: t, job: job, now: jobStart}
}

// indexed makes the Job Indexed.
func indexed(completions, parallelism int32) func(*batchv1.Job) {
	return func(job *batchv1.Job) {
		job.Spec.CompletionMode = ptr.To(batchv1.IndexedCompletion)
		job.Spec.Completions, job.Spec.Parallelism = ptr.To(completions), ptr.To(parallelism)
	}
}

func (s *sim) plan() *JobPlan {
	return PlanJob(JobInput{Job: s.job, Pods: s.pods, Backoff: s.backoff, Now: s.now})
}

// sync does one sync and applies it.
func (s *sim) sync() *JobPlan {
	s.t.Helper()
	if skip, _ := SkipJob(s.job); skip {
		return nil
	}
	plan := s.plan()
	outcome := JobOutcome{Deleted: plan.Delete}
	for _, pod := range plan.Delete {
		s.delete(pod, plan.Release)
	}
	if !s.failAll {
		outcome.Created = len(plan.Create)
		for _, pod := range plan.Create {
			s.add(pod)
		}
	}
	count := plan.Count(outcome)
	s.note(count.Events)
	if count.Write {
		s.write(count.Status)
		s.backoff = count.Backoff
	}
	for _, pod := range count.Untrack {
		s.untrack(pod)
	}
	end := count.Finish(count.Untrack, true)
	if end.Write {
		s.write(end.Status)
	}
	s.note(end.Events)
	return plan
}

func (s *sim) write(status batchv1.JobStatus) {
	s.writes++
	s.job = s.job.DeepCopy()
	s.job.Status = status
}

func (s *sim) note(events []JobEvent) {
	for _, event := range events {
		s.events = append(s.events, event.Type+" "+event.Reason+": "+event.Message)
	}
}

func (s *sim) add(pod *corev1.Pod) *corev1.Pod {
	pod = pod.DeepCopy()
	s.made++
	pod.Name = fmt.Sprintf("%sp%04d", pod.GenerateName, s.made)
	pod.UID = types.UID(fmt.Sprintf("pod-%04d", s.made))
	pod.CreationTimestamp = metav1.NewTime(s.now.Truncate(time.Second))
	pod.Status.Phase = corev1.PodRunning
	pod.Spec.NodeName = "node-0"
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	s.pods = append(s.pods, pod)
	return pod
}

// change replaces a pod by a changed copy; gone pods are left alone.
func (s *sim) change(pod *corev1.Pod, change func(pod *corev1.Pod)) {
	for i := range s.pods {
		if s.pods[i].UID != pod.UID {
			continue
		}
		changed := s.pods[i].DeepCopy()
		change(changed)
		s.pods[i] = changed
		if changed.DeletionTimestamp != nil && terminal(changed) && len(changed.Finalizers) == 0 {
			s.pods = append(s.pods[:i:i], s.pods[i+1:]...)
		}
		return
	}
}

func (s *sim) delete(pod *corev1.Pod, release bool) {
	s.change(pod, func(pod *corev1.Pod) {
		if release {
			pod.Finalizers = nil
		}
		pod.DeletionTimestamp = ptr.To(metav1.NewTime(s.now))
	})
}

func (s *sim) untrack(pod *corev1.Pod) {
	s.change(pod, func(pod *corev1.Pod) { pod.Finalizers = nil })
}

// end lets a pod terminate with an exit code.
func (s *sim) end(pod *corev1.Pod, exit int32) {
	s.change(pod, func(pod *corev1.Pod) {
		if terminal(pod) {
			return
		}
		pod.Status.Phase = corev1.PodSucceeded
		if exit != 0 {
			pod.Status.Phase = corev1.PodFailed
		}
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionFalse}}
		pod.Status.ContainerStatuses = []corev1.ContainerStatus{{
			Name: "main", State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
				ExitCode: exit, FinishedAt: metav1.NewTime(s.now.Truncate(time.Second)),
			}},
		}}
	})
}

func (s *sim) active() []*corev1.Pod { return selectPods(s.pods, PodActive) }

func (s *sim) conditions() []string {
	var result []string
	for _, c := range s.job.Status.Conditions {
		result = append(result, fmt.Sprintf("%s=%s %s: %s", c.Type, c.Status, c.Reason, c.Message))
	}
	return result
}
