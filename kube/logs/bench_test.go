package logs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// BenchmarkLogs reads as fast as it can from ten containers at once.
func BenchmarkLogs(b *testing.B) {
	const containers, lines = 10, 100_000
	var text bytes.Buffer
	for i := range lines {
		fmt.Fprintf(&text, "%s INFO processing item %d of the nightly import\n", workloadtest.Epoch.Add(time.Duration(i)*time.Microsecond).Format(time.RFC3339Nano), i)
	}
	job := workloadtest.Job("batch", workloadtest.Completed(0, 10))
	client := fake.NewClientset(job)
	for i := range containers {
		if err := client.Tracker().Add(workloadtest.Pod(job, i, workloadtest.Ended(0, 9, 0))); err != nil {
			b.Fatal(err)
		}
	}
	open := func(context.Context, kube.Key, *corev1.PodLogOptions) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text.Bytes())), nil
	}
	read := 0
	for b.Loop() {
		s := start(b.Context(), &kube.Cluster{Client: client}, Options{Follow: true}, open, func(context.Context) (target, error) {
			return target{kube.KindJob, kube.Key{Namespace: "default", Name: "batch"}}, nil
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
