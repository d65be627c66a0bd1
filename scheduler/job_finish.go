package scheduler

import (
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

// JobEnd is what remains to be done once the finalizers are removed.
type JobEnd struct {
	// Status is to be written if Write is set.
	Status batchv1.JobStatus
	Write  bool
	// Events are to be recorded after the status is written.
	Events []JobEvent
}

// Finish counts the pods whose finalizer was removed and ends the Job if nothing is left to wait for. allDone is set when no
// removal failed.
func (c *JobCount) Finish(untracked []*corev1.Pod, allDone bool) *JobEnd {
	s := &c.state
	for _, pod := range untracked {
		delete(c.tracked, pod.UID)
	}
	end := &JobEnd{Write: foldUncounted(&s.job.Status, c.tracked)}
	if allDone && !c.overflow && s.mayEnd() {
		setJobCondition(&s.job.Status.Conditions, *s.verdict)
		if s.verdict.Type == batchv1.JobComplete {
			s.job.Status.CompletionTime = ptr.To(s.verdict.LastTransitionTime)
		}
		end.Write = true
		end.Events = s.endEvents()
	}
	end.Status = s.status()
	return end
}

// mayEnd reports whether the final condition may be written: every pod is counted, and none is still terminating.
func (s *jobState) mayEnd() bool {
	uncounted := s.job.Status.UncountedTerminatedPods
	return s.verdict != nil && len(uncounted.Succeeded)+len(uncounted.Failed) == 0 && s.terminating == 0
}

func (s *jobState) endEvents() []JobEvent {
	if s.verdict.Type != batchv1.JobComplete {
		return []JobEvent{{corev1.EventTypeWarning, s.verdict.Reason, s.verdict.Message}}
	}
	var events []JobEvent
	if wanted := s.job.Spec.Completions; wanted != nil && s.job.Status.Succeeded > *wanted {
		events = append(events, JobEvent{
			corev1.EventTypeWarning, "TooManySucceededPods",
			"Too many succeeded pods running after completion count reached",
		})
	}
	return append(events, JobEvent{corev1.EventTypeNormal, "Completed", "Job completed"})
}

// status is a copy of the status as the API stores it.
func (s *jobState) status() batchv1.JobStatus {
	status := s.job.Status.DeepCopy()
	truncate(status.StartTime)
	truncate(status.CompletionTime)
	return *status
}

func truncate(t *metav1.Time) {
	if t != nil {
		t.Time = t.Truncate(time.Second)
	}
}

// foldUncounted adds the uncounted pods that no longer have a finalizer to the totals, and reports whether there were any.
func foldUncounted(status *batchv1.JobStatus, tracked map[types.UID]struct{}) bool {
	uncounted := status.UncountedTerminatedPods
	fold := func(uids *[]types.UID, total *int32) bool {
		before := len(*uids)
		*uids = slices.DeleteFunc(*uids, func(uid types.UID) bool { _, is := tracked[uid]; return !is })
		if len(*uids) == 0 {
			*uids = nil
		}
		*total += int32(before - len(*uids))
		return before != len(*uids)
	}
	succeeded := fold(&uncounted.Succeeded, &status.Succeeded)
	failed := fold(&uncounted.Failed, &status.Failed)
	return succeeded || failed
}
