package scheduler

import (
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"
)

func TestOneSyncCreatesAndCountsAtMostFiveHundredPods(t *testing.T) {
	for name, given := range map[string]func(*batchv1.Job){
		"NonIndexed": func(job *batchv1.Job) {
			job.Spec.Completions, job.Spec.Parallelism = ptr.To[int32](600), ptr.To[int32](600)
		},
		"Indexed": indexed(600, 600),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSim(t, given)
			s.sync()
			if got := len(s.pods); got != 500 {
				t.Fatalf("the first sync created %d pods", got)
			}
			s.sync()
			if got := len(s.pods); got != 600 {
				t.Fatalf("after the second there are %d pods", got)
			}
			s.ends(make([]int32, 600)...)
			s.sync()
			if end := JobFinished(s.job); end != nil || JobCondition(s.job, batchv1.JobSuccessCriteriaMet) == nil {
				t.Errorf("after 500 of 600 are counted: %v", s.conditions())
			}
			left := countPods(s.pods, HasTrackingFinalizer)
			if left != 100 {
				t.Errorf("%d pods wait to be counted, want 100", left)
			}
			s.sync()
			if end := JobFinished(s.job); end == nil || s.job.Status.Succeeded != 600 {
				t.Errorf("after all are counted: succeeded %d, %v", s.job.Status.Succeeded, s.conditions())
			}
		})
	}
}

func TestScaleDownRemovesAtMostFiveHundredPodsAtOnce(t *testing.T) {
	s := newSim(t, func(job *batchv1.Job) {
		job.Spec.Completions, job.Spec.Parallelism = ptr.To[int32](600), ptr.To[int32](600)
	})
	s.sync()
	s.sync()
	s.job = s.job.DeepCopy()
	s.job.Spec.Parallelism = ptr.To[int32](10)
	if plan := s.sync(); len(plan.Delete) != 500 || !plan.Release {
		t.Errorf("the first sync removes %d pods, releasing them: %v", len(plan.Delete), plan.Release)
	}
	if plan := s.sync(); len(plan.Delete) != 90 || s.job.Status.Failed != 0 {
		t.Errorf("the second removes %d pods, failed %d", len(plan.Delete), s.job.Status.Failed)
	}
}

func TestWhenNoPodCanBeCreatedNothingIsActive(t *testing.T) {
	s := newSim(t, nil)
	s.failAll = true
	s.sync()
	if s.job.Status.Active != 0 || s.job.Status.StartTime == nil {
		t.Errorf("status %+v", s.job.Status)
	}
}
