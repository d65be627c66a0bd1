package scheduler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// ends lets the active pods end with these exit codes, in order, a second from now.
func (s *sim) ends(codes ...int32) {
	s.now = s.now.Add(time.Second)
	for i, pod := range s.active() {
		if i < len(codes) {
			s.end(pod, codes[i])
		}
	}
}

func TestVerdicts(t *testing.T) {
	failJob := &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
		Action:      batchv1.PodFailurePolicyActionFailJob,
		OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{Operator: batchv1.PodFailurePolicyOnExitCodesOpIn, Values: []int32{3}},
	}}}
	failIndex := &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
		Action:      batchv1.PodFailurePolicyActionFailIndex,
		OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{Operator: batchv1.PodFailurePolicyOnExitCodesOpIn, Values: []int32{3}},
	}}}
	perIndex := func(limit int32, more func(*batchv1.JobSpec)) func(*batchv1.Job) {
		return func(job *batchv1.Job) {
			indexed(2, 2)(job)
			job.Spec.BackoffLimitPerIndex, job.Spec.BackoffLimit = &limit, ptr.To[int32](100)
			more(&job.Spec)
		}
	}
	none := func(*batchv1.JobSpec) {}
	for _, test := range []struct {
		name  string
		given func(*batchv1.Job)
		when  func(s *sim)
		then  []string
		event string
	}{
		{
			name: "all completions make it complete",
			when: func(s *sim) { s.ends(0) },
			then: []string{
				"SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
				"Complete=True CompletionsReached: Reached expected number of succeeded pods",
			},
			event: "Normal Completed: Job completed",
		},
		{
			name:  "no completions wanted make it complete at once",
			given: func(job *batchv1.Job) { job.Spec.Completions = ptr.To[int32](0) },
			then: []string{
				"SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
				"Complete=True CompletionsReached: Reached expected number of succeeded pods",
			},
			event: "Normal Completed: Job completed",
		},
		{
			name:  "more failures than the limit make it fail",
			given: func(job *batchv1.Job) { job.Spec.BackoffLimit = ptr.To[int32](0) },
			when:  func(s *sim) { s.ends(1) },
			then: []string{
				"FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit",
				"Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit",
			},
			event: "Warning BackoffLimitExceeded: Job has reached the specified backoff limit",
		},
		{
			name:  "as many failures as the limit do not",
			given: func(job *batchv1.Job) { job.Spec.BackoffLimit = ptr.To[int32](1) },
			when:  func(s *sim) { s.ends(1) },
		},
		{
			name: "a FailJob rule goes before the limit",
			given: func(job *batchv1.Job) {
				job.Spec.BackoffLimit, job.Spec.PodFailurePolicy = ptr.To[int32](0), failJob
				job.Spec.PodReplacementPolicy = ptr.To(batchv1.Failed)
			},
			when: func(s *sim) { s.ends(3) },
			then: []string{
				"FailureTarget=True PodFailurePolicy: Container main for pod ns/j-p0001 failed with exit code 3 matching FailJob rule at index 0",
				"Failed=True PodFailurePolicy: Container main for pod ns/j-p0001 failed with exit code 3 matching FailJob rule at index 0",
			},
			event: "Warning PodFailurePolicy: Container main for pod ns/j-p0001 failed with exit code 3 matching FailJob rule at index 0",
		},
		{
			name:  "a deadline goes before success",
			given: func(job *batchv1.Job) { job.Spec.ActiveDeadlineSeconds = ptr.To[int64](1) },
			when:  func(s *sim) { s.ends(0) },
			then: []string{
				"FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline",
				"Failed=True DeadlineExceeded: Job was active longer than specified deadline",
			},
			event: "Warning DeadlineExceeded: Job was active longer than specified deadline",
		},
		{
			name: "a deadline does not run while it is suspended",
			given: func(job *batchv1.Job) {
				job.Spec.ActiveDeadlineSeconds, job.Spec.Suspend = ptr.To[int64](1), ptr.To(true)
			},
			when:  func(s *sim) { s.now = s.now.Add(time.Hour) },
			then:  []string{"Suspended=True JobSuspended: Job suspended"},
			event: "Normal Suspended: Job suspended",
		},
		{
			name: "a suspended Job that wants nothing completes",
			given: func(job *batchv1.Job) {
				job.Spec.Completions, job.Spec.Suspend = ptr.To[int32](0), ptr.To(true)
			},
			then: []string{
				"SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
				"Complete=True CompletionsReached: Reached expected number of succeeded pods",
			},
			event: "Normal Completed: Job completed",
		},
		{
			name:  "failed indexes fail it once all indexes are done",
			given: perIndex(0, none),
			when:  func(s *sim) { s.ends(1, 0) },
			then: []string{
				"FailureTarget=True FailedIndexes: Job has failed indexes",
				"Failed=True FailedIndexes: Job has failed indexes",
			},
			event: "Warning FailedIndexes: Job has failed indexes",
		},
		{
			name:  "too many failed indexes fail it before all are done",
			given: perIndex(0, func(spec *batchv1.JobSpec) { spec.MaxFailedIndexes = ptr.To[int32](0) }),
			when: func(s *sim) {
				s.ends(1)
				s.sync() // deletes the other pod
				s.end(s.pods[len(s.pods)-1], 143)
			},
			then: []string{
				"FailureTarget=True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes",
				"Failed=True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes",
			},
			event: "Warning MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes",
		},
		{
			name: "a FailIndex rule spares the index its other attempts",
			given: perIndex(5, func(spec *batchv1.JobSpec) {
				spec.PodFailurePolicy, spec.PodReplacementPolicy = failIndex, ptr.To(batchv1.Failed)
			}),
			when: func(s *sim) { s.ends(3, 0) },
			then: []string{
				"FailureTarget=True FailedIndexes: Job has failed indexes",
				"Failed=True FailedIndexes: Job has failed indexes",
			},
			event: "Warning FailedIndexes: Job has failed indexes",
		},
		{
			name: "a success policy completes it early, and names its rule",
			given: func(job *batchv1.Job) {
				indexed(3, 3)(job)
				job.Spec.SuccessPolicy = &batchv1.SuccessPolicy{Rules: []batchv1.SuccessPolicyRule{
					{SucceededIndexes: ptr.To("0-1")}, {SucceededIndexes: ptr.To("0,2"), SucceededCount: ptr.To[int32](1)},
				}}
			},
			when: func(s *sim) {
				s.ends(0)
				s.sync()
				for _, pod := range s.pods {
					s.end(pod, 143)
				}
			},
			then: []string{
				"SuccessCriteriaMet=True SuccessPolicy: Matched rules at index 1",
				"Complete=True SuccessPolicy: Matched rules at index 1",
			},
			event: "Normal Completed: Job completed",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSim(t, test.given)
			s.sync()
			if test.when != nil {
				test.when(s)
			}
			s.sync()
			if diff := cmp.Diff(test.then, s.conditions()); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
			var last string
			if n := len(s.events); n > 0 {
				last = s.events[n-1]
			}
			if last != test.event {
				t.Errorf("last event %q, want %q", last, test.event)
			}
		})
	}
}

