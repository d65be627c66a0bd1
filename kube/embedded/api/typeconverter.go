package api

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"sigs.k8s.io/structured-merge-diff/v6/typed"

	"github.com/kronoscope/kronoscope/kube/embedded/api/openapi"
	"github.com/kronoscope/kronoscope/kube/embedded/api/tables"
)

// lazyTypes is the type converter of server-side apply. It reads the types from OpenAPI on the first write over HTTP.
type lazyTypes struct{}

var _ managedfields.TypeConverter = lazyTypes{}

func (lazyTypes) ObjectToTyped(obj runtime.Object, opts ...typed.ValidationOptions) (*typed.TypedValue, error) {
	types, err := openapi.Types()
	if err != nil {
		return nil, err
	}
	return types.ObjectToTyped(inUTC(obj), opts...)
}

// inUTC returns a copy of an object with comparable times. Atomic lists, such as a Job's conditions, are compared as Go values:
// stored ones have their times in UTC, decoded ones in the machine's zone.
func inUTC(obj runtime.Object) runtime.Object {
	if _, untyped := obj.(runtime.Unstructured); untyped {
		return obj // its times are strings
	}
	o, ok := obj.DeepCopyObject().(metav1.Object)
	if !ok {
		return obj
	}
	tables.TruncateTimes(o)
	return o.(runtime.Object)
}

func (lazyTypes) TypedToObject(v *typed.TypedValue) (runtime.Object, error) {
	types, err := openapi.Types()
	if err != nil {
		return nil, err
	}
	return types.TypedToObject(v)
}
