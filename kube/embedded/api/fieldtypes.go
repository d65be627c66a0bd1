package api

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"sigs.k8s.io/structured-merge-diff/v6/typed"

	"github.com/kronoscope/kronoscope/kube/embedded/api/openapi"
)

// lazyTypes is the converter of server-side apply, whose types are read from OpenAPI when the first write over HTTP
// needs them.
type lazyTypes struct{}

var _ managedfields.TypeConverter = lazyTypes{}

func (lazyTypes) ObjectToTyped(obj runtime.Object, opts ...typed.ValidationOptions) (*typed.TypedValue, error) {
	types, err := openapi.Types()
	if err != nil {
		return nil, err
	}
	return types.ObjectToTyped(inUTC(obj), opts...)
}

// inUTC is an object whose times compare. Lists that belong to one manager as a whole, such as a Job's conditions, are compared
// as Go values, of which those that were stored have their times in UTC, and those just decoded in the machine's zone.
func inUTC(obj runtime.Object) runtime.Object {
	if _, untyped := obj.(runtime.Unstructured); untyped {
		return obj // its times are texts
	}
	o, ok := obj.DeepCopyObject().(metav1.Object)
	if !ok {
		return obj
	}
	truncateTimes(o)
	return o.(runtime.Object)
}

func (lazyTypes) TypedToObject(v *typed.TypedValue) (runtime.Object, error) {
	types, err := openapi.Types()
	if err != nil {
		return nil, err
	}
	return types.TypedToObject(v)
}