func TestTrap06OnFailureLimitIsReachedPodFailuresMustExceedIt(t *testing.T) {
	for _, test := range []struct {
		name     string
		policy   corev1.RestartPolicy
		limit    int32
		restarts int32
		phase    corev1.PodPhase
		failures int
		fails    bool
	}{
		{"OnFailure below the limit", corev1.RestartPolicyOnFailure, 2, 1, corev1.PodRunning, 0, false},
		{"OnFailure at the limit", corev1.RestartPolicyOnFailure, 2, 2, corev1.PodRunning, 0, true},
		{"OnFailure at the limit while pending", corev1.RestartPolicyOnFailure, 2, 2, corev1.PodPending, 0, true},
		{"OnFailure at the limit but succeeded at last", corev1.RestartPolicyOnFailure, 2, 2, corev1.PodSucceeded, 0, false},
		{"OnFailure without restarts and limit 0", corev1.RestartPolicyOnFailure, 0, 0, corev1.PodRunning, 0, false},
		{"OnFailure with a restart and limit 0", corev1.RestartPolicyOnFailure, 0, 1, corev1.PodRunning, 0, true},
		{"Never ignores restarts", corev1.RestartPolicyNever, 2, 2, corev1.PodRunning, 0, false},
		{"Never with as many failures as the limit", corev1.RestartPolicyNever, 2, 0, corev1.PodRunning, 2, false},
		{"Never with one more", corev1.RestartPolicyNever, 2, 0, corev1.PodRunning, 3, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSim(t, func(job *batchv1.Job) {
				job.Spec.Template.Spec.RestartPolicy, job.Spec.BackoffLimit = test.policy, &test.limit
				job.Status.Failed = int32(test.failures)
			})
			s.sync()
			for _, pod := range s.active() {
				s.change(pod, func(pod *corev1.Pod) {
					pod.Status.Phase = test.phase
					pod.Status.ContainerStatuses = []corev1.ContainerStatus{{RestartCount: test.restarts}}
				})
			}
			s.sync()
			if got := JobCondition(s.job, batchv1.JobFailureTarget) != nil; got != test.fails {
				t.Errorf("fails: %v, want %v; %v", got, test.fails, s.conditions())
			}
		})
	}
}

