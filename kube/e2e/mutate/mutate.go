// Package mutate changes valid objects at random, and asks two planes what they make of the result. It knows the fields of a
// kind from its Go type. It never judges which plane is right.
package mutate

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
)

// Mutate returns a copy of obj, which is of the type of sample, with one to four changes. The same seed makes the same
// changes.
func Mutate(seed uint64, obj map[string]any, sample runtime.Object, below ...string) map[string]any {
	m := &mutator{Rand: rand.New(rand.NewPCG(seed, 0x6b726f6e))} //nolint:gosec // repeatable on purpose
	out := runtime.DeepCopyJSON(obj)
	for range 1 + min(m.IntN(4), m.IntN(4)) {
		m.change(out, reflect.TypeOf(sample).Elem(), below)
	}
	return out
}

// mutator draws changes.
type mutator struct{ *rand.Rand }

// change changes one place in an object of a type, below a field where one is named.
func (m *mutator) change(obj map[string]any, t reflect.Type, below []string) {
	for _, name := range below {
		inner, ok := obj[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			obj[name] = inner
		}
		obj, t = inner, fieldsOf(t)[name]
	}
	m.inStruct(obj, t)
}

// inStruct changes a field of a struct, or something in it. Fields that are set are more likely to be taken.
func (m *mutator) inStruct(obj map[string]any, t reflect.Type) {
	fields := fieldsOf(t)
	name := pick(m, sortedKeys(fields))
	if set := sortedKeys(obj); len(set) > 0 && m.IntN(10) < 7 {
		name = pick(m, set)
	}
	field, known := fields[name]
	if !known || untouched(name) {
		return
	}
	value, set := obj[name]
	value, keep := m.value(name, value, set, field, 0)
	if !keep {
		delete(obj, name)
		return
	}
	obj[name] = value
}

// untouched reports whether a field says what the object is, or is nobody's to write.
func untouched(name string) bool {
	return slices.Contains([]string{"apiVersion", "kind", "managedFields", "namespace", "selfLink"}, name)
}

// value makes another value for a field; keep is false where it is to be dropped.
func (m *mutator) value(name string, old any, set bool, t reflect.Type, depth int) (value any, keep bool) {
	if !set || old == nil {
		return m.random(name, t, depth), true
	}
	switch old := old.(type) {
	case map[string]any:
		if len(old) > 0 && m.IntN(10) < 8 {
			m.inMap(old, t)
			return old, true
		}
	case []any:
		if len(old) > 0 && m.IntN(10) < 9 {
			return m.inList(name, old, t, depth), true
		}
	}
	switch n := m.IntN(100); {
	case n < 25:
		return nil, false
	case n < 28:
		return nil, true
	case n < 30:
		return m.wrongType(), true
	case n < 40:
		return empty(old), true
	default:
		return m.random(name, t, depth), true
	}
}

func empty(v any) any {
	switch v.(type) {
	case map[string]any:
		return map[string]any{}
	case []any:
		return []any{}
	case string:
		return ""
	case bool:
		return false
	default:
		return int64(0)
	}
}

func (m *mutator) inMap(obj map[string]any, t reflect.Type) {
	t = pointed(t)
	if t.Kind() == reflect.Struct {
		m.inStruct(obj, t)
		return
	}
	key := pick(m, sortedKeys(obj))
	switch m.IntN(4) {
	case 0:
		delete(obj, key)
	case 1:
		value := obj[key]
		delete(obj, key)
		obj[m.key(t)] = value
	case 2:
		obj[m.key(t)] = m.random("value", t.Elem(), 0)
	default:
		obj[key] = m.random("value", t.Elem(), 0)
	}
}

func (m *mutator) inList(name string, list []any, t reflect.Type, depth int) any {
	t = pointed(t)
	at := m.IntN(len(list))
	switch n := m.IntN(10); {
	case n < 1: // drop
		return slices.Delete(list, at, at+1)
	case n < 2: // twice the same
		return append(list, runtime.DeepCopyJSONValue(list[at]))
	case n < 3: // one more
		return append(list, m.random(name, t.Elem(), depth+1))
	case n < 4: // another order
		slices.Reverse(list)
		return list
	}
	if value, keep := m.value(name, list[at], true, t.Elem(), depth+1); keep {
		list[at] = value
		return list
	}
	return slices.Delete(list, at, at+1)
}

// fieldsOf are the JSON fields of a struct, with those of embedded structs.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	t = pointed(t)
	fields := map[string]reflect.Type{}
	if t.Kind() != reflect.Struct {
		return fields
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "" && f.Anonymous:
			for n, inner := range fieldsOf(f.Type) {
				fields[n] = inner
			}
		case name != "" && name != "-":
			fields[name] = f.Type
		}
	}
	return fields
}

func pointed(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func pick[T any](m *mutator, from []T) T { return from[m.IntN(len(from))] }
