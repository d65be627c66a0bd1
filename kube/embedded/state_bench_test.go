package embedded_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// BenchmarkAcknowledgedWrites creates ConfigMaps over the API, each after the one before was acknowledged.
func BenchmarkAcknowledgedWrites(b *testing.B) {
	for _, writers := range []int{1, 16} {
		for _, where := range []string{"memory", "state"} {
			b.Run(fmt.Sprintf("%s/writers=%d", where, writers), func(b *testing.B) {
				o := embedded.Options{Start: start, Seed: 1}
				if where == "state" {
					var err error
					if o.State, err = disk.Open(b.TempDir()); err != nil {
						b.Fatal(err)
					}
				}
				plane, err := embedded.New(o)
				if err != nil {
					b.Fatal(err)
				}
				defer plane.Stop()
				client := kubernetes.NewForConfigOrDie(plane.RESTConfig()).CoreV1().ConfigMaps("default")
				if _, err := client.List(b.Context(), metav1.ListOptions{}); err != nil { // the first request builds the API
					b.Fatal(err)
				}
				var next atomic.Int64
				var work sync.WaitGroup
				b.ResetTimer()
				for range writers {
					work.Go(func() {
						for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
							cm := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("m", i)}, Data: map[string]string{"text": "some"}}
							if _, err := client.Create(b.Context(), cm, metav1.CreateOptions{}); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				work.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
			})
		}
	}
}
