package embedded_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded"
)

// BenchmarkTenThousandJobs takes 10,000 one-pod Jobs from create to Complete at the fastest clock.
func BenchmarkTenThousandJobs(b *testing.B) {
	const jobs = 10_000
	b.ReportAllocs()
	for b.Loop() {
		plane := newPlane(b)
		client := plane.Client()
		for i := range jobs {
			if _, err := client.Jobs().Create(oneShot(fmt.Sprintf("job-%05d", i))); err != nil {
				b.Fatal(err)
			}
		}
		if err := plane.Clock().RunUntil(context.Background(), start.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
		for _, job := range client.Jobs().List("default") {
			if job.Status.CompletionTime == nil {
				b.Fatalf("job %s is not complete: %+v", job.Name, job.Status)
			}
		}
		plane.Stop()
	}
	b.ReportMetric(float64(jobs*b.N)/b.Elapsed().Seconds(), "jobs/s")
}

var start = time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)

// newPlane is a plane whose parts run and whose clock the test moves.
func newPlane(t testing.TB) *embedded.Plane {
	t.Helper()
	plane, err := embedded.New(embedded.Options{
		Start: start, Seed: 1,
		OnError: func(controller, key string, err error) { t.Logf("%s %s: %v", controller, key, err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	plane.StartParts()
	return plane
}

func oneShot(name string) *batchv1.Job {
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "default"},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers: []corev1.Container{{
				Name: "main", Image: "busybox", Command: []string{"sh", "-c", "echo begin; sleep 3; echo end"},
			}},
		}}},
	}
}
