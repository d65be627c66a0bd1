package strategy

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/operation"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/event"
	"sigs.k8s.io/randfill"
)

// Kinds without conversions are cast: their types must be the same in memory, all the way down.
func TestKindsThatAreCastHaveOneLayout(t *testing.T) {
	for _, c := range []struct{ versioned, internal reflect.Type }{
		{reflect.TypeFor[batchv1.CronJob](), reflect.TypeFor[batch.CronJob]()},
		{reflect.TypeFor[corev1.Event](), reflect.TypeFor[core.Event]()},
		{reflect.TypeFor[batchv1.Job](), reflect.TypeFor[batch.Job]()},
		{reflect.TypeFor[corev1.Pod](), reflect.TypeFor[core.Pod]()},
	} {
		if difference := layoutDiff(c.versioned, c.internal, map[reflect.Type]bool{}); difference != "" {
			t.Errorf("%s%s", c.versioned.Name(), difference)
		}
	}
	if layoutDiff(reflect.TypeFor[corev1.Secret](), reflect.TypeFor[core.Secret](), map[reflect.Type]bool{}) == "" {
		t.Error("a v1 Secret has stringData, which the internal one lacks: the comparison sees no difference")
	}
}

// layoutDiff returns where two types differ in memory, or nothing.
func layoutDiff(a, b reflect.Type, seen map[reflect.Type]bool) string {
	if a == b || seen[a] {
		return ""
	}
	seen[a] = true
	if a.Kind() != b.Kind() || a.Size() != b.Size() {
		return ": a " + a.String() + " is no " + b.String()
	}
	switch a.Kind() {
	case reflect.Struct:
		if a.NumField() != b.NumField() {
			return ": other fields in " + b.String()
		}
		for i := range a.NumField() {
			f, g := a.Field(i), b.Field(i)
			if f.Offset != g.Offset {
				return "." + f.Name + ": elsewhere in " + b.String()
			}
			if difference := layoutDiff(f.Type, g.Type, seen); difference != "" {
				return "." + f.Name + difference
			}
		}
	case reflect.Map:
		if difference := layoutDiff(a.Key(), b.Key(), seen); difference != "" {
			return "[key]" + difference
		}
		return layoutDiff(a.Elem(), b.Elem(), seen)
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return layoutDiff(a.Elem(), b.Elem(), seen)
	}
	return ""
}

// Events skip declarative validation: upstream's must find nothing in any.
func TestNoTagOfEventsIsEnforced(t *testing.T) {
	upstreamScheme()
	ctx := request.WithRequestInfo(context.Background(), &request.RequestInfo{APIVersion: "v1", Resource: "events"})
	check := func(obj, old *corev1.Event, op operation.Type) {
		for _, err := range event.Strategy.ValidateDeclaratively(ctx, obj, old, nil, op, rest.DeclarativeValidationConfig{}) {
			t.Errorf("%v: %v", op, err)
		}
	}
	klog.SetLogger(klog.Logger{}) // upstream reports where its two validations differ
	t.Cleanup(klog.ClearLogger)
	for seed := range uint64(100) {
		fill := randfill.New().RandSource(source{rand.NewPCG(seed, 3)}).NilChance(0.3).NumElements(0, 3).MaxDepth(8)
		obj, old := &corev1.Event{}, &corev1.Event{}
		fill.Fill(obj)
		fill.Fill(old)
		check(obj, nil, operation.Create)
		check(obj, old, operation.Update)
	}
}

// source is a seeded generator as randfill wants it.
type source struct{ *rand.PCG }

func (s source) Int63() int64 { return int64(s.Uint64() >> 1) }
func (s source) Seed(int64)   {}
