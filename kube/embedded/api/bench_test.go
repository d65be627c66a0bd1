package api_test

import (
	"net/http/httptest"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// BenchmarkPodWrites is a pod's life over the direct client: three writes.
func BenchmarkPodWrites(b *testing.B) {
	p := newPlane(b)
	pods := p.Client().Pods()
	b.ReportAllocs()
	for b.Loop() {
		created := must(pods.Create(&corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{Namespace: "ns", GenerateName: "job-"}, Spec: pod("p").Spec,
		}))(b)
		running := created.DeepCopy()
		running.Status.Phase = corev1.PodRunning
		must(pods.UpdateStatus(running))(b)
		check(b, pods.Delete("ns", created.Name, metav1.DeleteOptions{GracePeriodSeconds: new(int64)}))
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/3, "µs/write")
}

// BenchmarkNew is what starting costs, without and with the HTTP handler, which the first request builds.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		must(api.New(api.Options{Clock: clock.NewManual(start)}))(b)
	}
}

func BenchmarkFirstRequest(b *testing.B) {
	for b.Loop() {
		s := must(api.New(api.Options{Clock: clock.NewManual(start)}))(b)
		s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/api/v1/namespaces", nil))
	}
}
