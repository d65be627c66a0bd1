package validate

import (
	"bytes"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
)

// message is what the generated API types can do.
type message interface {
	Size() int
	MarshalToSizedBuffer([]byte) (int, error)
}

// sameMessage tells whether two values mean the same. Most are the same to the byte in their wire format, where absent and
// empty are one, which is many times cheaper to find out than by reflection; only differing ones are looked at that way.
func sameMessage(a, b message) bool {
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

// SamePodSpec tells whether two pod specs mean the same.
func SamePodSpec(a, b *corev1.PodSpec) bool { return sameMessage(a, b) }

// SameJobSpec tells whether two Job specs mean the same.
func SameJobSpec(a, b *batchv1.JobSpec) bool { return sameMessage(a, b) }

// SameCronJobSpec tells whether two CronJob specs mean the same.
func SameCronJobSpec(a, b *batchv1.CronJobSpec) bool { return sameMessage(a, b) }
