package kubelet

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// BenchmarkPods plays 1,000 short pods per round: binding, start and end.
func BenchmarkPods(b *testing.B) {
	for b.Loop() {
		p := newPlane(b, Options{NoEvents: true})
		for i := range 1000 {
			p.create(podOf("sleep 1; echo done", func(pod *corev1.Pod) { pod.Name = fmt.Sprintf("p-%d", i) }))
		}
		p.at(2 * time.Second)
		for _, pod := range p.client.Pods().List("ns") {
			if pod.Status.Phase != corev1.PodSucceeded {
				b.Fatalf("%s is %s", pod.Name, pod.Status.Phase)
			}
		}
		p.kubelet.Stop()
	}
}
