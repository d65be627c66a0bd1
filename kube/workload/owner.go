package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

// ControllerOf returns an object's controlling owner when that is of the given kind, "Job" or "CronJob" of batch/v1; else nil.
func ControllerOf(obj metav1.Object, kind string) *metav1.OwnerReference {
	owner := metav1.GetControllerOfNoCopy(obj)
	if owner == nil || owner.Kind != kind || owner.APIVersion != batchv1.SchemeGroupVersion.String() {
		return nil
	}
	return owner
}

// addTo adds an object to an index by owner.
func addTo[V any](index map[types.UID]map[kube.Key]V, uid types.UID, key kube.Key, value V) {
	if index[uid] == nil {
		index[uid] = map[kube.Key]V{}
	}
	index[uid][key] = value
}

// removeFrom removes an object from an index by owner.
func removeFrom[V any](index map[types.UID]map[kube.Key]V, uid types.UID, key kube.Key) {
	delete(index[uid], key)
	if len(index[uid]) == 0 {
		delete(index, uid)
	}
}
