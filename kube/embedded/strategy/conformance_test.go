package strategy_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"sigs.k8s.io/yaml"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// play is a scenario and what a real API server answered to each of its steps.
type play struct {
	Description string
	Steps       []struct {
		Create map[string]any
		Patch  *struct {
			Kind, Name, Subresource, Type string
			Patch                         map[string]any
		}
		Response struct {
			Code            int
			Message, Reason string
			Causes          []string
			Object          map[string]any
		}
	}
}

var created = time.Date(2026, 11, 23, 9, 46, 0, 0, time.UTC)

// plane is as much of an API server as these tests need.
type plane struct {
	scheme    *runtime.Scheme
	resources map[string]strategy.Resource
	stored    map[string]runtime.Object
}

func newPlane(t testing.TB) *plane {
	t.Helper()
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{corev1.AddToScheme, batchv1.AddToScheme, strategy.AddFieldLabels} {
		if err := add(s); err != nil {
			t.Fatal(err)
		}
	}
	strategy.AddDefaulting(s)
	p := &plane{scheme: s, resources: map[string]strategy.Resource{}, stored: map[string]runtime.Object{}}
	for _, r := range strategy.Resources(strategy.Options{Typer: s}) {
		p.resources[r.Kind] = r
	}
	return p
}

func inNamespace(namespace string) context.Context {
	return request.WithNamespace(context.Background(), namespace)
}

// uid is a label value that stands for UID(name), which is none.
func uid(name string) types.UID { return types.UID("uid-of-" + name + "-end") }

func (p *plane) decode(r strategy.Resource, content map[string]any) (runtime.Object, error) {
	raw, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	obj := r.New()
	if err := json.Unmarshal(raw, obj); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	p.scheme.Default(obj)
	return obj, nil
}

func (p *plane) create(content map[string]any) (runtime.Object, error) {
	r := p.resources[content["kind"].(string)]
	obj, err := p.decode(r, content)
	if err != nil {
		return nil, err
	}
	m := obj.(metav1.Object)
	m.SetNamespace("ns")
	m.SetUID(uid(m.GetName()))
	m.SetCreationTimestamp(metav1.NewTime(created))
	if err := rest.BeforeCreate(r.Strategy, inNamespace("ns"), obj); err != nil {
		return nil, err
	}
	obj = obj.DeepCopyObject()
	obj.(metav1.Object).SetResourceVersion("1")
	p.stored[r.Kind+"/"+m.GetName()] = obj
	return obj, nil
}

func (p *plane) patch(kind, name string, patch map[string]any) (runtime.Object, error) {
	r, old := p.resources[kind], p.stored[kind+"/"+name]
	if old == nil {
		return nil, apierrors.NewNotFound(r.GroupResource(), name)
	}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(old)
	if err != nil {
		return nil, err
	}
	merge(content, patch)
	obj, err := p.decode(r, content)
	if err != nil {
		return nil, err
	}
	if err := rest.BeforeUpdate(r.Strategy, inNamespace("ns"), obj, old.DeepCopyObject()); err != nil {
		return nil, err
	}
	p.stored[kind+"/"+name] = obj
	return obj, nil
}

// merge applies a JSON merge patch.
func merge(into, patch map[string]any) {
	for k, v := range patch {
		have, isMap := into[k].(map[string]any)
		want, isPatch := v.(map[string]any)
		switch {
		case v == nil:
			delete(into, k)
		case isMap && isPatch:
			merge(have, want)
		default:
			into[k] = v
		}
	}
}

func TestConformanceWithRecordedAnswers(t *testing.T) {
	files, err := filepath.Glob("testdata/conformance/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d plays, error %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var play play
			if err := yaml.UnmarshalStrict(raw, &play); err != nil {
				t.Fatal(err)
			}
			p := newPlane(t)
			for i, step := range play.Steps {
				var obj runtime.Object
				switch {
				case step.Create != nil:
					obj, err = p.create(step.Create)
				case step.Patch.Subresource == "":
					obj, err = p.patch(step.Patch.Kind, step.Patch.Name, step.Patch.Patch)
				default:
					continue
				}
				want := step.Response
				if want.Code >= 400 {
					compareError(t, i, err, want.Code, want.Reason, want.Message, want.Causes)
					continue
				}
				if err != nil {
					t.Errorf("step %d: %v, want it stored", i, err)
					continue
				}
				if want.Object != nil {
					delete(want.Object["metadata"].(map[string]any), "creationTimestamp")
					if diff := cmp.Diff(want.Object, normal(t, obj)); diff != "" {
						t.Errorf("step %d is stored otherwise (-recorded +got):\n%s", i, diff)
					}
				}
			}
		})
	}
}

func compareError(t *testing.T, step int, err error, code int, reason, message string, causes []string) {
	t.Helper()
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		t.Errorf("step %d: error %v, want %d %s", step, err, code, message)
		return
	}
	got := status.Status()
	if int(got.Code) != code || string(got.Reason) != reason {
		t.Errorf("step %d: %d %s (%s), want %d %s", step, got.Code, got.Reason, got.Message, code, reason)
	}
	if code == 400 { // the wording is the decoder's
		return
	}
	if diff := cmp.Diff(oneUID(message), oneUID(got.Message)); diff != "" {
		t.Errorf("step %d: message (-recorded +got):\n%s", step, diff)
	}
	var list []string
	for _, c := range got.Details.Causes {
		list = append(list, oneUID(string(c.Type)+" "+c.Field+": "+c.Message))
	}
	for i := range causes {
		causes[i] = oneUID(causes[i])
	}
	slices.Sort(list)
	slices.Sort(causes)
	if diff := cmp.Diff(causes, list); diff != "" {
		t.Errorf("step %d: causes (-recorded +got):\n%s", step, diff)
	}
}

// oneUID writes the UIDs of the records (which have two ways) and of these tests the same way.
func oneUID(s string) string {
	for {
		before, rest, ok := strings.Cut(s, "uid-of-")
		if !ok {
			break
		}
		_, after, _ := strings.Cut(rest, "-end")
		s = before + "UUID" + after
	}
	for {
		before, rest, ok := strings.Cut(s, "UID(")
		if !ok {
			return s
		}
		_, after, _ := strings.Cut(rest, ")")
		s = before + "UUID" + after
	}
}

// normal writes an object as the records do.
func normal(t *testing.T, obj runtime.Object) map[string]any {
	t.Helper()
	raw, err := json.Marshal(obj)
	if err != nil {
		t.Fatal(err)
	}
	name := obj.(metav1.Object).GetName()
	text := strings.ReplaceAll(string(raw), string(uid(name)), "UID("+name+")")
	var content map[string]any
	if err := json.Unmarshal([]byte(text), &content); err != nil {
		t.Fatal(err)
	}
	meta := content["metadata"].(map[string]any)
	meta["namespace"] = "NS"
	delete(meta, "creationTimestamp")
	delete(meta, "resourceVersion")
	return content
}
