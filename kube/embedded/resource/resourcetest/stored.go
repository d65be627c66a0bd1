package resourcetest

import (
	"encoding/json"
	"reflect"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// stored returns a copy of obj as a store would return it: times in whole seconds, and no type.
func stored[T resource.Object](obj T) T {
	data, err := json.Marshal(obj)
	if err != nil {
		panic(err)
	}
	out := reflect.New(reflect.TypeOf(obj).Elem()).Interface().(T)
	if err := json.Unmarshal(data, out); err != nil {
		panic(err)
	}
	out.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	return out
}

// specOf returns a pointer to an object's spec, or nil if the kind has none.
func specOf(obj any) any {
	spec := reflect.ValueOf(obj).Elem().FieldByName("Spec")
	if !spec.IsValid() {
		return nil
	}
	return spec.Addr().Interface()
}

func suffix(n uint64) string {
	out := make([]byte, 5)
	for i := range out {
		out[len(out)-1-i] = suffixChars[n%uint64(len(suffixChars))]
		n /= uint64(len(suffixChars))
	}
	return string(out)
}
