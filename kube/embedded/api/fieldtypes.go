package api

import (
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
	return types.ObjectToTyped(obj, opts...)
}

func (lazyTypes) TypedToObject(v *typed.TypedValue) (runtime.Object, error) {
	types, err := openapi.Types()
	if err != nil {
		return nil, err
	}
	return types.TypedToObject(v)
}
