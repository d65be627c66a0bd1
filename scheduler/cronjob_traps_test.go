package scheduler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// The traps that the specification numbers 19 and 20.

func TestTrap19MissedRuns(t *testing.T) {
	t.Run("hourly, stopped for 200 hours: one Job and a warning", func(t *testing.T) {
		w := cronJob("0 * * * *").last(0).at(200*time.Hour + time.Minute)
		p := PlanCronJob(w.CronJobInput)
		want := cronOutcome{creates: "2 09:00:00", events: []string{"TooManyMissedTimes"}}
		if diff := cmp.Diff(want, outcomeOf(p), cmp.AllowUnexported(cronOutcome{})); diff != "" {
			t.Error(diff)
		}
		begin(t, p)
		w.CronJob.Status = p.Status
		if again := PlanCronJob(w.CronJobInput); again.Create != nil || again.RequeueAfter != 59*time.Minute+pad {
			t.Errorf("afterwards: %+v", outcomeOf(again))
		}
	})
	t.Run("100 missed are not too many, 101 are", func(t *testing.T) {
		for missed, want := range map[time.Duration]int{100: 0, 101: 1} {
			p := PlanCronJob(cronJob("0 * * * *").last(0).at(missed*time.Hour + time.Minute).CronJobInput)
			if len(p.Events) != want {
				t.Errorf("%d missed: events %v, want %d", missed, p.Events, want)
			}
		}
	})
	t.Run("slots that lie unevenly are lost", func(t *testing.T) {
		w := cronJob("0,5 0 * * *").last(-55 * time.Minute).at(35 * time.Hour) // last run at 00:05, back at noon the next day
		want := cronOutcome{requeue: 12*time.Hour + pad}
		if diff := cmp.Diff(want, outcomeOf(PlanCronJob(w.CronJobInput)), cmp.AllowUnexported(cronOutcome{})); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a deadline of zero seconds never fires", func(t *testing.T) {
		w := cronJob("* * * * *").deadline(0)
		for d := time.Duration(0); d < 5*time.Minute; d += 10 * time.Second {
			if p := PlanCronJob(w.at(d).CronJobInput); p.Create != nil {
				t.Fatalf("started at %v", w.Now)
			}
		}
	})
	t.Run("a missed deadline says nothing", func(t *testing.T) {
		for d := time.Hour; d < 2*time.Hour; d += 7 * time.Minute {
			if p := PlanCronJob(cronJob("0 2 * * *").deadline(60).at(d).CronJobInput); len(p.Events) != 0 {
				t.Errorf("at %v: %v", cronBorn.Add(d), p.Events)
			}
		}
	})
}

