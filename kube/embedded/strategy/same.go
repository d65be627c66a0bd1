package strategy

import (
	"bytes"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
)

// SamePodSpec reports whether two pod specs mean the same. Most are the same to the byte in their wire format, where absent
// and empty are one, which is many times cheaper to find out than by reflection; only differing ones are looked at that way.
func SamePodSpec(a, b *corev1.PodSpec) bool {
	n := a.Size()
	if n == b.Size() {
		buffer := make([]byte, 2*n)
		first, second := buffer[:n], buffer[n:2*n]
		_, errA := a.MarshalToSizedBuffer(first)
		_, errB := b.MarshalToSizedBuffer(second)
		if errA == nil && errB == nil && bytes.Equal(first, second) {
			return true
		}
	}
	return equality.Semantic.DeepEqual(a, b)
}
