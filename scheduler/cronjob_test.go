package scheduler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

const pad = 100 * time.Millisecond

func TestPlanCronJob(t *testing.T) {
	hours := func(n float64) time.Duration { return time.Duration(n * float64(time.Hour)) }
	suspend := func(spec *batchv1.CronJobSpec) { spec.Suspend = ptr.To(true) }
	tests := map[string]struct {
		given *cronWorld
		want  cronOutcome
	}{
		"before the first slot it waits for it":       {cronJob("0 2 * * *").at(hours(0.5)), cronOutcome{requeue: hours(0.5) + pad}},
		"at a slot it starts a Job":                   {cronJob("0 2 * * *").at(hours(1)), cronOutcome{creates: "24 02:00:00", requeue: 0}},
		"just before a slot it does not":              {cronJob("0 2 * * *").at(hours(1) - 1), cronOutcome{requeue: pad + 1}},
		"a slot acted upon is not repeated":           {cronJob("0 2 * * *").last(hours(1)).at(hours(1.5)), cronOutcome{requeue: hours(23.5) + pad}},
		"of several missed slots only the last runs":  {cronJob("0 * * * *").at(hours(5.25)), cronOutcome{creates: "24 06:00:00"}},
		"in its time zone":                            {cronJob("0 2 * * *").zone("Europe/Paris").at(hours(24)), cronOutcome{creates: "25 01:00:00"}},
		"without time zone in the controller's":       {cronJob("0 2 * * *").zone("Local").at(hours(1)), cronOutcome{creates: "24 02:00:00"}},
		"a zone in the schedule wins, with a warning": {cronJob("TZ=Europe/Paris 0 2 * * *").zone("Asia/Tokyo").at(hours(24)), cronOutcome{creates: "25 01:00:00", events: []string{"UnsupportedSchedule"}}},

		"an unknown zone stops it":        {cronJob("* * * * *").zone("Mars/Base").at(hours(1)), cronOutcome{events: []string{"UnknownTimeZone"}}},
		"suspended it waits for an edit":  {cronJob("* * * * *").with(suspend).at(hours(1)), cronOutcome{}},
		"a schedule that does not parse":  {cronJob("* * *").at(hours(1)), cronOutcome{events: []string{"UnparseableSchedule"}}},
		"a schedule that panics upstream": {cronJob("TZ=0").at(hours(1)), cronOutcome{events: []string{"UnsupportedSchedule", "UnparseableSchedule"}}},
		"a date that does not exist":      {cronJob("59 23 31 2 *").at(hours(1)), cronOutcome{events: []string{"InvalidSchedule"}}},

		"Allow starts beside what runs": {cronJob("0 2 * * *").runs("old").at(hours(1)), cronOutcome{creates: "24 02:00:00", active: []string{"old"}}},
		"Forbid waits for what runs": {
			cronJob("0 2 * * *").policy(batchv1.ForbidConcurrent).runs("old").at(hours(1)),
			cronOutcome{events: []string{"JobAlreadyActive"}, active: []string{"old"}, requeue: hours(24) + pad},
		},
		"Forbid starts once it has ended": {
			cronJob("0 2 * * *").policy(batchv1.ForbidConcurrent).runs("old").ended(batchv1.JobFailed, 0, 1).at(hours(1.5)),
			cronOutcome{creates: "24 02:00:00", events: []string{"SawCompletedJob"}, changed: true},
		},
		"Replace deletes what runs": {
			cronJob("0 2 * * *").policy(batchv1.ReplaceConcurrent).runs("a").runs("b").at(hours(1)),
			cronOutcome{creates: "24 02:00:00", replaces: []string{"a", "b"}, active: []string{"a", "b"}},
		},
		"a slot whose Job is active is not started again": {cronJob("0 2 * * *").runs("c-29924760").at(hours(1)), cronOutcome{active: []string{"c-29924760"}, requeue: hours(24) + pad}},

		"a deadline that has not passed":      {cronJob("0 2 * * *").deadline(600).at(hours(1) + 599*time.Second), cronOutcome{creates: "24 02:00:00"}},
		"a deadline that has passed":          {cronJob("0 2 * * *").deadline(600).at(hours(1) + 600*time.Second), cronOutcome{requeue: hours(24) - 600*time.Second + pad}},
		"a Job it did not create":             {cronJob("0 2 * * *").owns("stray"), cronOutcome{events: []string{"UnexpectedJob"}, requeue: hours(1) + pad}},
		"an active Job that is gone":          {missing(cronJob("0 2 * * *")), cronOutcome{events: []string{"MissingJob"}, changed: true, requeue: hours(1) + pad}},
		"an active Job that is another's now": {taken(missing(cronJob("0 2 * * *"))), cronOutcome{active: []string{"gone"}, requeue: hours(1) + pad}},
		"being deleted it only looks": {
			deleted(cronJob("0 2 * * *").runs("old").ended(batchv1.JobFailed, 0, 1).at(hours(1))), cronOutcome{events: []string{"SawCompletedJob"}, changed: true},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := tt.given.CronJob.DeepCopy()
			got := outcomeOf(PlanCronJob(tt.given.CronJobInput))
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(cronOutcome{})); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, tt.given.CronJob); diff != "" {
				t.Error("the plan changed the CronJob:", diff)
			}
		})
	}
}

