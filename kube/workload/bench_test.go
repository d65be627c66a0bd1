package workload

import (
	"fmt"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// manyJobs is a state with 10,000 Jobs of 100 CronJobs, and two pods of each.
func manyJobs() (*Builder, []*batchv1.Job) {
	s := NewBuilder()
	cronJobs, jobs, pods := map[kube.Key]*batchv1.CronJob{}, map[kube.Key]*batchv1.Job{}, map[kube.Key]*corev1.Pod{}
	var all []*batchv1.Job
	for c := range 100 {
		cronJob := workloadtest.CronJob(fmt.Sprintf("cron-%03d", c), "*/5 * * * *")
		cronJobs[kube.KeyOf(cronJob)] = cronJob
		for j := range 100 {
			job := workloadtest.Job(fmt.Sprintf("cron-%03d-%03d", c, j), workloadtest.OwnedBy(cronJob))
			all = append(all, job)
			jobs[kube.KeyOf(job)] = job
			for p := range 2 {
				pod := workloadtest.Pod(job, p, workloadtest.Running(0))
				pods[kube.KeyOf(pod)] = pod
			}
		}
	}
	s.ApplyCronJobs(Changes[*batchv1.CronJob]{Full: true, Objects: cronJobs})
	s.ApplyJobs(Changes[*batchv1.Job]{Full: true, Objects: jobs})
	s.ApplyPods(Changes[*corev1.Pod]{Full: true, Objects: pods})
	return s, all
}

// BenchmarkSnapshot_OnePodChanged is what a change costs among 10,000 Jobs and 20,000 pods.
func BenchmarkSnapshot_OnePodChanged(b *testing.B) {
	s, jobs := manyJobs()
	s.Snapshot(Link{})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		pod := workloadtest.Pod(jobs[i%len(jobs)], 0, workloadtest.Ended(0, i%60, 0))
		s.ApplyPods(Changes[*corev1.Pod]{Objects: map[kube.Key]*corev1.Pod{kube.KeyOf(pod): pod}})
		s.Snapshot(Link{})
	}
}

// BenchmarkSnapshot_First is what the first snapshot of 10,000 Jobs and 20,000 pods costs.
func BenchmarkSnapshot_First(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, _ := manyJobs()
		b.StartTimer()
		s.Snapshot(Link{})
	}
}
