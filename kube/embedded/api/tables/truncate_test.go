package tables_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded/api/tables"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// Every time in every kind must be cut, so that a kind or a field that comes later cannot be forgotten.
func TestEveryTimestampIsTruncated(t *testing.T) {
	odd := time.Date(2026, 3, 4, 5, 6, 7, 123456789, time.FixedZone("odd", 3600))
	for _, k := range strategy.Resources(strategy.Options{}) {
		t.Run(k.GroupResource().String(), func(t *testing.T) {
			obj := k.New().(resource.Object)
			setTimes(reflect.ValueOf(obj).Elem(), odd, 0)
			tables.TruncateTimes(obj)
			checkTimes(t, k.Kind, reflect.ValueOf(obj).Elem())
		})
	}
}

var (
	timeType  = reflect.TypeFor[metav1.Time]()
	microType = reflect.TypeFor[metav1.MicroTime]()
)

// templates hold no times that the API sets: a pod template's metadata is only labels and annotations.
func skipped(f reflect.StructField) bool {
	return f.Name == "Template" || f.Name == "JobTemplate" || f.Name == "VolumeClaimTemplate" || f.Type == reflect.TypeFor[runtime.RawExtension]()
}

// setTimes sets every time below v, giving each slice an element and each pointer a value on the way.
func setTimes(v reflect.Value, at time.Time, depth int) {
	switch {
	case v.Type() == timeType:
		v.Set(reflect.ValueOf(metav1.NewTime(at)))
	case v.Type() == microType:
		v.Set(reflect.ValueOf(metav1.NewMicroTime(at)))
	case v.Kind() == reflect.Pointer && depth < 12:
		v.Set(reflect.New(v.Type().Elem()))
		setTimes(v.Elem(), at, depth+1)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct && depth < 12:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		setTimes(v.Index(0), at, depth+1)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !skipped(f) {
				setTimes(v.Field(i), at, depth+1)
			}
		}
	}
}

func checkTimes(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch {
	case v.Type() == timeType:
		if at := v.Interface().(metav1.Time).Time; at.Nanosecond() != 0 || at.Location() != time.UTC {
			t.Errorf("%s is %v", path, at)
		}
	case v.Type() == microType:
		if at := v.Interface().(metav1.MicroTime).Time; at.Nanosecond()%1000 != 0 || at.Location() != time.UTC {
			t.Errorf("%s is %v", path, at)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		checkTimes(t, path, v.Elem())
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			checkTimes(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !skipped(f) {
				checkTimes(t, path+"."+f.Name, v.Field(i))
			}
		}
	}
}
