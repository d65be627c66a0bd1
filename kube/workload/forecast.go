package workload

import (
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

// Forecast returns the CronJob as input for a forecast: see [ForecastOf].
func (c *CronJob) Forecast() forecast.Workload {
	jobs := make([]*batchv1.Job, 0, len(c.Jobs))
	for _, job := range c.Jobs {
		jobs = append(jobs, job.Trimmed)
	}
	return ForecastOf(c.Trimmed, jobs)
}

// ForecastOf returns a CronJob with its Jobs as input for a forecast. Its runs are expected to take the median of those that
// completed, from start to completion; without any, the duration is unknown.
func ForecastOf(cj *batchv1.CronJob, jobs []*batchv1.Job) forecast.Workload {
	w := forecast.Workload{CronJob: cj, Jobs: jobs}
	var took []time.Duration
	for _, job := range jobs {
		start, end := job.Status.StartTime, job.Status.CompletionTime
		if scheduler.JobCondition(job, batchv1.JobComplete) != nil && start != nil && end != nil {
			took = append(took, max(end.Sub(start.Time), 0))
		}
	}
	if len(took) > 0 {
		slices.Sort(took)
		w.Durations = []time.Duration{median(took)}
	}
	return w
}
