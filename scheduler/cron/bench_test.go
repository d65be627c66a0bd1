package cron

import (
	"testing"
	"time"

	robfig "github.com/robfig/cron/v3"
)

// benchExprs are what people run: mostly daily and hourly, some every few minutes.
var benchExprs = []string{
	"0 2 * * *", "*/5 * * * *", "0 * * * *", "0 1 * * 1", "0 0 1 * *", "30 3 * * 1-5", "0 */6 * * *", "*/15 * * * *", "15 4 * * 0", "@hourly",
}

const benchCronJobs = 10_000

// BenchmarkCountMonth is a calendar month over 10,000 CronJobs, one without and one with changes of offset in it. The budget is
// 50 ms.
func BenchmarkCountMonth(b *testing.B) {
	for _, zone := range []string{"UTC", "Europe/Paris", "America/Havana"} {
		for _, month := range []time.Month{time.March, time.November, time.December} {
			b.Run(zone+"/"+month.String(), func(b *testing.B) {
				schedules, from, to := benchMonth(b, zone, month)
				for b.Loop() {
					for i := range benchCronJobs {
						schedules[i%len(schedules)].Count(from, to)
					}
				}
			})
		}
	}
}

// BenchmarkCountDaysMonth is the same with a count for each day, as a calendar shows it.
func BenchmarkCountDaysMonth(b *testing.B) {
	schedules, from, _ := benchMonth(b, "Europe/Paris", time.March)
	for b.Loop() {
		for i := range benchCronJobs {
			schedules[i%len(schedules)].CountDays(from.Add(1), 31, nil)
		}
	}
}

// BenchmarkCountMonthWalking is the same month slot by slot with robfig/cron, for comparison.
func BenchmarkCountMonthWalking(b *testing.B) {
	schedules, from, to := benchMonth(b, "Europe/Paris", time.March)
	var upstream []robfig.Schedule
	for _, s := range schedules {
		spec, err := robfig.ParseStandard(s.String())
		if err != nil {
			b.Fatal(err)
		}
		upstream = append(upstream, spec)
	}
	for b.Loop() {
		for i := range benchCronJobs {
			for t := upstream[i%len(upstream)].Next(from); !t.After(to); t = upstream[i%len(upstream)].Next(t) {
			}
		}
	}
}

// BenchmarkNext is one step of a walk.
func BenchmarkNext(b *testing.B) {
	s := parse(b, "*/15 9-17 * * 1-5", "Europe/Paris")
	t := time.Date(2026, time.November, 1, 0, 0, 0, 0, s.Location())
	for b.Loop() {
		t = s.Next(t)
	}
}

func benchMonth(b *testing.B, zone string, month time.Month) (schedules []Schedule, from, to time.Time) {
	for _, expr := range benchExprs {
		schedules = append(schedules, parse(b, expr, zone))
	}
	loc := schedules[0].Location()
	first := time.Date(2026, month, 1, 0, 0, 0, 0, loc)
	return schedules, first.Add(-1), first.AddDate(0, 1, 0).Add(-1)
}
