package controller

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/scheduler"
)

func policy(p batchv1.ConcurrencyPolicy) func(*batchv1.CronJobSpec) {
	return func(spec *batchv1.CronJobSpec) { spec.ConcurrencyPolicy = p }
}

func TestACronJobStartsAJobPerSlot(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "* * * * *")
	p.at(0).client.Writes()
	p.at(29 * time.Second)
	if got := p.jobs(); got != nil {
		t.Errorf("before the first slot: %v", got)
	}
	p.at(151 * time.Second)
	if diff := cmp.Diff([]string{"c-29924701", "c-29924702", "c-29924703"}, p.jobs()); diff != "" {
		t.Error(diff)
	}
	cj := p.getCronJob("c")
	if got, want := cj.Status.LastScheduleTime.Time, planeBorn.Add(150*time.Second); !got.Equal(want) || len(cj.Status.Active) != 3 {
		t.Errorf("lastScheduleTime %v, want %v; active %v", got, want, cj.Status.Active)
	}
	job, err := p.client.Jobs().Get("ns", "c-29924701")
	p.check(err)
	// 100 ms late, as upstream pads its timer: a second that the API does not keep.
	if want := planeBorn.Add(30 * time.Second); !job.CreationTimestamp.Time.Equal(want) {
		t.Errorf("created %v, want %v", job.CreationTimestamp, want)
	}
	statusWrites := 0
	for _, write := range p.client.Writes() {
		if write == "update-status cronjobs ns/c" {
			statusWrites++
		}
	}
	if statusWrites != 3 {
		t.Errorf("%d status writes, want one for each Job", statusWrites)
	}
}

func TestForbidWaitsAndStartsTheMissedSlotWhenItCan(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "* * * * *", policy(batchv1.ForbidConcurrent))
	p.at(100 * time.Second)
	if diff := cmp.Diff([]string{"c-29924701"}, p.jobs()); diff != "" {
		t.Error(diff)
	}
	p.end("c-29924701", batchv1.JobComplete)
	p.settle()
	if diff := cmp.Diff([]string{"c-29924701", "c-29924702"}, p.jobs()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"Normal JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid",
		"Normal SawCompletedJob: Saw completed job: c-29924701, condition: Complete",
		"Normal SuccessfulCreate: Created job c-29924701",
		"Normal SuccessfulCreate: Created job c-29924702",
	}, p.events("c")); diff != "" {
		t.Error(diff)
	}
}

func TestReplaceDeletesWhatRuns(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "* * * * *", policy(batchv1.ReplaceConcurrent))
	p.at(100 * time.Second)
	if diff := cmp.Diff([]string{"c-29924702"}, p.jobs()); diff != "" {
		t.Error(diff)
	}
	if cj := p.getCronJob("c"); len(cj.Status.Active) != 1 || cj.Status.Active[0].Name != "c-29924702" {
		t.Errorf("active %v", cj.Status.Active)
	}
}

func TestHistoryIsKeptToItsLimits(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "* * * * *", func(spec *batchv1.CronJobSpec) { spec.SuccessfulJobsHistoryLimit = ptr.To[int32](2) })
	for i, name := range []string{"c-29924701", "c-29924702", "c-29924703", "c-29924704", "c-29924705"} {
		p.at(time.Duration(i)*time.Minute + 40*time.Second)
		how := batchv1.JobComplete
		if i%2 == 1 {
			how = batchv1.JobFailed
		}
		p.end(name, how)
	}
	p.settle()
	if diff := cmp.Diff([]string{"c-29924703", "c-29924704", "c-29924705"}, p.jobs()); diff != "" {
		t.Error(diff)
	}
}

func TestAnEditedScheduleStartsNothingByItself(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "0 4 * * *")
	p.at(30 * time.Minute)
	p.editCronJob("c", func(cj *batchv1.CronJob) { cj.Spec.Schedule = "15 * * * *" }) // 01:15 was missed
	p.at(time.Hour)
	if got := p.jobs(); got != nil {
		t.Errorf("started at once: %v", got)
	}
	p.at(time.Hour + 14*time.Minute + 31*time.Second)
	if got := p.jobs(); len(got) != 1 {
		t.Errorf("at its next slot: %v", got)
	}
	p.editCronJob("c", func(cj *batchv1.CronJob) { cj.Spec.Schedule = "TZ=0" })
	p.at(time.Hour + 20*time.Minute)
	if diff := cmp.Diff("Warning UnParseableCronJobSchedule: unparseable schedule for cronjob: TZ=0", p.events("c")[1]); diff != "" {
		t.Error(diff, p.events("c"))
	}
}

