package tuitest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// Scene returns a small cluster with CronJobs and Jobs in many states.
func Scene() *workload.Snapshot {
	const ok, bad, run = workload.JobComplete, workload.JobFailed, workload.JobRunning
	s := &workload.Snapshot{Version: 1, Link: workload.Link{State: workload.LinkLive}}
	s.CronJobs = []*workload.CronJob{
		CronJob("broken-schedule", "61 * * * *", time.UTC, time.Hour),
		Suspended(CronJob("cleanup-temp", "*/10 * * * *", time.UTC, 10*time.Minute, ok, ok, ok, ok, ok)),
		CronJob("daily-backup", "0 2 * * *", Paris, 24*time.Hour, ok, ok, ok, bad, ok, ok, ok, ok),
		CronJob("health-check", "*/15 * * * *", time.UTC, 15*time.Minute, run, bad, ok, ok, bad, ok, ok, ok),
		CronJob("log-cleanup", "0 3 * * *", time.UTC, 24*time.Hour),
		CronJob("weekly-metrics-export", "0 1 * * 1", time.UTC, 7*24*time.Hour, ok, ok, ok, ok),
	}
	retrying := Job("pi-calculation", workload.JobRetrying, 95*time.Second, 0, 1, 0)
	retrying.Trimmed.Status.Failed, retrying.Reason = 2, "BackOff"
	failed := Job("db-migration-v2-3", workload.JobFailed, 40*time.Minute, 0, 1, 12*time.Minute)
	failed.Reason = "BackoffLimitExceeded"
	images := Job("image-processor", workload.JobRunning, 7*time.Minute, 43, 100, 0)
	images.Trimmed.Status.Active, images.Trimmed.Status.Failed = 10, 2
	pending := Job("report", workload.JobPending, 20*time.Second, 0, 5, 0)
	pending.Reason = "Unschedulable"
	s.Jobs = []*workload.Job{
		Job("database-backup", workload.JobComplete, 3*time.Hour, 1, 1, 252*time.Second),
		failed, images,
		Job("parallel-processing", workload.JobSuspended, 2*time.Hour, 5, 20, 0),
		retrying, pending,
	}
	for _, c := range s.CronJobs {
		s.Jobs = append(s.Jobs, c.Jobs...)
	}
	slices.SortFunc(s.Jobs, func(a, b *workload.Job) int { return strings.Compare(a.Trimmed.Name, b.Trimmed.Name) })
	s.Events = []*corev1.Event{
		Event("Job", "image-processor", "Normal", "SuccessfulCreate", "Created pod: image-processor-43-x7k2p", 4*time.Second, 1),
		Event("Job", "db-migration-v2-3", "Warning", "BackoffLimitExceeded", "Job has reached the specified backoff limit", 28*time.Minute, 1),
		Event("CronJob", "health-check", "Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid", 31*time.Minute, 4),
	}
	return s
}

// Crowd is a cluster of n Jobs in all states.
func Crowd(n int) *workload.Snapshot {
	states := []workload.JobState{workload.JobComplete, workload.JobRunning, workload.JobFailed, workload.JobPending, workload.JobComplete, workload.JobSuspended}
	s := &workload.Snapshot{Version: 1, Link: workload.Link{State: workload.LinkLive}, Jobs: make([]*workload.Job, 0, n)}
	for i := range n {
		job := Job(fmt.Sprintf("import-batch-%06d", i), states[i%len(states)], time.Duration(i)*time.Second, int32(i%8), 8, time.Minute)
		job.CronJob = fmt.Sprintf("import-%02d", i%40)
		s.Jobs = append(s.Jobs, job)
	}
	return s
}
