package validate

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/equality"
)

// Internal makes an error print a value as upstream does: there composite values of the core and batch APIs are those of
// its internal types, whose JSON has the Go names of all fields, in order. Other values are returned as they are.
func Internal(value any) any {
	t := reflect.TypeOf(value)
	for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice) {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct || !isAPIType(t) {
		return value
	}
	return internal{value}
}

type internal struct{ value any }

func (i internal) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	if err := writeInternal(&b, reflect.ValueOf(i.value)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// isAPIType tells the types that upstream has internal versions of from those of apimachinery, which it uses as they are.
func isAPIType(t reflect.Type) bool { return strings.HasPrefix(t.PkgPath(), "k8s.io/api/") }

func writeInternal(b *bytes.Buffer, v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("null")
			return nil
		}
		return writeInternal(b, v.Elem())
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
			break
		}
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeInternal(b, v.Index(i)); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	case reflect.Struct:
		if !isAPIType(v.Type()) {
			break
		}
		b.WriteByte('{')
		if err := writeFields(b, v, true); err != nil {
			return err
		}
		b.WriteByte('}')
		return nil
	}
	out, err := json.Marshal(v.Interface())
	b.Write(out)
	return err
}

// writeFields writes the fields of a struct, with those of embedded structs in their place, and separated by commas.
func writeFields(b *bytes.Buffer, v reflect.Value, first bool) error {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous && isAPIType(f.Type) {
			before := b.Len()
			if err := writeFields(b, v.Field(i), first); err != nil {
				return err
			}
			first = first && b.Len() == before
			continue
		}
		if f.Anonymous { // metadata, whose JSON is the same everywhere
			out, err := json.Marshal(v.Field(i).Interface())
			if err != nil {
				return err
			}
			if len(out) > len("{}") {
				if !first {
					b.WriteByte(',')
				}
				first = false
				b.Write(out[1 : len(out)-1])
			}
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		key, err := json.Marshal(f.Name)
		if err != nil {
			return err
		}
		b.Write(key)
		b.WriteByte(':')
		if err := writeInternal(b, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

// sameValue tells whether two values of one type mean the same.
func sameValue(a, b any) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if va.Kind() == reflect.Pointer && vb.Kind() == reflect.Pointer && va.Pointer() == vb.Pointer() {
		return true
	}
	return equality.Semantic.DeepEqual(a, b)
}
