package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// earlierVerdict is the verdict of an earlier sync, or of a rule of the podFailurePolicy.
func (s *jobState) earlierVerdict() *batchv1.JobCondition {
	if met := JobCondition(s.job, batchv1.JobSuccessCriteriaMet); met != nil {
		return ptr.To(*met)
	}
	if target := JobCondition(s.job, batchv1.JobFailureTarget); target != nil {
		return newJobCondition(batchv1.JobFailed, target.Reason, target.Message, s.now)
	}
	if policy := s.job.Spec.PodFailurePolicy; policy != nil {
		for _, pod := range s.pods {
			if !PodFailed(pod, s.job) {
				continue
			}
			if failure := MatchPodFailure(policy, pod); failure.Action == batchv1.PodFailurePolicyActionFailJob {
				return s.failure(batchv1.JobReasonPodFailurePolicy, failure.Message)
			}
		}
	}
	return nil
}

// limitVerdict fails a Job beyond its back-off limit or its deadline.
func (s *jobState) limitVerdict() *batchv1.JobCondition {
	if s.failed > backoffLimit(s.job) || s.restartedTooOften() {
		return s.failure(batchv1.JobReasonBackoffLimitExceeded, messageBackoffLimit)
	}
	if allowed, passed, running := s.deadline(); running && passed >= allowed {
		return s.failure(batchv1.JobReasonDeadlineExceeded, messageDeadline)
	}
	return nil
}

// restartedTooOften counts restarts against the back-off limit: with restart policy OnFailure the kubelet repeats failed
// containers, and pods do not fail. The limit is reached by as many restarts, not exceeded, as with failed pods.
func (s *jobState) restartedTooOften() bool {
	if s.job.Spec.Template.Spec.RestartPolicy != corev1.RestartPolicyOnFailure {
		return false
	}
	var restarts int32
	for _, pod := range s.pods {
		if pod.Status.Phase != corev1.PodRunning && pod.Status.Phase != corev1.PodPending {
			continue
		}
		for _, statuses := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
			for _, status := range statuses {
				restarts += status.RestartCount
			}
		}
	}
	return restarts >= max(backoffLimit(s.job), 1)
}

// deadline is how long a Job may be active and how much of that has passed; running is false when it has no deadline or is not active.
// Compare the two and do not subtract them: where seconds overflow, the difference may overflow again.
func (s *jobState) deadline() (allowed, passed time.Duration, running bool) {
	deadline, start := s.job.Spec.ActiveDeadlineSeconds, s.job.Status.StartTime
	if deadline == nil || start == nil || isSuspended(s.job) {
		return 0, 0, false
	}
	return Seconds(*deadline), s.now.Sub(start.Time), true
}

// indexVerdict fails an Indexed Job for its failed indexes.
func (s *jobState) indexVerdict() *batchv1.JobCondition {
	if !hasLimitPerIndex(s.job) {
		return nil
	}
	failed := s.failedIndexes.Count()
	if limit := s.job.Spec.MaxFailedIndexes; limit != nil && failed > int(*limit) {
		return s.failure(batchv1.JobReasonMaxFailedIndexesExceeded, messageMaxFailedIndexes)
	}
	if failed > 0 && failed+s.succeededIndexes.Count() >= completions(s.job) {
		return s.failure(batchv1.JobReasonFailedIndexes, messageFailedIndexes)
	}
	return nil
}

func (s *jobState) failure(reason, message string) *batchv1.JobCondition {
	return newJobCondition(batchv1.JobFailureTarget, reason, message, s.now)
}
