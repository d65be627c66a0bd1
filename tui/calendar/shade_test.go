package calendar

import (
	"testing"
	"time"
)

func TestAShadeMeansTheSameInEveryMonth(t *testing.T) {
	w := newWorld(t)
	cronJobs := w.env.Snapshot.CronJobs
	for _, c := range cronJobs { // so that the first day has a few runs only
		c.Trimmed.CreationTimestamp.Time = time.Date(2026, 11, 23, 21, 0, 0, 0, time.UTC)
	}
	w.changed(cronJobs...)
	w.sees("23 ░ 7", "25 █ 97", "░ 1+ ▒ 26+ ▓ 50+ █ 75+ runs")
	w.press("]")
	w.sees("December 2026", "16 █ 97", "░ 1+ ▒ 26+ ▓ 50+ █ 75+ runs")
}