func TestSuspendedAndResumed(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "*/10 * * * *", func(spec *batchv1.CronJobSpec) { spec.Suspend = ptr.To(true) })
	p.at(25 * time.Minute)
	if got := p.jobs(); got != nil {
		t.Errorf("while suspended: %v", got)
	}
	p.editCronJob("c", func(cj *batchv1.CronJob) { cj.Spec.Suspend = ptr.To(false) })
	p.settle()
	if diff := cmp.Diff([]string{"c-29924720"}, p.jobs()); diff != "" {
		t.Error("the newest missed slot runs at once:", diff)
	}
}

func TestAJobThatExistsAlready(t *testing.T) {
	t.Run("its own, of a sync that could not write the status, is adopted without event", func(t *testing.T) {
		p := newTestPlane(t, newCronJobController)
		p.cronJob("c", "* * * * *")
		lost := false
		p.client.Before(func(verb, kind string, _ resource.Object) error {
			if verb == "update-status" && kind == "cronjobs" && !lost {
				lost = true
				return apierrors.NewTimeoutError("the write is lost", 0)
			}
			return nil
		})
		p.at(40 * time.Second)
		if cj := p.getCronJob("c"); len(cj.Status.Active) != 1 || len(p.errs) != 1 {
			t.Errorf("active %v, errors %v", cj.Status.Active, p.errs)
		}
		want := []string{"Normal SuccessfulCreate: Created job c-29924701", "Warning UnexpectedJob: Saw a job that the controller did not create or forgot: c-29924701"}
		if diff := cmp.Diff(want, p.events("c")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a stranger's ends the schedule until something changes", func(t *testing.T) {
		p := newTestPlane(t, newCronJobController)
		p.cronJob("c", "* * * * *")
		p.job("c-29924701")
		p.at(10 * time.Minute)
		if diff := cmp.Diff([]string{"c-29924701"}, p.jobs()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFailuresAreEvents(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	p.cronJob("c", "* * * * *", policy(batchv1.ReplaceConcurrent))
	p.client.Before(func(verb, kind string, _ resource.Object) error {
		if verb == "create" && kind == "jobs" && p.clock.Since(planeBorn) < 31*time.Second {
			return apierrors.NewForbidden(batchv1.Resource("jobs"), "c-29924701", nil)
		}
		if verb == "delete" && p.clock.Since(planeBorn) < 91*time.Second {
			return apierrors.NewTimeoutError("no time", 0)
		}
		return nil
	})
	p.at(2 * time.Minute)
	if diff := cmp.Diff([]string{"c-29924702"}, p.jobs()); diff != "" {
		t.Error("retries until it can:", diff)
	}
	want := []string{
		"Normal SuccessfulCreate: Created job c-29924701",
		"Normal SuccessfulCreate: Created job c-29924702",
		"Normal SuccessfulDelete: Deleted job c-29924701",
		`Warning FailedCreate: Error creating job: jobs.batch "c-29924701" is forbidden: <nil>`,
		"Warning FailedDelete: Deleted job: Timeout: no time",
	}
	if diff := cmp.Diff(want, p.events("c")); diff != "" {
		t.Error(diff)
	}
}

func TestAJobStartedByHandWakesItsCronJob(t *testing.T) {
	p := newTestPlane(t, newCronJobController)
	cj := p.cronJob("c", "0 4 * * *")
	_, err := p.client.Jobs().Create(scheduler.JobFromCronJob(cj, "by-hand"))
	p.check(err)
	p.at(time.Minute)
	p.end("by-hand", batchv1.JobComplete)
	p.settle()
	cj = p.getCronJob("c")
	if got := cj.Status.LastSuccessfulTime; got == nil || !got.Time.Equal(planeBorn.Add(time.Minute)) || len(cj.Status.Active) != 0 {
		t.Errorf("lastSuccessfulTime %v, active %v", got, cj.Status.Active)
	}
	p.check(p.client.CronJobs().Delete("ns", "c", metav1.DeleteOptions{}))
	p.at(24 * time.Hour)
	if diff := cmp.Diff([]string{"by-hand"}, p.jobs()); diff != "" {
		t.Error("a deleted CronJob starts nothing:", diff)
	}
}
