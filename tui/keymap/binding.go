package keymap

import (
	"reflect"

	"charm.land/bubbles/v2/key"
)

func bind(help, desc string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
}

// Merge returns several bindings as one line of help.
func Merge(help, desc string, bindings ...key.Binding) key.Binding {
	var keys []string
	for _, b := range bindings {
		keys = append(keys, b.Keys()...)
	}
	return bind(help, desc, keys...)
}

// Described returns a binding with another description in its help.
func Described(b key.Binding, words string) key.Binding {
	b.SetHelp(b.Help().Key, words)
	return b
}

// both returns the help of two keys that belong together: "g/G".
func both(a, b key.Binding) string { return a.Help().Key + "/" + b.Help().Key }

// All returns the bindings of a part of [Keys], such as those of the calendar, in the order of its fields.
func All(part any) []key.Binding {
	var all []key.Binding
	v := reflect.ValueOf(part)
	for i := range v.NumField() {
		if b, ok := v.Field(i).Interface().(key.Binding); ok {
			all = append(all, b)
		}
	}
	return all
}
