package forecast_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	batchv1 "k8s.io/api/batch/v1"
)

// hundred are a hundred CronJobs that fire every hour at minutes of their own, some of them in a zone that changes its clocks.
func hundred() (loads []*load) {
	for i := range 100 {
		l := cronJob(fmt.Sprintf("%d * * * *", i*7%60), time.Duration(i)*time.Minute).named(fmt.Sprintf("c%d", i))
		l.policy([]batchv1.ConcurrencyPolicy{"Allow", forbid, replace}[i%3]).asks("100m", "64Mi")
		if i%4 == 0 {
			l.zone("Europe/Paris")
		}
		loads = append(loads, l)
	}
	return loads
}

// BenchmarkYearOf100Hourly is a year's forecast, with peaks, findings and suggestions. The budget is 5 s.
func BenchmarkYearOf100Hourly(b *testing.B) {
	loads := hundred()
	for b.Loop() {
		f := makeForecast(b, day(365), nil, loads...)
		if n := len(f.CronJobs[1].Runs); n < 8700 {
			b.Fatal(n)
		}
	}
}

// BenchmarkYearOf100HourlyWalking only finds the slots of the same year with upstream's Next, for comparison: it starts nothing.
func BenchmarkYearOf100HourlyWalking(b *testing.B) {
	var schedules []cron.Schedule
	for _, l := range hundred() {
		expr := l.CronJob.Spec.Schedule
		if zone := l.CronJob.Spec.TimeZone; zone != nil {
			expr = "TZ=" + *zone + " " + expr
		} else {
			expr = "TZ=UTC " + expr
		}
		s, err := cron.ParseStandard(expr)
		if err != nil {
			b.Fatal(err)
		}
		schedules = append(schedules, s)
	}
	span := day(365)
	for b.Loop() {
		for _, s := range schedules {
			for t := s.Next(span.From.Add(-1)); t.Before(span.To); t = s.Next(t) {
			}
		}
	}
}
