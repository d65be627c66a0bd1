package keymap

import (
	"reflect"
	"testing"

	"charm.land/bubbles/v2/key"
)

// each calls f with every binding of a value, and where it is in it.
func each(v reflect.Value, path string, f func(path string, b key.Binding)) {
	if b, ok := v.Interface().(key.Binding); ok {
		f(path, b)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Array:
		for i := range v.Len() {
			each(v.Index(i), path+"[]", f)
		}
	}
}

func TestEveryBindingHasAKeyAndWords(t *testing.T) {
	n := 0
	each(reflect.ValueOf(*Default()), "Keys", func(path string, b key.Binding) {
		n++
		if len(b.Keys()) == 0 || b.Help().Key == "" || b.Help().Desc == "" || !b.Enabled() {
			t.Errorf("%s is bound to %q, in help %+v", path, b.Keys(), b.Help())
		}
	})
	if n < 100 {
		t.Errorf("found %d bindings", n)
	}
}

// A key that means two things on one screen never does the second.
func TestNoKeyMeansTwoThingsOnAScreen(t *testing.T) {
	k := Default()
	for name, part := range map[string]any{
		"calendar": k.InCalendar, "timeline": k.InTimeline, "forecast": k.InForecast, "logs": k.InLogs, "CronJob": k.InCronJob,
		"text": k.InText, "palette": k.InPalette,
	} {
		taken := map[string]string{}
		for _, b := range All(part) {
			for _, press := range b.Keys() {
				if before, twice := taken[press]; twice {
					t.Errorf("%s: %q is for %q and %q", name, press, before, b.Help().Desc)
				}
				taken[press] = b.Help().Desc
			}
		}
	}
}

func TestMergedBindingsHaveTheKeysOfAll(t *testing.T) {
	k := Default()
	got := Merge("[/]", "zoom", k.InTimeline.ZoomOut, k.InTimeline.ZoomIn)
	if want := []string{"[", "]"}; !reflect.DeepEqual(got.Keys(), want) || got.Help().Desc != "zoom" {
		t.Errorf("merged %q %+v, want %q", got.Keys(), got.Help(), want)
	}
}

func TestEveryBindingCanBePressed(t *testing.T) {
	each(reflect.ValueOf(*Default()), "Keys", func(path string, b key.Binding) {
		if press, ok := Press(b); !ok || !key.Matches(press, b) {
			t.Errorf("%s is %q; the press of it is %q, %t", path, b.Keys(), press.String(), ok)
		}
	})
	if press, ok := Press(key.NewBinding()); ok {
		t.Errorf("no key is pressed as %q", press.String())
	}
}