func TestTrap20CronJobEdges(t *testing.T) {
	t.Run("unsuspended under Forbid the newest missed slot starts at once, with its own timestamp", func(t *testing.T) {
		w := cronJob("0 * * * *").policy(batchv1.ForbidConcurrent).last(0).at(3*time.Hour + 20*time.Minute)
		w.CronJob.Spec.Suspend = ptr.To(true)
		if p := PlanCronJob(w.CronJobInput); p.Create != nil {
			t.Fatal("started while suspended")
		}
		w.CronJob.Spec.Suspend = ptr.To(false)
		p := PlanCronJob(w.CronJobInput)
		begin(t, p)
		if got, want := p.Create.Annotations[batchv1.CronJobScheduledTimestampAnnotation], "2026-11-24T04:00:00Z"; got != want {
			t.Errorf("timestamp %s, want %s", got, want)
		}
	})
	t.Run("@every 30s makes one Job a minute", func(t *testing.T) {
		w := cronJob("@every 30s").last(0)
		names := map[string]int{}
		for range 6 {
			p := PlanCronJob(w.CronJobInput)
			for p.Create == nil {
				w.Now = w.Now.Add(p.RequeueAfter)
				p = PlanCronJob(w.CronJobInput)
			}
			names[p.Create.Name]++
			begin(t, p)
			p.Status.Active = nil // it ended
			w.CronJob.Status = p.Status
		}
		if want := map[string]int{"c-29924700": 1, "c-29924701": 2, "c-29924702": 2, "c-29924703": 1}; !cmp.Equal(names, want) {
			t.Errorf("Jobs %v, want %v: two slots share a name", names, want)
		}
	})
	t.Run("the second slot of a minute waits while the first one's Job is active", func(t *testing.T) {
		w := cronJob("@every 30s").last(30 * time.Second).at(time.Minute)
		p := PlanCronJob(w.CronJobInput)
		begin(t, p)
		w.CronJob.Status = p.Status
		w.runs(p.Create.Name)
		if p = PlanCronJob(w.at(90 * time.Second).CronJobInput); p.Create != nil || !p.Requeue {
			t.Errorf("at 01:01:30: %+v", outcomeOf(p))
		}
		w.ended(batchv1.JobComplete, 0, 0)
		if p = PlanCronJob(w.CronJobInput); p.Create == nil {
			t.Error("once it has ended, the slot must be tried")
		}
	})
	t.Run("day of month or day of week", func(t *testing.T) {
		s, err := cron.Parse("0 0 */2 * 1", time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for slot := range s.Between(cronBorn, cronBorn.AddDate(0, 0, 9)) {
			got = append(got, slot.Format("Mon 2"))
		}
		if diff := cmp.Diff([]string{"Wed 25", "Fri 27", "Sun 29", "Mon 30", "Tue 1", "Thu 3"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a Job started by hand is unexpected, stays out of active, and counts for history and last success", func(t *testing.T) {
		w := cronJob("0 2 * * *").policy(batchv1.ForbidConcurrent).at(time.Hour)
		hand := JobFromCronJob(w.CronJob, "by-hand")
		hand.UID = "uid-by-hand"
		w.Jobs = append(w.Jobs, hand)
		p := PlanCronJob(w.CronJobInput)
		if p.Create == nil || len(p.Status.Active) != 0 || p.Events[0].Reason != "UnexpectedJob" {
			t.Errorf("while it runs: %+v", outcomeOf(p))
		}
		w.ended(batchv1.JobComplete, 0, time.Minute)
		if p = PlanCronJob(w.CronJobInput); p.Status.LastSuccessfulTime == nil {
			t.Error("its success is not kept")
		}
		w.CronJob.Spec.SuccessfulJobsHistoryLimit = ptr.To[int32](0)
		if old := CronJobHistory(w.CronJob, w.Jobs); len(old) != 1 {
			t.Error("it does not count for history")
		}
	})
}

func TestJobTTL(t *testing.T) {
	finished := func(ttl *int32) *batchv1.Job {
		job := cronJob("* * * * *").owns("j").ended(batchv1.JobFailed, 0, time.Minute).Jobs[0]
		job.Spec.TTLSecondsAfterFinished = ttl
		return job
	}
	dying := finished(ptr.To[int32](60))
	dying.DeletionTimestamp = deleted(cronJob("* * * * *")).CronJob.DeletionTimestamp
	tests := map[string]struct {
		job  *batchv1.Job
		at   time.Duration
		left time.Duration
		ok   bool
	}{
		"not finished":          {&batchv1.Job{Spec: batchv1.JobSpec{TTLSecondsAfterFinished: ptr.To[int32](0)}}, 0, 0, false},
		"without TTL":           {finished(nil), time.Hour, 0, false},
		"being deleted":         {dying, time.Hour, 0, false},
		"some is left":          {finished(ptr.To[int32](60)), 90 * time.Second, 30 * time.Second, true},
		"expired to the second": {finished(ptr.To[int32](60)), 2 * time.Minute, 0, true},
		"zero expires at once":  {finished(ptr.To[int32](0)), time.Minute, 0, true},
		"long expired":          {finished(ptr.To[int32](60)), 3 * time.Minute, -time.Minute, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if left, ok := JobTTL(tt.job, cronBorn.Add(tt.at)); left != tt.left || ok != tt.ok {
				t.Errorf("got %v, %v; want %v, %v", left, ok, tt.left, tt.ok)
			}
		})
	}
}
