package scheduler

import (
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
	"pgregory.net/rapid"
)

// slotJob is the Job of a slot so long after the CronJob's creation, which took so long; how is "" while it runs.
func (w *cronWorld) slotJob(slot, took time.Duration, how batchv1.JobConditionType) *cronWorld {
	at := cronBorn.Add(slot)
	w.owns(runName(w.CronJob, at))
	job := w.Jobs[len(w.Jobs)-1]
	job.Annotations = map[string]string{batchv1.CronJobScheduledTimestampAnnotation: at.Format(time.RFC3339)}
	job.Status.StartTime = ptr.To(metav1.NewTime(at))
	if how != "" {
		w.ended(how, slot, slot+took)
	}
	return w
}

func (w *cronWorld) past(t interface{ Fatal(...any) }) *Past {
	schedule, err := CronJobSchedule(w.CronJob, w.Local)
	if err != nil {
		t.Fatal(err)
	}
	return NewPast(w.CronJob, schedule, w.Jobs, Observation{Now: w.Now})
}

func TestWhatIsKnownOfASlot(t *testing.T) {
	const complete, failed = batchv1.JobComplete, batchv1.JobFailed
	suspended := func(w *cronWorld) *cronWorld {
		return w.with(func(spec *batchv1.CronJobSpec) { spec.Suspend = ptr.To(true) })
	}
	limits := func(w *cronWorld, good, bad int32) *cronWorld {
		return w.with(func(spec *batchv1.CronJobSpec) {
			spec.SuccessfulJobsHistoryLimit, spec.FailedJobsHistoryLimit = &good, &bad
		})
	}
	hourly := func() *cronWorld { return cronJob("0 * * * *") }
	for _, c := range []struct {
		say   string
		world *cronWorld
		slot  time.Duration // after the CronJob's creation
		want  SlotState
		by    time.Duration // the slot of the Job that the fact rests on, 0 for none
	}{
		{"to come", hourly().at(30 * time.Minute), time.Hour, SlotAhead, 0},
		{"before the CronJob was created", hourly().at(3 * time.Hour), -time.Hour, SlotBeforeCreation, 0},
		{"at the instant of creation, which starts nothing", hourly().at(3 * time.Hour), 0, SlotBeforeCreation, 0},
		{"its Job is there", hourly().slotJob(time.Hour, time.Minute, failed).at(90 * time.Minute), time.Hour, SlotRan, time.Hour},
		{"passed between two that ran", hourly().slotJob(time.Hour, time.Minute, complete).slotJob(3*time.Hour, time.Minute, complete).last(3 * time.Hour).at(200 * time.Minute), 2 * time.Hour, SlotMissed, 0},
		{"the latest one, not started yet", hourly().slotJob(time.Hour, time.Minute, complete).last(time.Hour).at(2*time.Hour + time.Second), 2 * time.Hour, SlotWaiting, 0},
		{"the latest one, beyond the deadline", hourly().deadline(30).last(time.Hour).at(2*time.Hour + time.Minute), 2 * time.Hour, SlotMissed, 0},
		{"the latest one, within the deadline", hourly().deadline(90).last(time.Hour).at(2*time.Hour + time.Minute), 2 * time.Hour, SlotWaiting, 0},
		{"held back by Forbid", hourly().policy(batchv1.ForbidConcurrent).slotJob(time.Hour, 150*time.Minute, complete).last(time.Hour).at(4 * time.Hour), 2 * time.Hour, SlotMissed, time.Hour},
		{"waits for the run that Forbid lets end", hourly().policy(batchv1.ForbidConcurrent).slotJob(time.Hour, 0, "").last(time.Hour).at(130 * time.Minute), 2 * time.Hour, SlotWaiting, time.Hour},
		{"Allow puts nothing in the way", hourly().slotJob(time.Hour, 150*time.Minute, complete).last(3 * time.Hour).at(4 * time.Hour), 2 * time.Hour, SlotMissed, 0},
		{"its Job was deleted, the status remembers it", hourly().last(2 * time.Hour).at(150 * time.Minute), 2 * time.Hour, SlotJobGone, 0},
		{"suspended since the last run", suspended(hourly().slotJob(time.Hour, time.Minute, complete).last(time.Hour).at(4 * time.Hour)), 3 * time.Hour, SlotSuspended, 0},
		{"suspended before it ever ran", suspended(hourly().at(4 * time.Hour)), 2 * time.Hour, SlotSuspended, 0},
		{
			"older than the oldest complete Job that is kept",
			limits(hourly(), 2, 1).slotJob(4*time.Hour, time.Minute, complete).slotJob(6*time.Hour, time.Minute, complete).last(6 * time.Hour).at(390 * time.Minute),
			3 * time.Hour, SlotUnknown, 0,
		},
		{
			"later than the oldest complete Job that is kept",
			limits(hourly(), 2, 1).slotJob(4*time.Hour, time.Minute, complete).slotJob(6*time.Hour, time.Minute, complete).last(6 * time.Hour).at(390 * time.Minute),
			5 * time.Hour, SlotMissed, 0,
		},
		{
			"an older one has ended since, and is still to be deleted",
			limits(hourly(), 1, 1).slotJob(2*time.Hour, 150*time.Minute, complete).slotJob(4*time.Hour, time.Minute, complete).last(4 * time.Hour).at(275 * time.Minute),
			3 * time.Hour, SlotUnknown, 0,
		},
		{
			"a failure that is kept says nothing of failures before it",
			limits(hourly(), 3, 1).slotJob(4*time.Hour, time.Minute, failed).last(4 * time.Hour).at(270 * time.Minute),
			3 * time.Hour, SlotUnknown, 0,
		},
		{"may have been replaced", hourly().policy(batchv1.ReplaceConcurrent).slotJob(4*time.Hour, 0, "").last(4 * time.Hour).at(270 * time.Minute), 2 * time.Hour, SlotUnknown, 0},
		{"nothing that failed is kept", limits(hourly(), 3, 0).last(6 * time.Hour).at(390 * time.Minute), 5 * time.Hour, SlotUnknown, 0},
		{
			"finished Jobs live for an hour",
			hourly().with(func(spec *batchv1.CronJobSpec) { spec.JobTemplate.Spec.TTLSecondsAfterFinished = ptr.To[int32](3600) }).last(6 * time.Hour).at(390 * time.Minute),
			5 * time.Hour, SlotUnknown, 0,
		},
		{"a Job at a time that is no slot: the schedule was another", hourly().slotJob(150*time.Minute, time.Minute, complete).last(5 * time.Hour).at(330 * time.Minute), 2 * time.Hour, SlotUnknown, 0},
		{"after the schedule was changed", hourly().slotJob(150*time.Minute, time.Minute, complete).last(5 * time.Hour).at(330 * time.Minute), 4 * time.Hour, SlotMissed, 0},
	} {
		t.Run(c.say, func(t *testing.T) {
			got := c.world.past(t).At(cronBorn.Add(c.slot))
			by := time.Duration(0)
			if got.Job != nil {
				slot, _ := JobSlot(c.world.CronJob, got.Job)
				by = slot.Sub(cronBorn)
			}
			if got.State != c.want || by != c.by {
				t.Errorf("%d by the run of %v, want %d by that of %v", got.State, by, c.want, c.by)
			}
		})
	}
}

