package slots

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
)

func TestASlotThatForbidHeldBackIsSkippedAndNotMissed(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, time.UTC) }
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	slotstest.Ran(c, at(0, 0), workload.JobComplete, false)
	slotstest.Ran(c, at(3, 0), workload.JobRunning, false)
	all := []*workload.CronJob{c}
	for policy, want := range map[batchv1.ConcurrencyPolicy]Tally{
		batchv1.ForbidConcurrent: {Complete: 1, Missed: 2, Running: 1, Skipped: 2, Waiting: 1}, // missed at 01:00 and 02:00
		batchv1.AllowConcurrent:  {Complete: 1, Missed: 4, Running: 1, Waiting: 1},
	} {
		c.Trimmed.Spec.ConcurrencyPolicy = policy
		d := dayOf(t, all, Date{2026, time.November, 24}, Zone{time.UTC})
		past, _ := d.Past(t.Context(), all, since(at(6, 10)))
		if diff := cmp.Diff(want, past.Total); diff != "" {
			t.Errorf("%s: %s", policy, diff)
		}
		days, _ := New(all, false).MonthPast(t.Context(), d.Date, Zone{time.UTC}, all, since(at(6, 10)))
		want[Waiting] = 0 // which a month does not count
		if diff := cmp.Diff(want, days[23].Tally); diff != "" {
			t.Errorf("the month, %s: %s", policy, diff)
		}
	}
}
