package workload

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube"
)

// Object is an API object.
type Object interface {
	runtime.Object
	metav1.Object
}

// Changes are the changes to the objects of one kind since the last ones: the latest object of each key, and the deleted ones.
type Changes[T Object] struct {
	Full    bool // Objects are all there are: every other one has been deleted, too
	Objects map[kube.Key]T
	Deleted map[kube.Key]T // as they were last; nil for one whose deletion was missed
}

// ApplyTo brings known up to date: afterwards it holds the new objects and no longer the deleted ones.
func (c Changes[T]) ApplyTo(known map[kube.Key]T) {
	applyTo(c, known, identity, func(key kube.Key, obj T) { known[key] = obj }, func(key kube.Key) { delete(known, key) })
}

// applyTo calls set for the objects that differ from the known ones, and remove for known ones that are deleted.
func applyTo[T Object, K any](b Changes[T], known map[kube.Key]K, objectOf func(K) T, set func(kube.Key, T), remove func(kube.Key)) {
	if b.Full {
		for key := range known {
			if _, there := b.Objects[key]; !there {
				remove(key)
			}
		}
	}
	for key := range b.Deleted {
		if _, there := known[key]; there {
			remove(key)
		}
	}
	for key, obj := range b.Objects {
		if old, there := known[key]; there && sameVersion(objectOf(old), obj) {
			continue // a relist repeats what has not changed
		}
		set(key, obj)
	}
}

func sameVersion(a, b metav1.Object) bool {
	return a.GetUID() == b.GetUID() && a.GetResourceVersion() == b.GetResourceVersion() && a.GetResourceVersion() != ""
}

func identity[T any](obj T) T { return obj }