func TestNothingIsMissedAtTheInstantOfCreation(t *testing.T) {
	past := cronJob("* * * * *").at(0).past(t)
	if missed, skipped := past.Missed(cronBorn.Add(-time.Hour), cronBorn.Add(time.Hour)); missed+skipped != 0 {
		t.Errorf("%d slots of a CronJob that was created now count as missed", missed+skipped)
	}
}

func TestNothingIsMissedBeforeItIsKnown(t *testing.T) {
	w := cronJob("0 * * * *").slotJob(time.Hour, time.Minute, batchv1.JobComplete).last(time.Hour).at(5*time.Hour + time.Minute)
	schedule, _ := CronJobSchedule(w.CronJob, w.Local)
	for _, c := range []struct {
		say  string
		lag  time.Duration
		want []SlotState // of the slots after an hour, two, and so on
	}{
		{"all is known", 0, []SlotState{SlotRan, SlotMissed, SlotMissed, SlotMissed, SlotWaiting}},
		{"the latest slot has just come", 2 * time.Minute, []SlotState{SlotRan, SlotMissed, SlotMissed, SlotWaiting, SlotWaiting}},
		{"two hours behind", 2 * time.Hour, []SlotState{SlotRan, SlotMissed, SlotWaiting, SlotWaiting, SlotWaiting}},
		{"behind the run that is known", 5 * time.Hour, []SlotState{SlotRan, SlotWaiting, SlotWaiting, SlotWaiting, SlotWaiting}},
	} {
		t.Run(c.say, func(t *testing.T) {
			past, missed := NewPast(w.CronJob, schedule, w.Jobs, Observation{w.Now, c.lag}), 0
			for i, want := range c.want {
				if got := past.At(cronBorn.Add(time.Duration(i+1) * time.Hour)).State; got != want {
					t.Errorf("of slot %d it says %d, want %d", i+1, got, want)
				}
				if want == SlotMissed {
					missed++
				}
			}
			if n, _ := past.Missed(cronBorn, w.Now); n != missed {
				t.Errorf("counts %d missed, want %d", n, missed)
			}
		})
	}
}

func TestSlotOfAJob(t *testing.T) {
	w := cronJob("0 * * * *").slotJob(time.Hour, 0, "").owns("c-29731260").owns("c-manual-abc").owns("c-7x")
	w.Jobs[0].Name = "whatever"
	w.owns("c-29731260")
	w.Jobs[4].Annotations = map[string]string{manualAnnotation: "manual"}
	for i, want := range []string{"2026-11-24 02:00:00", "2026-07-12 17:00:00", "", "", ""} {
		got := ""
		if slot, ok := JobSlot(w.CronJob, w.Jobs[i]); ok {
			got = slot.UTC().Format(time.DateTime)
		}
		if got != want {
			t.Errorf("%s is of slot %q, want %q", w.Jobs[i].Name, got, want)
		}
	}
}