func missing(w *cronWorld) *cronWorld {
	w.CronJob.Status.Active = []corev1.ObjectReference{{Namespace: "ns", Name: "gone", UID: "uid-gone"}}
	return w
}

func taken(w *cronWorld) *cronWorld {
	w.Others = []*batchv1.Job{{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "gone", UID: "uid-other"}}}
	return w
}

func deleted(w *cronWorld) *cronWorld {
	w.CronJob.DeletionTimestamp = ptr.To(metav1.NewTime(cronBorn))
	return w
}

func TestEventsOfACronJobSayWhatUpstreamSays(t *testing.T) {
	tests := map[string]struct {
		given *cronWorld
		want  CronJobEvent
	}{
		"zone":     {cronJob("* * * * *").zone("Mars/Base"), CronJobEvent{"Warning", "UnknownTimeZone", `invalid timeZone: "Mars/Base": unknown time zone Mars/Base`}},
		"fields":   {cronJob("* * *"), CronJobEvent{"Warning", "UnparseableSchedule", `unparseable schedule: "* * *" : expected exactly 5 fields, found 3: [* * *]`}},
		"date":     {cronJob("59 23 31 2 *"), CronJobEvent{"Warning", "InvalidSchedule", "invalid schedule: 59 23 31 2 * : time difference between two schedules is less than 1 second"}},
		"stray":    {cronJob("0 2 * * *").owns("x"), CronJobEvent{"Warning", "UnexpectedJob", "Saw a job that the controller did not create or forgot: x"}},
		"complete": {cronJob("0 2 * * *").runs("x").ended(batchv1.JobComplete, 0, 1), CronJobEvent{"Normal", "SawCompletedJob", "Saw completed job: x, condition: Complete"}},
		"missing":  {missing(cronJob("0 2 * * *")), CronJobEvent{"Normal", "MissingJob", "Active job went missing: gone"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff([]CronJobEvent{tt.want}, PlanCronJob(tt.given.CronJobInput).Events); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheJobOfASlot(t *testing.T) {
	w := cronJob("0 2 * * *").zone("Europe/Paris").at(25 * time.Hour)
	w.CronJob.Spec.JobTemplate = batchv1.JobTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Name: "ignored", Labels: map[string]string{"app": "x"}, Annotations: map[string]string{"a": "b"}, Finalizers: []string{"ignored"}},
		Spec:       batchv1.JobSpec{BackoffLimit: ptr.To[int32](2)},
	}
	want := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "ns", Name: "c-29926140", Labels: map[string]string{"app": "x"},
			Annotations: map[string]string{"a": "b", "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-11-25T02:00:00+01:00"},
			OwnerReferences: []metav1.OwnerReference{{
				APIVersion: "batch/v1", Kind: "CronJob", Name: "c", UID: "uid-c", Controller: ptr.To(true), BlockOwnerDeletion: ptr.To(true),
			}},
		},
		Spec: batchv1.JobSpec{BackoffLimit: ptr.To[int32](2)},
	}
	if diff := cmp.Diff(want, PlanCronJob(w.CronJobInput).Create); diff != "" {
		t.Error(diff)
	}
}

func TestAJobMadeByHandIsKubectls(t *testing.T) {
	w := cronJob("0 2 * * *")
	w.CronJob.Spec.JobTemplate.Annotations = map[string]string{"cronjob.kubernetes.io/instantiate": "template"}
	job := JobFromCronJob(w.CronJob, "by-hand")
	if owner := job.OwnerReferences[0]; owner.BlockOwnerDeletion != nil || !metav1.IsControlledBy(job, w.CronJob) {
		t.Errorf("owner %+v: want the CronJob as controller, without blockOwnerDeletion", owner)
	}
	if diff := cmp.Diff(map[string]string{"cronjob.kubernetes.io/instantiate": "template"}, job.Annotations); diff != "" {
		t.Error("the template's annotations override:", diff)
	}
	if delete(w.CronJob.Spec.JobTemplate.Annotations, "cronjob.kubernetes.io/instantiate"); JobFromCronJob(w.CronJob, "x").Annotations["cronjob.kubernetes.io/instantiate"] != "manual" {
		t.Error("the Job is not marked as started by hand")
	}
}

