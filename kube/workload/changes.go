package workload

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube"
)

// Object is an API object with metadata.
type Object interface {
	runtime.Object
	metav1.Object
}

// Changes is what happened to the objects of one feed since the last look: the latest object of each key, and those that
// are gone. When full it is everything there is, and what it does not name is gone too.
type Changes[T Object] struct {
	Full    bool
	Objects map[kube.Key]T
	Gone    map[kube.Key]T // as it was last; nil when its end was missed
}
