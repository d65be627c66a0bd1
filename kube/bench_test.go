package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/fake"
)

// manyJobs is a state with 10,000 Jobs of 100 CronJobs, and two pods of each.
func manyJobs() (*state, []*batchv1.Job) {
	s := newState()
	cronJobs, jobs, pods := map[Key]*batchv1.CronJob{}, map[Key]*batchv1.Job{}, map[Key]*corev1.Pod{}
	var all []*batchv1.Job
	for c := range 100 {
		cronJob := aCronJob(fmt.Sprintf("cron-%03d", c), "*/5 * * * *")
		cronJobs[keyOf(cronJob)] = cronJob
		for j := range 100 {
			job := aJob(fmt.Sprintf("cron-%03d-%03d", c, j), ownedBy(cronJob))
			all = append(all, job)
			jobs[keyOf(job)] = job
			for p := range 2 {
				pod := aPod(job, p, running(0))
				pods[keyOf(pod)] = pod
			}
		}
	}
	s.applyCronJobs(batch[*batchv1.CronJob]{full: true, objects: cronJobs})
	s.applyJobs(batch[*batchv1.Job]{full: true, objects: jobs})
	s.applyPods(batch[*corev1.Pod]{full: true, objects: pods})
	return s, all
}

// BenchmarkSnapshot_OnePodChanged is what a change costs among 10,000 Jobs and 20,000 pods.
func BenchmarkSnapshot_OnePodChanged(b *testing.B) {
	s, jobs := manyJobs()
	s.snapshot(Link{})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		pod := aPod(jobs[i%len(jobs)], 0, ended(0, i%60, 0))
		s.applyPods(batch[*corev1.Pod]{objects: map[Key]*corev1.Pod{keyOf(pod): pod}})
		s.snapshot(Link{})
	}
}

// BenchmarkSnapshot_First is what the first snapshot of 10,000 Jobs and 20,000 pods costs.
func BenchmarkSnapshot_First(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, _ := manyJobs()
		b.StartTimer()
		s.snapshot(Link{})
	}
}

// BenchmarkLogs reads as fast as it can from ten containers at once.
func BenchmarkLogs(b *testing.B) {
	const containers, lines = 10, 100_000
	var text bytes.Buffer
	for i := range lines {
		fmt.Fprintf(&text, "%s INFO processing item %d of the nightly import\n", epoch.Add(time.Duration(i)*time.Microsecond).Format(time.RFC3339Nano), i)
	}
	job := aJob("batch", completed(0, 10))
	client := fake.NewClientset(job)
	for i := range containers {
		if err := client.Tracker().Add(aPod(job, i, ended(0, 9, 0))); err != nil {
			b.Fatal(err)
		}
	}
	open := func(context.Context, Key, *corev1.PodLogOptions) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text.Bytes())), nil
	}
	read := 0
	for b.Loop() {
		s := startLogs(b.Context(), &Cluster{Client: client}, LogOptions{Follow: true}, open, func(context.Context) (logTarget, error) {
			return logTarget{KindJob, Key{"default", "batch"}}, nil
		})
		for {
			batch, err := s.Next(b.Context())
			read += len(batch.Lines)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		s.Close()
	}
	b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "lines/s")
	b.ReportMetric(0, "ns/op")
}