func TestHistoryKeepsTheYoungest(t *testing.T) {
	w := cronJob("* * * * *").
		owns("never-started").owns("b").ended(batchv1.JobComplete, 5, 6).owns("a").ended(batchv1.JobComplete, 5, 6).
		owns("young").ended(batchv1.JobComplete, time.Hour, time.Hour).owns("old").ended(batchv1.JobComplete, 0, time.Hour).
		owns("failed").ended(batchv1.JobFailed, time.Minute, time.Hour).owns("failed-too").ended(batchv1.JobFailed, 0, time.Hour)
	w.owns("unstarted").ended(batchv1.JobComplete, 0, time.Hour).Jobs[len(w.Jobs)-1].Status.StartTime = nil
	tests := map[string]struct {
		successful, failed *int32
		want               []string
	}{
		"the defaults":          {ptr.To[int32](3), ptr.To[int32](1), []string{"old", "a", "failed-too"}},
		"none":                  {ptr.To[int32](0), ptr.To[int32](0), []string{"old", "a", "b", "young", "unstarted", "failed-too", "failed"}},
		"no limit on successes": {nil, ptr.To[int32](0), []string{"failed-too", "failed"}},
		"no limits":             {nil, nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w.CronJob.Spec.SuccessfulJobsHistoryLimit, w.CronJob.Spec.FailedJobsHistoryLimit = tt.successful, tt.failed
			var got []string
			for _, job := range CronJobHistory(w.CronJob, w.Jobs) {
				got = append(got, job.Name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheLatestSuccessIsKept(t *testing.T) {
	w := cronJob("0 2 * * *").
		owns("late").ended(batchv1.JobComplete, 0, 20*time.Minute).
		owns("early").ended(batchv1.JobComplete, 0, 10*time.Minute).
		owns("failed").ended(batchv1.JobFailed, 0, 30*time.Minute)
	p := PlanCronJob(w.CronJobInput)
	if got, want := p.Status.LastSuccessfulTime, cronBorn.Add(20*time.Minute); got == nil || !got.Time.Equal(want) {
		t.Errorf("lastSuccessfulTime %v, want %v", got, want)
	}
	w.CronJob.Status = p.Status
	if PlanCronJob(w.CronJobInput).Changed {
		t.Error("planning again changes the status again")
	}
}

func TestAStartedJobIsInTheStatus(t *testing.T) {
	w := cronJob("0 * * * *").at(90 * time.Minute)
	p := PlanCronJob(w.CronJobInput)
	job := begin(t, p)
	want := cronOutcome{creates: "24 02:00:00", active: []string{job.Name}, changed: true, requeue: 30*time.Minute + pad}
	if diff := cmp.Diff(want, outcomeOf(p), cmp.AllowUnexported(cronOutcome{})); diff != "" {
		t.Error(diff)
	}
	if last := p.Status.LastScheduleTime; !last.Time.Equal(cronBorn.Add(time.Hour)) {
		t.Errorf("lastScheduleTime %v, want the slot", last)
	}
	if p.Adopts(job) {
		t.Error("adopts a Job that is active already")
	}
	p.Forget(job)
	if !p.Adopts(job) {
		t.Error("does not adopt its own Job that the status forgot")
	}
	job.OwnerReferences = nil
	if p.Adopts(job) {
		t.Error("adopts a stranger")
	}
}

func TestAnEditedScheduleWaitsForItsNextSlot(t *testing.T) {
	w := cronJob("0 2 * * *").last(0).at(3*time.Hour + 30*time.Minute)
	d, warning := UntilNextSlot(w.CronJob, time.UTC, w.Now)
	if want := 21*time.Hour + 30*time.Minute + pad; d != want || warning != nil {
		t.Errorf("got %v, %v; want %v", d, warning, want)
	}
	w.CronJob.Spec.Schedule = "TZ=0"
	want := &CronJobEvent{"Warning", "UnParseableCronJobSchedule", "unparseable schedule for cronjob: TZ=0"}
	if _, got := UntilNextSlot(w.CronJob, time.UTC, w.Now); !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
