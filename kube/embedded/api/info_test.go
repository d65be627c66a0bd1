package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
)

func TestDiscoveryOfBothKinds(t *testing.T) {
	p := newPlane(t)
	for name, legacy := range map[string]bool{"aggregated": false, "legacy": true} {
		d := discovery.NewDiscoveryClientForConfigOrDie(p.RESTConfig())
		d.UseLegacyDiscovery = legacy
		_, lists, err := d.ServerGroupsAndResources()
		check(t, err)
		var got []string
		for _, l := range lists {
			for _, r := range l.APIResources {
				got = append(got, l.GroupVersion+" "+r.Name+" "+strings.Join(r.ShortNames, ","))
			}
		}
		for _, want := range []string{
			"batch/v1 jobs ", "batch/v1 jobs/status ", "batch/v1 cronjobs cj", "v1 pods po", "v1 pods/log ", "v1 namespaces ns",
			"v1 namespaces/finalize ", "authorization.k8s.io/v1 selfsubjectaccessreviews ",
		} {
			if !slices.Contains(got, want) && !(legacy == false && strings.Contains(want, "/status")) {
				t.Errorf("%s discovery lacks %q: %q", name, want, got)
			}
		}
	}
}

func TestVersionAndHealth(t *testing.T) {
	p := newPlane(t)
	v := must(p.typed.Discovery().ServerVersion())(t)
	if v.GitVersion != "v1.37.2" || !strings.HasPrefix(v.Platform, "embedded/") {
		t.Errorf("version %+v", v)
	}
	for _, path := range []string{"/healthz", "/livez", "/readyz"} {
		if code, body := p.raw(t, "GET", path, "", ""); code != 200 || body != "ok" {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
}

func TestOpenAPIDescribesEveryServedKind(t *testing.T) {
	p := newPlane(t)
	v2 := must(p.typed.Discovery().OpenAPISchema())(t) // in protobuf
	kinds := map[string]bool{}
	for _, d := range v2.GetDefinitions().GetAdditionalProperties() {
		kinds[d.GetName()] = true
	}
	for _, want := range []string{"io.k8s.api.batch.v1.Job", "io.k8s.api.batch.v1.CronJob", "io.k8s.api.core.v1.Pod", "io.k8s.api.core.v1.LimitRange"} {
		if !kinds[want] {
			t.Errorf("no definition of %s", want)
		}
	}
	for path, gv := range must(p.typed.Discovery().OpenAPIV3().Paths())(t) {
		var doc struct {
			Paths map[string]any `json:"paths"`
		}
		check(t, json.Unmarshal(must(gv.Schema("application/json"))(t), &doc))
		if len(doc.Paths) == 0 {
			t.Errorf("%s describes no path", path)
		}
		must(gv.Schema("application/com.github.proto-openapi.spec.v3@v1.0+protobuf"))(t)
	}
}

func TestTheOnlyUserMayDoEverything(t *testing.T) {
	p := newPlane(t)
	review := must(p.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(p.ctx, &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "delete", Resource: "jobs"}},
	}, metav1.CreateOptions{}))(t)
	rules := must(p.typed.AuthorizationV1().SelfSubjectRulesReviews().Create(p.ctx, &authorizationv1.SelfSubjectRulesReview{
		Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: "ns"},
	}, metav1.CreateOptions{}))(t)
	if !review.Status.Allowed || len(rules.Status.ResourceRules) == 0 {
		t.Errorf("allowed %v, rules %v", review.Status.Allowed, rules.Status.ResourceRules)
	}
}

func TestTables(t *testing.T) {
	p := newPlane(t)
	must(p.typed.CoreV1().Pods("ns").Create(p.ctx, pod("p"), metav1.CreateOptions{}))(t)
	raw := must(p.typed.CoreV1().RESTClient().Get().Namespace("ns").Resource("pods").
		SetHeader("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io").Do(p.ctx).Raw())(t)
	var table metav1.Table
	check(t, json.Unmarshal(raw, &table))
	if table.Kind != "Table" || len(table.Rows) != 1 || table.Rows[0].Cells[0] != "p" {
		t.Errorf("got %s", raw)
	}
}
