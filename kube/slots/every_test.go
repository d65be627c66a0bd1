package slots

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// everySevenHours ran three times on 24 November 2026, the first of which is only remembered, and once the day before.
func everySevenHours(t testing.TB) *workload.CronJob {
	c := cronJob(t, "every", "@every 7h", "UTC")
	at := time.Date(2026, 11, 23, 23, 0, 0, 0, time.UTC)
	for range 4 {
		slotstest.Ran(c, at, workload.JobComplete, false)
		at = at.Add(7*time.Hour + time.Second) // the controller counts from when it looked
	}
	c.Schedule = c.Schedule.WithAnchor(c.Trimmed.Status.LastScheduleTime.Time)
	run := workload.RunOf(c.Jobs[2], c.Trimmed)
	run.JobDeleted, run.Slot = true, run.Created
	c.Past = append(c.Past, run)
	c.Jobs = append(c.Jobs[:2], c.Jobs[3])
	for _, job := range c.Jobs {
		job.Trimmed.Annotations = map[string]string{"batch.kubernetes.io/cronjob-scheduled-timestamp": job.Trimmed.CreationTimestamp.UTC().Format(time.RFC3339)}
	}
	return c
}

func TestRunsOfEveryAreItsOwnSlots(t *testing.T) {
	c := everySevenHours(t)
	all, now := []*workload.CronJob{c}, time.Date(2026, 11, 24, 22, 0, 0, 0, time.UTC)
	d := dayOf(t, all, Date{2026, time.November, 24}, Zone{time.UTC})
	entries, _, _ := d.Entries(t.Context(), WholeDay, all, since(now))
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%s %d slot=%t gone=%t", e.At.Format(time.TimeOnly), e.Outcome, e.Slot, e.Run != nil))
	}
	want := []string{
		fmt.Sprintf("06:00:01 %d slot=true gone=true", Complete), fmt.Sprintf("13:00:02 %d slot=true gone=false", Complete),
		fmt.Sprintf("20:00:03 %d slot=true gone=false", Complete),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.Total != 3 || len(d.CronJobs) != 1 || d.CronJobs[0].Count != 3 || d.CronJobs[0].First.Hour() != 6 {
		t.Errorf("%d runs on the day: %+v", d.Total, d.CronJobs)
	}
	past, _ := d.Past(t.Context(), all, since(now))
	if diff := cmp.Diff(Tally{Complete: 3}, past.Total); diff != "" || past.OffSchedule(WholeDay) != 0 {
		t.Errorf("%d beside its slots; %s", past.OffSchedule(WholeDay), diff)
	}
	month, _ := New(all, false).Month(t.Context(), d.Date, Zone{time.UTC}, time.UTC)
	if diff := cmp.Diff([]int{0, 1, 3, 3, 4}, month.Counts[21:26]); diff != "" { // the 25th begins at 03:00:03
		t.Error(diff)
	}
	days, _ := New(all, false).MonthPast(t.Context(), d.Date, Zone{time.UTC}, all, since(now))
	if diff := cmp.Diff([]DateTally{{Tally: Tally{Complete: 1}}, {Tally: Tally{Complete: 3}}, {}}, days[22:25]); diff != "" {
		t.Error(diff)
	}
	if ran := everySevenHours(t); !New(all, false).Same(New([]*workload.CronJob{ran}, false)) {
		t.Error("the same runs make another counter")
	} else if ran.Past = nil; New(all, false).Same(New([]*workload.CronJob{ran}, false)) {
		t.Error("a run less makes the same counter")
	}
}

func TestRunsBesideTheSlotsAreCountedWithThem(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 24, hour, 0, 0, 0, time.UTC) }
	c := cronJob(t, "nightly", "0 2 * * *", "UTC")
	c.Trimmed.CreationTimestamp = metav1.NewTime(at(0))
	slotstest.Ran(c, at(2), workload.JobComplete, false)
	slotstest.Ran(c, at(2), workload.JobFailed, true) // by hand at the very instant of the slot
	slotstest.Ran(c, at(5), workload.JobComplete, false)
	suspended := everySevenHours(t)
	suspended.Trimmed.Spec.Suspend = new(true)
	all := []*workload.CronJob{c, suspended}
	d := dayOf(t, all, Date{2026, time.November, 24}, Zone{time.UTC})
	past, _ := d.Past(t.Context(), all, since(at(22)))
	var lines []string
	for _, r := range past.CronJobs {
		lines = append(lines, fmt.Sprintf("%s %s ×%d", r.First.Format(time.TimeOnly), r.Key.Name, r.Count))
	}
	if diff := cmp.Diff([]string{"02:00:00 nightly ×3", "06:00:01 every ×3"}, lines); diff != "" {
		t.Error(diff)
	}
	if n := past.OffSchedule(WholeDay); d.Total != 1 || n != 5 || past.OffSchedule(Window{MinuteAt(2, false, 0), MinuteAt(2, false, 1)}) != 1 {
		t.Errorf("%d slots and %d runs beside them", d.Total, n)
	}
	days, _ := New(all, false).MonthPast(t.Context(), d.Date, Zone{time.UTC}, all, since(at(22)))
	if diff := cmp.Diff(DateTally{past.Total, 5}, days[23]); diff != "" {
		t.Errorf("the month does not say what the day says: %s", diff)
	}
	entries, _, _ := d.Entries(t.Context(), WholeDay, all, since(at(22)))
	if len(entries) != d.Total+5 {
		t.Errorf("%d are listed", len(entries))
	}
}

func TestARunOfEveryWhoseJobWasDeletedIsNotMissed(t *testing.T) {
	c := everySevenHours(t) // the limits would have kept the Job of 06:00
	days, _ := New([]*workload.CronJob{c}, false).MonthPast(t.Context(), Date{2026, time.November, 24}, Zone{time.UTC}, []*workload.CronJob{c}, since(time.Date(2026, 11, 24, 22, 0, 0, 0, time.UTC)))
	if n := days[23].Tally[Missed]; n != 0 {
		t.Errorf("%d are missed", n)
	}
}

func TestACronJobThatRanIsStillTheSame(t *testing.T) {
	load := func(expr string, last time.Time) *Counter {
		c := cronJob(t, "c", expr, "Europe/Paris") // loads the zone again, as reading a CronJob does
		c.Schedule = c.Schedule.WithAnchor(last)
		return New([]*workload.CronJob{c}, false)
	}
	last := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	if !load("0 2 * * *", last).Same(load("0 2 * * *", last.AddDate(0, 0, 1))) {
		t.Error("a run changes slots that do not depend on it")
	}
	if load("@every 7h", last).Same(load("@every 7h", last.Add(time.Hour))) {
		t.Error("a run leaves the slots of @every where they were")
	}
	two := New([]*workload.CronJob{cronJob(t, "a", "0 2 * * *", "Europe/Paris"), cronJob(t, "b", "0 2 * * *", "Europe/Paris")}, false)
	if n := len(two.groups(time.Time{})); n != 1 {
		t.Errorf("two CronJobs of one schedule and zone are counted %d times", n)
	}
}
