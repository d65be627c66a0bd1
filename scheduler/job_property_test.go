package scheduler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"
	"pgregory.net/rapid"
)

// anyJob draws a Job that can end: pods are at least sometimes wanted.
func anyJob(rt *rapid.T) func(*batchv1.Job) {
	return func(job *batchv1.Job) {
		spec := &job.Spec
		spec.Parallelism = ptr.To(rapid.Int32Range(1, 6).Draw(rt, "parallelism"))
		spec.Completions = ptr.To(rapid.Int32Range(0, 8).Draw(rt, "completions"))
		spec.BackoffLimit = ptr.To(rapid.Int32Range(0, 5).Draw(rt, "backoffLimit"))
		if rapid.Bool().Draw(rt, "replaceFailed") {
			spec.PodReplacementPolicy = ptr.To(batchv1.Failed)
		}
		if rapid.Bool().Draw(rt, "deadline") {
			spec.ActiveDeadlineSeconds = ptr.To(rapid.Int64Range(1, 300).Draw(rt, "seconds"))
		}
		switch rapid.SampledFrom([]string{"fixed", "indexed", "per index", "queue"}).Draw(rt, "mode") {
		case "queue":
			spec.Completions = nil
		case "indexed":
			spec.CompletionMode = ptr.To(batchv1.IndexedCompletion)
			if rapid.Bool().Draw(rt, "successPolicy") {
				n := rapid.Int32Range(1, 4).Draw(rt, "succeededCount")
				spec.SuccessPolicy = &batchv1.SuccessPolicy{Rules: []batchv1.SuccessPolicyRule{{SucceededCount: &n}}}
			}
		case "per index":
			spec.CompletionMode = ptr.To(batchv1.IndexedCompletion)
			spec.BackoffLimit = ptr.To[int32](1 << 30)
			spec.BackoffLimitPerIndex = ptr.To(rapid.Int32Range(0, 2).Draw(rt, "perIndex"))
		}
		if rapid.Bool().Draw(rt, "policy") {
			spec.PodReplacementPolicy = ptr.To(batchv1.Failed)
			spec.PodFailurePolicy = &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
				Action: rapid.SampledFrom([]batchv1.PodFailurePolicyAction{
					batchv1.PodFailurePolicyActionCount, batchv1.PodFailurePolicyActionFailJob, batchv1.PodFailurePolicyActionIgnore,
				}).Draw(rt, "action"),
				OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{Operator: batchv1.PodFailurePolicyOnExitCodesOpIn, Values: []int32{42}},
			}}}
		}
	}
}

// happen lets something befall one pod.
func happen(rt *rapid.T, s *sim) {
	if len(s.pods) == 0 {
		return
	}
	pod := rapid.SampledFrom(s.pods).Draw(rt, "pod")
	switch rapid.SampledFrom([]string{"succeed", "fail", "fail 42", "delete"}).Draw(rt, "fate") {
	case "succeed":
		s.end(pod, 0)
	case "fail":
		s.end(pod, 1)
	case "fail 42":
		s.end(pod, 42)
	case "delete":
		s.delete(pod, false)
	}
}

func checkLimits(rt *rapid.T, s *sim) {
	active := len(s.active())
	if limit := int(parallelism(s.job)); active > limit {
		rt.Fatalf("%d pods are active, parallelism is %d", active, limit)
	}
	if s.job.Spec.Completions != nil && active+int(s.job.Status.Succeeded) > completions(s.job) {
		rt.Fatalf("%d pods are active and %d succeeded of %d", active, s.job.Status.Succeeded, completions(s.job))
	}
	seen := map[int]bool{}
	for _, pod := range s.active() {
		index := podIndex(pod)
		if isIndexed(s.job) && (seen[index] || index < 0 || index >= completions(s.job)) {
			rt.Fatalf("index %d has two active pods, or ought to have none", index)
		}
		seen[index] = true
	}
	if got := int(s.job.Status.Active); JobFinished(s.job) == nil && got != active {
		rt.Fatalf("status.active is %d, but %d pods are active", got, active)
	}
}

func TestPropertyCountsHoldUnderAnyFate(t *testing.T) { rapid.Check(t, countsHold(t)) }

// countsHold is the property that limits and counts hold, whatever happens to the pods.
func countsHold(t *testing.T) func(*rapid.T) {
	return func(rt *rapid.T) {
		s := newSim(t, anyJob(rt))
		s.sync()
		for range rapid.IntRange(0, 40).Draw(rt, "rounds") {
			before := s.job.Status
			for range rapid.IntRange(0, 3).Draw(rt, "fates") {
				happen(rt, s)
			}
			s.now = s.now.Add(time.Duration(rapid.IntRange(1, 30).Draw(rt, "wait")) * time.Second)
			s.sync()
			checkLimits(rt, s)
			if s.job.Status.Succeeded < before.Succeeded || s.job.Status.Failed < before.Failed {
				rt.Fatalf("counts went down: %+v, then %+v", before, s.job.Status)
			}
		}
	}
}

func TestPropertyReplayedSyncChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSim(t, anyJob(rt))
		for range rapid.IntRange(1, 20).Draw(rt, "rounds") {
			happen(rt, s)
			s.now = s.now.Add(time.Duration(rapid.IntRange(1, 30).Draw(rt, "wait")) * time.Second)
			s.sync()
			// What a sync starts may have to be taken note of once: deleted pods are terminating, and after the sync
			// that created a replacement its predecessor is counted.
			s.sync()
			s.sync()
			job, pods, writes := s.job, s.pods, s.writes
			s.sync()
			if s.writes != writes {
				rt.Fatalf("a replayed sync wrote the status:\n%s", cmp.Diff(job.Status, s.job.Status))
			}
			if diff := cmp.Diff(pods, s.pods); diff != "" {
				rt.Fatalf("a replayed sync changed pods:\n%s", diff)
			}
		}
	})
}

func TestPropertyEveryJobEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSim(t, anyJob(rt))
		for range 400 {
			if JobFinished(s.job) != nil {
				break
			}
			plan := s.sync()
			if rapid.IntRange(0, 3).Draw(rt, "disturbed") == 0 {
				happen(rt, s)
			} else {
				for _, pod := range s.pods {
					// In the end all pods succeed, so that a Job which ignores failures can end as well.
					s.end(pod, 0)
				}
			}
			s.now = s.now.Add(max(plan.SyncAfter, time.Second))
		}
		end := JobFinished(s.job)
		if end == nil {
			rt.Fatalf("the Job never ended: %+v", s.job.Status)
		}
		for _, pod := range s.pods {
			if HasTrackingFinalizer(pod) {
				rt.Fatalf("the Job is %s, but pod %s waits to be counted", end.Type, pod.Name)
			}
		}
		interim := batchv1.JobFailureTarget
		if end.Type == batchv1.JobComplete {
			interim = batchv1.JobSuccessCriteriaMet
		}
		if JobCondition(s.job, interim) == nil || len(s.active()) > 0 {
			rt.Fatalf("the Job is %s without %s, or with %d active pods", end.Type, interim, len(s.active()))
		}
	})
}