// TestPastNeverClaimsWhatIsNotSo lets the controller's own plans run a CronJob and then asks about every slot.
func TestPastNeverClaimsWhatIsNotSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := cronJob(rapid.SampledFrom([]string{"0 * * * *", "*/20 * * * *", "5,50 */2 * * *", "7 1-5 * * *"}).Draw(t, "schedule"))
		w.policy(rapid.SampledFrom([]batchv1.ConcurrencyPolicy{
			batchv1.AllowConcurrent, batchv1.ForbidConcurrent, batchv1.ReplaceConcurrent,
		}).Draw(t, "policy"))
		good, bad := rapid.Int32Range(0, 4).Draw(t, "kept"), rapid.Int32Range(0, 2).Draw(t, "kept failures")
		w.with(func(spec *batchv1.CronJobSpec) {
			spec.SuccessfulJobsHistoryLimit, spec.FailedJobsHistoryLimit = &good, &bad
		})
		if rapid.Bool().Draw(t, "with a deadline") {
			w.deadline(rapid.Int64Range(0, 2000).Draw(t, "deadline"))
		}
		started := w.play(t, 12*time.Hour)
		past := w.past(t)
		var missed, skipped int
		for slot := range past.schedule.Between(cronBorn.Add(-3*time.Hour), w.Now) {
			fact := past.At(slot)
			can := map[SlotState]bool{SlotUnknown: true}
			switch {
			case !slot.After(cronBorn):
				can = map[SlotState]bool{SlotBeforeCreation: true}
			case started[slot.Unix()]:
				can[SlotRan], can[SlotJobGone] = true, true
			default:
				can[SlotMissed], can[SlotWaiting] = true, true
			}
			if !can[fact.State] {
				t.Fatalf("of %s it says %d; started %t", slot.Format("15:04"), fact.State, started[slot.Unix()])
			}
			switch {
			case fact.State == SlotMissed && fact.Job != nil:
				skipped++
			case fact.State == SlotMissed:
				missed++
			}
		}
		if m, n := past.Missed(cronBorn.Add(-3*time.Hour), w.Now.Add(time.Hour)); m != missed || n != skipped {
			t.Fatalf("counts %d missed and %d skipped, walks over %d and %d", m, n, missed, skipped)
		}
	})
}

// play carries out what the controller plans, minute by minute, with outages and runs of any length, and says which slots started.
func (w *cronWorld) play(t *rapid.T, span time.Duration) map[int64]bool {
	started := map[int64]bool{}
	ends := map[string]time.Time{}
	outage := rapid.IntRange(0, 600).Draw(t, "outage from minute")
	length := rapid.IntRange(0, 180).Draw(t, "outage of minutes")
	remove := func(gone *batchv1.Job) {
		kept := w.Jobs[:0:0]
		for _, job := range w.Jobs {
			if job != gone {
				kept = append(kept, job)
			}
		}
		w.Jobs = kept
		ForgetJob(&w.CronJob.Status, gone.UID)
	}
	for minute := 0; time.Duration(minute)*time.Minute <= span; minute++ {
		w.at(time.Duration(minute)*time.Minute + time.Second)
		for _, job := range w.Jobs {
			if end := ends[job.Name]; JobFinished(job) == nil && !end.After(w.Now) {
				how := batchv1.JobComplete
				if end.Unix()%3 == 0 {
					how = batchv1.JobFailed
				}
				job.Status.Conditions = []batchv1.JobCondition{{Type: how, Status: "True", LastTransitionTime: metav1.NewTime(end)}}
			}
		}
		if minute >= outage && minute < outage+length {
			continue
		}
		for _, job := range CronJobHistory(w.CronJob, w.Jobs) {
			remove(job)
		}
		plan := PlanCronJob(w.CronJobInput)
		for _, ref := range plan.Replace {
			for _, job := range w.Jobs {
				if job.UID == ref.UID {
					remove(job)
				}
			}
		}
		if plan.Create != nil {
			job := plan.Create.DeepCopy()
			job.UID, job.CreationTimestamp = types.UID(job.Name), metav1.NewTime(w.Now)
			job.Status.StartTime = ptr.To(metav1.NewTime(w.Now))
			plan.RecordStart(job)
			w.Jobs = append(w.Jobs, job)
			started[plan.slot.Unix()] = true
			ends[job.Name] = w.Now.Add(time.Duration(rapid.IntRange(1, 150).Draw(t, fmt.Sprint("length of ", job.Name))) * time.Minute)
		}
		w.CronJob.Status = plan.Status
	}
	return started
}
