package scheduler

import (
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

func TestSecondsRunOverAsUpstreamsDo(t *testing.T) {
	const years = 365 * 24 * time.Hour
	tests := map[string]struct {
		seconds int64
		fails   bool // an hour after its start
		starts  bool // a Job for a slot that has just come
	}{
		"none":                                  {0, true, false},
		"an hour":                               {3600, true, true},
		"a second more":                         {3601, false, true},
		"all that a duration holds":             {9_223_372_036, false, true},
		"a second more than that":               {9_223_372_037, true, false},
		"a common word for never":               {9_999_999_999, true, false},
		"once around, and 49 years come out":    {20_000_000_000, false, true},
		"as many as there are in the field":     {1<<63 - 1, true, false},
		"almost once around: a day before zero": {18_446_744_073 - 86_400, true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSim(t, func(job *batchv1.Job) {
				job.Spec.ActiveDeadlineSeconds = &tt.seconds
				job.Status.StartTime = ptr.To(metav1.NewTime(jobStart.Add(-time.Hour)))
			})
			s.sync()
			if fails := JobCondition(s.job, batchv1.JobFailureTarget) != nil; fails != tt.fails {
				t.Errorf("activeDeadlineSeconds fail the Job: %v, want %v", fails, tt.fails)
			}
			schedule, err := cron.Parse("0 * * * *", time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			rules := CronJobRules{Schedule: schedule, Deadline: &tt.seconds, Created: jobStart.Add(-years)}
			decision, err := rules.Decide(CronJobProgress{ActiveFor: func(time.Time) bool { return false }}, jobStart.Add(100*time.Millisecond))
			if starts := decision.Verdict == StartJob; err != nil || starts != tt.starts {
				t.Errorf("startingDeadlineSeconds let the Job start: %v (%v), want %v", starts, err, tt.starts)
			}
		})
	}
}
