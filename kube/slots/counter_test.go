package slots

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

func cronJob(t testing.TB, name, expr, zone string) *workload.CronJob {
	return slotstest.CronJob(t, name, expr, zone, 30)
}

// since is the present of a test, which knows all.
func since(now time.Time) scheduler.Observation { return scheduler.Observation{Now: now} }

func guide(t testing.TB) []*workload.CronJob {
	return []*workload.CronJob{
		cronJob(t, "daily-backup", "0 2 * * *", "Europe/Paris"),
		cronJob(t, "health-check", "*/15 * * * *", "UTC"),
		cronJob(t, "weekly-metrics-export", "0 1 * * 1", "UTC"),
	}
}

func dayOf(t testing.TB, cronJobs []*workload.CronJob, date Date, in Zone) *Day {
	t.Helper()
	d, ok := New(cronJobs, false).Day(t.Context(), date, in, time.UTC)
	if !ok {
		t.Fatal("gave up")
	}
	return d
}

func TestMonthsKeepTheDayWithinThem(t *testing.T) {
	d := Date{2026, time.January, 31}
	want := []Date{{2026, time.February, 28}, {2026, time.March, 31}, {2027, time.January, 31}, {2025, time.November, 30}}
	got := []Date{d.AddMonths(1), d.AddMonths(2), d.AddMonths(12), d.AddMonths(-2)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	for day := range 7 {
		if monday := (Date{2026, time.November, 23 + day}).Monday(); monday != (Date{2026, time.November, 23}) {
			t.Errorf("the week of 2026-11-%d begins on %v", 23+day, monday)
		}
	}
}

func TestMonthAndDaysAgree(t *testing.T) {
	cronJobs := append(guide(t), cronJob(t, "night", "30 0-3 * * *", "America/Havana"), cronJob(t, "often", "@every 7m", "UTC"))
	cronJobs[4].Schedule = cronJobs[4].Schedule.WithAnchor(time.Date(2025, 1, 1, 0, 0, 11, 0, time.UTC))
	for i, c := range cronJobs {
		c.Trimmed.CreationTimestamp = metav1.NewTime(time.Date(2026, 3, 1+7*i, 10, 7, 0, 0, time.UTC))
	}
	a := New(cronJobs, false)
	for _, in := range []Zone{{}, {time.UTC}, {slotstest.Zone(t, "Europe/Paris")}, {slotstest.Zone(t, "Australia/Lord_Howe")}, {slotstest.Zone(t, "Antarctica/Troll")}, {slotstest.Zone(t, "America/Havana")}} {
		for _, first := range []Date{{2026, time.March, 1}, {2026, time.October, 1}, {2026, time.November, 1}, {2028, time.February, 1}} {
			month, _ := a.Month(t.Context(), first.AddDays(9), in, time.UTC)
			for i, n := range month.Counts {
				d := dayOf(t, cronJobs, first.AddDays(i), in)
				sum := 0
				for _, h := range d.Hours {
					sum += d.Count(h.Window())
				}
				if d.Total != n || sum != n || d.Count(WholeDay) != n {
					t.Errorf("%v in %v: %d in the month, %d on the day, %d in its hours", d.Date, in.Location, n, d.Total, sum)
				}
				if month.Shifted[i] != (len(d.Shifts) > 0) {
					t.Errorf("%v in %v: the month and the day do not agree on the clocks", d.Date, in.Location)
				}
			}
		}
	}
}

func TestHoursOfDaysOnWhichTheClocksChange(t *testing.T) {
	show := func(d *Day) string {
		var parts []string
		for _, h := range d.Hours {
			if h.Again || h.From != 0 || h.To != 60 {
				parts = append(parts, fmt.Sprintf("%02d again=%t %d-%d ×%d", h.Hour, h.Again, h.From, h.To, d.Count(h.Window())))
			}
		}
		return fmt.Sprint(len(d.Hours), " ", strings.Join(parts, ", "))
	}
	quarters := []*workload.CronJob{cronJob(t, "quarters", "*/15 * * * *", "UTC")}
	quarters[0].Trimmed.CreationTimestamp = metav1.Time{}
	for _, c := range []struct {
		say, zone string
		date      Date
		want      string
	}{
		{"an ordinary day", "Europe/Paris", Date{2026, time.November, 24}, "24 "},
		{"an hour is skipped", "Europe/Paris", Date{2026, time.March, 29}, "24 02 again=false 0-0 ×0"},
		{"an hour comes twice", "Europe/Paris", Date{2026, time.October, 25}, "25 02 again=true 0-60 ×4"},
		{"half an hour comes twice", "Australia/Lord_Howe", Date{2026, time.April, 5}, "25 01 again=true 30-60 ×2"},
		{"half an hour is skipped", "Australia/Lord_Howe", Date{2026, time.October, 4}, "24 02 again=false 30-60 ×2"},
		{"midnight is skipped", "America/Havana", Date{2026, time.March, 8}, "24 00 again=false 0-0 ×0"},
		{"midnight comes twice", "America/Havana", Date{2026, time.November, 1}, "25 00 again=true 0-60 ×4"},
		{"two hours come twice", "Antarctica/Troll", Date{2026, time.October, 25}, "26 01 again=true 0-60 ×4, 02 again=true 0-60 ×4"},
		{"the day does not exist", "Pacific/Apia", Date{2011, time.December, 30}, strings.TrimSuffix("24 "+func() (all string) {
			for h := range 24 {
				all += fmt.Sprintf("%02d again=false 0-0 ×0, ", h)
			}
			return all
		}(), ", ")},
	} {
		t.Run(c.say, func(t *testing.T) {
			if got := show(dayOf(t, quarters, c.date, Zone{slotstest.Zone(t, c.zone)})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDayNamesWhoFiresAndTheBusiestMinutes(t *testing.T) {
	d := dayOf(t, guide(t), Date{2026, time.November, 30}, Zone{slotstest.Zone(t, "Europe/Paris")})
	var runs []string
	for _, r := range d.CronJobs {
		runs = append(runs, fmt.Sprintf("%s %s ×%d", r.First.Format("15:04"), r.Key.Name, r.Count))
	}
	if diff := cmp.Diff([]string{"00:00 health-check ×96", "02:00 daily-backup ×1", "02:00 weekly-metrics-export ×1"}, runs); diff != "" {
		t.Error(diff)
	}
	want := []Busy{{d.Date, MinuteAt(2, false, 0), 3, []kube.Key{
		{Namespace: "demo", Name: "daily-backup"}, {Namespace: "demo", Name: "health-check"}, {Namespace: "demo", Name: "weekly-metrics-export"},
	}}}
	if diff := cmp.Diff(want, d.Busiest); diff != "" {
		t.Error(diff)
	}
	if m, ok := d.Next(MinuteAt(2, false, 1), false); !ok || m != MinuteAt(2, false, 15) {
		t.Errorf("after 02:00 comes minute %d, %t", m, ok)
	}
	if m, ok := d.Next(MinuteAt(23, false, 59), true); !ok || m != MinuteAt(23, false, 45) {
		t.Errorf("the last is minute %d, %t", m, ok)
	}
}

func TestEntriesTellWhatRanAndWhatDidNot(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, time.UTC) }
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	slotstest.Ran(c, at(1, 0), workload.JobComplete, false)
	slotstest.Ran(c, at(2, 0), workload.JobFailed, false)
	slotstest.Ran(c, at(2, 30), workload.JobComplete, true)
	slotstest.Ran(c, at(4, 0), workload.JobRunning, false)
	paused := cronJob(t, "paused", "30 * * * *", "UTC")
	paused.Trimmed.Spec.Suspend = ptr.To(true)
	slotstest.Ran(paused, at(0, 30), workload.JobComplete, false)
	all := []*workload.CronJob{c, paused}
	d := dayOf(t, all, Date{2026, time.November, 24}, Zone{time.UTC})
	entries, more, _ := d.Entries(t.Context(), Window{MinuteAt(0, false, 1), MinuteAt(6, false, 0)}, all, since(at(4, 10)))
	var got []string
	for _, e := range entries {
		job := "–"
		if e.Job != nil {
			job = e.Job.Trimmed.Name
		}
		got = append(got, fmt.Sprintf("%s %s %d %s slot=%t manual=%t", e.At.Format("15:04"), e.Key.Name, e.Outcome, job, e.Slot, e.Manual))
	}
	want := []string{
		fmt.Sprintf("00:30 paused %d paused-%d slot=true manual=false", Complete, at(0, 30).Unix()/60),
		fmt.Sprintf("01:00 hourly %d hourly-%d slot=true manual=false", Complete, at(1, 0).Unix()/60),
		fmt.Sprintf("02:00 hourly %d hourly-%d slot=true manual=false", Failed, at(2, 0).Unix()/60),
		fmt.Sprintf("02:30 hourly %d hourly-%d slot=false manual=true", Complete, at(2, 30).Unix()/60),
		fmt.Sprintf("03:00 hourly %d – slot=true manual=false", Missed),
		fmt.Sprintf("04:00 hourly %d hourly-%d slot=true manual=false", Running, at(4, 0).Unix()/60),
		fmt.Sprintf("05:00 hourly %d – slot=true manual=false", Ahead),
	}
	if diff := cmp.Diff(want, got); diff != "" || more != 0 {
		t.Errorf("%d more; %s", more, diff)
	}

	past, _ := d.Past(t.Context(), all, since(at(4, 10)))
	if diff := cmp.Diff(Tally{Complete: 3, Failed: 1, Missed: 2, Running: 1}, past.Total); diff != "" { // missed at 00:00 and 03:00
		t.Error(diff)
	}
	third := past.Tally(Window{MinuteAt(2, false, 0), MinuteAt(3, false, 0)})
	if diff := cmp.Diff(Tally{Complete: 1, Failed: 1}, third); diff != "" || third.Worst() != Failed {
		t.Error(diff)
	}
	days, _ := New(all, false).MonthPast(t.Context(), d.Date, Zone{time.UTC}, all, since(at(4, 10)))
	if diff := cmp.Diff(past.Total, days[23].Tally); diff != "" {
		t.Errorf("the month does not say what the day says: %s", diff)
	}
	if days[10].Tally[Missed] != 24 || days[24] != (DateTally{}) {
		t.Errorf("11 Nov %v, 25 Nov %v", days[10], days[24])
	}
}

func TestRunsAreRememberedAfterTheirJobsHaveGone(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, time.UTC) }
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	for hour := range 4 {
		slotstest.Ran(c, at(hour, 0), workload.JobComplete, false)
	}
	one := int32(1)
	c.Trimmed.Spec.SuccessfulJobsHistoryLimit = &one
	for _, job := range c.Jobs[1:] { // the latest comes first
		run := workload.RunOf(job, c.Trimmed)
		run.JobDeleted = true
		c.Past = append(c.Past, run)
	}
	c.Past[2].State = workload.JobFailed
	c.Past = append(c.Past, workload.Run{Key: kube.Key{Namespace: "demo", Name: "by-hand"}, Manual: true, Created: at(1, 30), State: workload.JobComplete})
	c.Jobs = c.Jobs[:1]
	all := []*workload.CronJob{c}
	d := dayOf(t, all, Date{2026, time.November, 24}, Zone{time.UTC})
	entries, _, _ := d.Entries(t.Context(), WholeDay, all, since(at(3, 10)))
	var got []string
	for _, e := range entries[:5] {
		got = append(got, fmt.Sprintf("%s %d gone=%t", e.At.Format("15:04"), e.Outcome, e.Run != nil))
	}
	want := []string{
		fmt.Sprintf("00:00 %d gone=true", Failed), fmt.Sprintf("01:00 %d gone=true", Complete), fmt.Sprintf("01:30 %d gone=true", Complete),
		fmt.Sprintf("02:00 %d gone=true", Complete), fmt.Sprintf("03:00 %d gone=false", Complete),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	past, _ := d.Past(t.Context(), all, since(at(3, 10)))
	days, _ := New(all, false).MonthPast(t.Context(), d.Date, Zone{time.UTC}, all, since(at(3, 10)))
	if diff := cmp.Diff(past.Total, days[23].Tally); diff != "" || past.Total[Complete] != 4 {
		t.Errorf("%v; the month does not say what the day says: %s", past.Total, diff)
	}
	c.Trimmed.Spec.SuccessfulJobsHistoryLimit = nil // so that whoever deleted the Jobs did it by hand
	days, _ = New(all, false).MonthPast(t.Context(), d.Date, Zone{time.UTC}, all, since(at(3, 10)))
	if days[23].Tally[Missed] != 0 {
		t.Errorf("%d runs that were seen count as missed", days[23].Tally[Missed])
	}
}

func TestWorkStopsWhenNobodyWaitsForIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	all := guide(t)
	a, date, now := New(all, false), Date{2026, time.November, 24}, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	d := dayOf(t, all, date, Zone{})
	_, month := a.Month(ctx, date, Zone{}, time.UTC)
	_, day := a.Day(ctx, date, Zone{}, time.UTC)
	_, past := d.Past(ctx, all, since(now))
	_, _, entries := d.Entries(ctx, WholeDay, all, since(now))
	_, monthPast := a.MonthPast(ctx, date, Zone{}, all, since(now))
	if month || day || past || entries || monthPast {
		t.Error("goes on", month, day, past, entries, monthPast)
	}
}

func BenchmarkMonthOf10000CronJobs(b *testing.B) {
	var cronJobs []*workload.CronJob
	for i := range 10_000 {
		expr := strings.Join([]string{strconv.Itoa(i % 60), strconv.Itoa(i / 60 % 24), "*", "*", strconv.Itoa(i / 1440 % 7)}, " ")
		c := cronJob(b, strconv.Itoa(i), expr, "Europe/Paris")
		c.Trimmed.CreationTimestamp = metav1.Time{}
		cronJobs = append(cronJobs, c)
	}
	paris := slotstest.Zone(b, "Europe/Paris")
	for _, month := range []time.Month{time.November, time.October} { // in October the clocks change
		b.Run(month.String(), func(b *testing.B) {
			for b.Loop() {
				New(cronJobs, false).Month(b.Context(), Date{2026, month, 1}, Zone{paris}, paris)
			}
		})
	}
}
