package strategy

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/storage"
)

// attrs makes the storage.AttrFunc of V, the labels and fields that selectors see, from upstream's of I.
func (k kind[V, I, PV, PI]) attrs(of storage.AttrFunc) storage.AttrFunc {
	return func(obj runtime.Object) (labels.Set, fields.Set, error) {
		if _, ok := obj.(PV); !ok {
			return nil, nil, fmt.Errorf("selecting objects: got a %T, want a %T", obj, PV(nil))
		}
		return of(k.internal(obj))
	}
}

// metadataAttrs are those of a namespaced kind that is only selected by its metadata.
func metadataAttrs(obj runtime.Object) (labels.Set, fields.Set, error) {
	o, ok := obj.(metav1.ObjectMetaAccessor)
	if !ok {
		return nil, nil, fmt.Errorf("selecting objects: a %T has no metadata", obj)
	}
	m := o.GetObjectMeta()
	return m.GetLabels(), fields.Set{"metadata.name": m.GetName(), "metadata.namespace": m.GetNamespace()}, nil
}