func TestTrap08FailedReplacementWaitsForTheEndOfTheOldPod(t *testing.T) {
	s := newSim(t, func(job *batchv1.Job) {
		job.Spec.PodReplacementPolicy = ptr.To(batchv1.Failed)
		job.Spec.PodFailurePolicy = &batchv1.PodFailurePolicy{}
	})
	s.sync()
	s.delete(s.pods[0], false)
	if plan := s.sync(); len(plan.Create) > 0 || s.job.Status.Failed != 0 || *s.job.Status.Terminating != 1 {
		t.Errorf("terminating: creates %d pods, failed %d, terminating %d", len(plan.Create), s.job.Status.Failed, *s.job.Status.Terminating)
	}
	s.end(s.pods[0], 143)
	s.now = s.now.Add(BackoffDelay(1))
	if plan := s.sync(); len(plan.Create) != 1 || s.job.Status.Failed != 1 {
		t.Errorf("ended: creates %d pods, failed %d", len(plan.Create), s.job.Status.Failed)
	}
}

func TestSkippedJobs(t *testing.T) {
	for _, test := range []struct {
		name  string
		given func(*batchv1.Job)
		skip  bool
		event string
	}{
		{"an ordinary one is not", func(*batchv1.Job) {}, false, ""},
		{"its own controller by name is not", func(job *batchv1.Job) { job.Spec.ManagedBy = ptr.To(batchv1.JobControllerName) }, false, ""},
		{"another controller's", func(job *batchv1.Job) { job.Spec.ManagedBy = ptr.To("acme.io/x") }, true, ""},
		{"a finished one", func(job *batchv1.Job) {
			job.Status.Conditions = []batchv1.JobCondition{{Type: batchv1.JobFailed, Status: corev1.ConditionTrue}}
		}, true, ""},
		{"one of an unknown mode", func(job *batchv1.Job) {
			job.Spec.CompletionMode = ptr.To(batchv1.CompletionMode("Odd"))
		}, true, "Skipped Job sync because completion mode is unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSim(t, test.given)
			skip, event := SkipJob(s.job)
			if skip != test.skip || (event == nil) != (test.event == "") || event != nil && event.Message != test.event {
				t.Errorf("skip %v with event %+v", skip, event)
			}
		})
	}
}
