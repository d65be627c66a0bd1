package scheduler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// The CronJob ran at 02:00 last, and it is 10:00 when its schedule is edited.
func TestAfterEdit(t *testing.T) {
	at := func(hour, minute int) time.Time {
		return time.Date(2026, time.November, 24, hour, minute, 0, 0, time.UTC)
	}
	edited := func(schedule string) *cronWorld { return cronJob(schedule).last(time.Hour).at(9 * time.Hour) }
	tomorrow := 24 * time.Hour
	for name, c := range map[string]struct {
		world        *cronWorld
		next, missed time.Time
	}{
		"a time still to come":             {edited("0 12 * * *"), at(12, 0), time.Time{}},
		"a time that has passed":           {edited("0 9 * * *"), at(9, 0).Add(tomorrow), at(9, 0)},
		"the latest of many missed":        {edited("*/30 * * * *"), at(10, 30), at(10, 0)},
		"too late by the deadline":         {edited("0 9 * * *").deadline(600), at(9, 0).Add(tomorrow), time.Time{}},
		"within the deadline":              {edited("50 9 * * *").deadline(900), at(9, 50).Add(tomorrow), at(9, 50)},
		"suspended, missed when resumed":   {edited("0 9 * * *").with(func(s *batchv1.CronJobSpec) { s.Suspend = ptr.To(true) }), time.Time{}, at(9, 0)},
		"the time it ran at":               {edited("0 2 * * *"), at(2, 0).Add(tomorrow), time.Time{}},
		"in another zone":                  {edited("0 9 * * *").zone("Asia/Tokyo"), at(0, 0).Add(tomorrow), time.Time{}},
		"never":                            {edited("0 0 31 2 *"), time.Time{}, time.Time{}},
		"every, counted from the last run": {edited("@every 3h"), at(11, 0), at(8, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			before := c.world.CronJob.DeepCopy()
			got := AfterEdit(c.world.CronJob, time.UTC, c.world.Now)
			if !got.Next.Equal(c.next) || !got.Missed.Equal(c.missed) {
				t.Errorf("next %v, missed %v, want %v and %v", got.Next, got.Missed, c.next, c.missed)
			}
			if diff := cmp.Diff(before, c.world.CronJob); diff != "" {
				t.Errorf("the CronJob is changed:\n%s", diff)
			}
			// What is missed is what a sync starts once the CronJob is not suspended.
			c.world.CronJob.Spec.Suspend = nil
			plan := PlanCronJob(c.world.CronJobInput)
			if starts := plan.Create != nil; starts != !got.Missed.IsZero() || starts && !plan.slot.Equal(got.Missed) {
				t.Errorf("a sync starts %v at %v, the outlook says %v", starts, plan.slot, got.Missed)
			}
		})
	}
}

func TestAfterEditOfAManifestMissesNothing(t *testing.T) {
	w := cronJob("0 9 * * *").at(9 * time.Hour)
	w.CronJob.CreationTimestamp.Time = time.Time{}
	if got, want := AfterEdit(w.CronJob, time.UTC, w.Now), w.Now.Add(23*time.Hour); !got.Next.Equal(want) || !got.Missed.IsZero() {
		t.Errorf("%+v, want %v", got, want)
	}
}

func TestRunsTellOfTheClocks(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		expr  string
		from  time.Time
		notes []string
	}{
		{"30 2 * * *", time.Date(2027, 3, 26, 12, 0, 0, 0, paris), []string{"", "none at 02:30 on Sun 28 Mar: the clocks went forward", ""}},
		{"30 2 * * *", time.Date(2027, 10, 30, 12, 0, 0, 0, paris), []string{"first of two at 02:30: the clocks go back", "02:30 again: the clocks went back", ""}},
		{"0 12 * * *", time.Date(2027, 10, 30, 13, 0, 0, 0, paris), []string{"the clocks went from 03:00 to 02:00 on Sun 31 Oct", "", ""}},
		{"0 0 31 2 *", time.Date(2027, 1, 1, 0, 0, 0, 0, paris), nil},
	} {
		s, err := cron.Parse(c.expr, paris)
		if err != nil {
			t.Fatal(err)
		}
		runs := s.Slots(c.from, 3)
		if len(runs) != len(c.notes) {
			t.Fatalf("%s: %d runs", c.expr, len(runs))
		}
		at := c.from
		for i, run := range runs {
			if at = s.Next(at); !run.At.Equal(at) || run.Note != c.notes[i] {
				t.Errorf("%s: run %v %q, want %v %q", c.expr, run.At, run.Note, at, c.notes[i])
			}
		}
	}
}
