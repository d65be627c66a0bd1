package mutate

import (
	"math"
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
)

// Shrink drops parts of an object, one after the other, for as long as it stays interesting.
func Shrink(object map[string]any, interesting func(map[string]any) bool) map[string]any {
	object = runtime.DeepCopyJSON(object)
	check := func() bool { return interesting(runtime.DeepCopyJSON(object)) }
	for shrinkMap(object, check) {
	}
	return object
}

// shrinkMap reports whether it dropped something.
func shrinkMap(m map[string]any, interesting func() bool) bool {
	dropped := false
	for _, key := range sortedKeys(m) {
		value := m[key]
		delete(m, key)
		if interesting() {
			dropped = true
			continue
		}
		m[key] = value
		switch v := value.(type) {
		case map[string]any:
			dropped = shrinkMap(v, interesting) || dropped
		case []any:
			m[key] = shrinkList(v, func(list []any) bool { m[key] = list; return interesting() })
			dropped = dropped || len(m[key].([]any)) < len(v)
		}
	}
	return dropped
}

func shrinkList(list []any, interesting func([]any) bool) []any {
	for i := len(list) - 1; i >= 0; i-- {
		if shorter := slices.Delete(slices.Clone(list), i, i+1); interesting(shorter) {
			list = shorter
			continue
		}
		if inner, ok := list[i].(map[string]any); ok {
			shrinkMap(inner, func() bool { return interesting(list) })
		}
	}
	interesting(list) // puts it back where it came from
	return list
}

// integers makes whole numbers of the floats that JSON is read as, so that an object can be copied and compared.
func integers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, inner := range v {
			out[k] = integers(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = integers(inner)
		}
		return out
	case float64:
		if v == math.Trunc(v) {
			return int64(v)
		}
	}
	return v
}
