package slots

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	"pgregory.net/rapid"

	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
)

func TestSeekFindsTheNextRunAndTheOneBefore(t *testing.T) {
	monthly := cronJob(t, "monthly", "0 6 1 * *", "UTC") // of 1 October 2026, 00:00
	never := cronJob(t, "never", "0 0 31 2 *", "UTC")
	every := everySevenHours(t)
	suspended := everySevenHours(t)
	suspended.Trimmed.Spec.Suspend = ptr.To(true)
	byHand := cronJob(t, "by-hand", "0 0 31 2 *", "UTC")
	slotstest.Ran(byHand, time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC), workload.JobComplete, true)
	place := func(month time.Month, day, hour, minute int) Place {
		return Place{Date{2026, month, day}, MinuteAt(hour, false, minute)}
	}
	for _, c := range []struct {
		say       string
		cronJobs  []*workload.CronJob
		from      Place
		backwards bool
		want      string
	}{
		{"a week on", []*workload.CronJob{monthly}, place(10, 24, 14, 30), false, "2026-11-01 06:00"},
		{"the very minute", []*workload.CronJob{monthly}, place(11, 1, 6, 0), false, "2026-11-01 06:00"},
		{"the minute after", []*workload.CronJob{monthly}, place(11, 1, 6, 1), false, "2026-12-01 06:00"},
		{"weeks back", []*workload.CronJob{monthly}, place(10, 24, 14, 28), true, "2026-10-01 06:00"},
		{"none before the CronJob was created", []*workload.CronJob{monthly}, place(10, 1, 5, 59), true, ""},
		{"from before it was created", []*workload.CronJob{monthly}, place(8, 1, 0, 0), false, "2026-10-01 06:00"},
		{"a schedule that never fires", []*workload.CronJob{never}, place(10, 24, 0, 0), false, ""},
		{"a schedule that never fired", []*workload.CronJob{never}, place(10, 24, 0, 0), true, ""},
		{"the nearest of several", []*workload.CronJob{never, monthly, every}, place(11, 20, 0, 0), false, "2026-11-23 23:00"},
		{"what @every ran", []*workload.CronJob{every}, place(11, 24, 12, 0), true, "2026-11-24 06:00"},
		{"what @every will run", []*workload.CronJob{every}, place(11, 24, 20, 1), false, "2026-11-25 03:00"},
		{"what a suspended CronJob ran", []*workload.CronJob{suspended}, place(11, 26, 0, 0), true, "2026-11-24 20:00"},
		{"no slot of a suspended one", []*workload.CronJob{suspended}, place(11, 24, 20, 1), false, ""},
		{"what was run by hand", []*workload.CronJob{monthly, byHand}, place(11, 24, 0, 0), true, "2026-11-20 09:30"},
	} {
		t.Run(c.say, func(t *testing.T) {
			to, found, _ := New(c.cronJobs, false).FindEntry(t.Context(), c.from, c.backwards, Zone{time.UTC}, c.cronJobs)
			got := ""
			if h, m, _ := to.Minute.Clock(); found {
				got = fmt.Sprintf("%s %02d:%02d", to.Date.Format(time.DateOnly), h, m)
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestSeekWhereClocksGoBackByTwoHours looks at 25 October 2026, when Troll's 01:00–02:59 comes twice.
func TestSeekWhereClocksGoBackByTwoHours(t *testing.T) {
	for _, c := range []struct {
		say, schedule, of, in string
		from                  Place
		backwards             bool
		want                  string
	}{
		{"the second 01:15, from the day after", "15 1 25 * *", "Antarctica/Troll", "UTC", Place{Date{2026, time.October, 26}, 0}, true, "25 01:15 false"},
		{"the first 01:15, which UTC has the day before", "15 1 25 * *", "Antarctica/Troll", "UTC", Place{Date{2026, time.October, 25}, 0}, true, "24 23:15 false"},
		{"the earlier minute, not the earlier instant", "30 2 * * *", "Europe/Paris", "Antarctica/Troll", Place{Date{2026, time.October, 24}, DayEnd - 1}, false, "25 01:30 true"},
	} {
		t.Run(c.say, func(t *testing.T) {
			all := []*workload.CronJob{cronJob(t, "one", c.schedule, c.of)}
			to, found, _ := New(all, false).FindEntry(t.Context(), c.from, c.backwards, Zone{slotstest.Zone(t, c.in)}, all)
			h, m, again := to.Minute.Clock()
			if got := fmt.Sprintf("%d %02d:%02d %t", to.Date.Day, h, m, again); !found || got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestSeekGoesWhereTheDaysSay walks from day to day, in zones in which the clocks change, and finds the same.
func TestSeekGoesWhereTheDaysSay(t *testing.T) {
	zones := []string{"UTC", "Europe/Paris", "Australia/Lord_Howe", "Antarctica/Troll", "America/Havana"}
	rapid.Check(t, func(r *rapid.T) {
		var all []*workload.CronJob
		for i := range rapid.IntRange(1, 3).Draw(r, "CronJobs") {
			expr := rapid.SampledFrom([]string{"30 2 * * *", "15 1 */3 * *", "0 0 1 * *", "45 1,2 25 * *", "@every 31h"}).Draw(r, "schedule")
			c := cronJob(t, strconv.Itoa(i), expr, rapid.SampledFrom(zones).Draw(r, "zone"))
			c.Trimmed.CreationTimestamp = metav1.NewTime(time.Date(2026, 10, rapid.IntRange(10, 28).Draw(r, "born"), 12, 0, 0, 0, time.UTC))
			c.Schedule = c.Schedule.WithAnchor(c.Trimmed.CreationTimestamp.Time)
			all = append(all, c)
		}
		in := Zone{}
		if name := rapid.SampledFrom(append(zones, "")).Draw(r, "told in"); name != "" {
			in.Location = slotstest.Zone(t, name)
		}
		a, backwards := New(all, false), rapid.Bool().Draw(r, "backwards")
		from := Place{Date{2026, time.October, rapid.IntRange(8, 31).Draw(r, "day")}, Minute(rapid.IntRange(0, int(DayEnd)-1).Draw(r, "minute"))}
		got, found, _ := a.FindEntry(t.Context(), from, backwards, in, all)

		want, date, minute, step, edge := Place{}, from.Date, from.Minute, 1, Minute(0)
		if backwards {
			step, edge = -1, DayEnd-1
		}
		for range 70 {
			if m, some := dayOf(t, all, date, in).Next(minute, backwards); some {
				want = Place{date, m}
				break
			}
			date, minute = date.AddDays(step), edge
		}
		if got != want || found != (want != Place{}) {
			r.Fatalf("goes to %v, %t; the days say %v", got, found, want)
		}
	})
}

func BenchmarkSeekAmong10000CronJobs(b *testing.B) {
	for _, c := range []struct{ say, expr string }{{"rare", "%d %d 29 2 *"}, {"never", "%d %d 31 2 *"}} {
		var cronJobs []*workload.CronJob
		for i := range 10_000 {
			one := cronJob(b, strconv.Itoa(i), fmt.Sprintf(c.expr, i%60, i/60%24), "Europe/Paris")
			one.Trimmed.CreationTimestamp = metav1.NewTime(time.Date(2023, 1, 1, 0, 0, i, 0, time.UTC))
			cronJobs = append(cronJobs, one)
		}
		a, paris := New(cronJobs, false), Zone{slotstest.Zone(b, "Europe/Paris")}
		for way, backwards := range map[string]bool{"next": false, "before": true} {
			b.Run(c.say+"/"+way, func(b *testing.B) {
				for b.Loop() {
					a.FindEntry(b.Context(), Place{Date{2026, time.November, 24}, 0}, backwards, paris, cronJobs)
				}
			})
		}
	}
}
