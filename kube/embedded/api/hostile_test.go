package api_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"testing"
)

// hostile requests must be refused with a client's error, or answered; never with a panic, which is a 500.
var hostile = []struct{ name, method, path, contentType, body string }{
	{"nothing", "POST", "jobs", "application/json", ""},
	{"not JSON", "POST", "jobs", "application/json", "\x00\xff{{{"},
	{"null", "POST", "jobs", "application/json", "null"},
	{"an array", "POST", "jobs", "application/json", "[1,2]"},
	{"empty object", "POST", "jobs", "application/json", "{}"},
	{"another kind", "POST", "jobs", "application/json", `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}`},
	{"no spec", "POST", "jobs", "application/json", `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"x"}}`},
	{"null containers", "POST", "jobs", "application/json", `{"metadata":{"name":"x"},"spec":{"template":{"spec":{"containers":[null]}}}}`},
	{"deep nesting", "POST", "jobs", "application/json", strings.Repeat("[", 100000)},
	{"a name that climbs", "POST", "jobs", "application/json", `{"metadata":{"name":"../../x"}}`},
	{"a huge number", "POST", "jobs", "application/json", `{"metadata":{"name":"x"},"spec":{"parallelism":1e999}}`},
	{"protobuf that is none", "POST", "jobs", "application/vnd.kubernetes.protobuf", "k8s\x00\xff\xff\xff\xff\xff"},
	{"protobuf without magic", "POST", "jobs", "application/vnd.kubernetes.protobuf", "hello"},
	{"YAML with aliases", "POST", "jobs", "application/yaml", "a: &a [*a]\nb: *a"},
	{"a YAML bomb", "POST", "jobs", "application/yaml", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" +
		"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n" +
		"f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]"},
	{"an unknown type", "POST", "jobs", "text/html", "<b>"},
	{"bad JSON patch", "PATCH", "jobs/a", "application/json-patch+json", `[{"op":"move"},{"op":"x"}]`},
	{"a patch that climbs", "PATCH", "jobs/a", "application/json-patch+json", `[{"op":"remove","path":"/spec/template/spec/containers/99"}]`},
	{"copies without end", "PATCH", "jobs/a", "application/json-patch+json", "[" + strings.Repeat(`{"op":"copy","from":"/spec","path":"/spec/template/x"},`, 50) + `{"op":"test","path":"","value":1}]`},
	{"a test without a value", "PATCH", "jobs/a", "application/json-patch+json", `[{"op":"test","path":""}]`},
	{"a test of null in a list", "PATCH", "jobs/a", "application/json-patch+json", `[{"op":"add","path":"/spec/x","value":[null]},{"op":"test","path":"/spec/x","value":[1]}]`},
	{"bad strategic patch", "PATCH", "jobs/a", "application/strategic-merge-patch+json", `{"spec":{"template":{"spec":{"containers":[{"$patch":"x"}]}}}}`},
	{"bad merge keys", "PATCH", "jobs/a", "application/strategic-merge-patch+json", `{"spec":{"template":{"spec":{"containers":[{"$deleteFromPrimitiveList":1}]}}}}`},
	{"bad apply", "PATCH", "jobs/a?fieldManager=x", "application/apply-patch+yaml", "{"},
	{"apply of duplicates", "PATCH", "jobs/a?fieldManager=x", "application/apply-patch+yaml", `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"m"},{"name":"m"}]}}}}`},
	{"apply without manager", "PATCH", "jobs/a", "application/apply-patch+yaml", "{}"},
	{"bad delete options", "DELETE", "jobs/a", "application/json", `{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Sideways"}`},
	{"orphans twice", "DELETE", "jobs/a", "application/json", `{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Orphan","orphanDependents":true}`},
	{"a binding to nothing", "POST", "pods/p/binding", "application/json", `{"metadata":{"name":"p"}}`},
	{"an eviction of another", "POST", "pods/p/eviction", "application/json", `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"q"}}`},
	{"too much", "POST", "jobs", "application/json", `{"metadata":{"name":"x","annotations":{"a":"` + strings.Repeat("x", 4<<20) + `"}}}`},
}

var hostileQueries = []string{
	"labelSelector=a=b=c", "labelSelector=!!", "labelSelector=" + strings.Repeat("(", 999), "labelSelector=a in (",
	"fieldSelector=a", "fieldSelector=metadata.name=a,metadata.name=b", "fieldSelector=nope=1", "fieldSelector=metadata.name=..%2f..",
	"limit=-1", "limit=x", "limit=9223372036854775807", "continue=x", "continue=" + token(`{}`),
	"continue=" + token(`{"v":"meta.k8s.io/v1","rv":1,"start":"../../x"}`), "continue=" + token(`{"v":"meta.k8s.io/v1","rv":-7,"start":"zzz"}`),
	"continue=" + token(`{"v":"meta.k8s.io/v1","rv":9223372036854775807,"start":"a"}`), "continue=" + token(`{"v":"v9","rv":1,"start":"a"}`),
	"resourceVersion=x", "resourceVersion=-1", "resourceVersion=18446744073709551615", "resourceVersionMatch=Exact",
	"resourceVersion=1&resourceVersionMatch=Exact", "resourceVersion=99999&resourceVersionMatch=Exact", "resourceVersionMatch=Maybe",
	"watch=true&resourceVersion=x", "watch=true&timeoutSeconds=x", "watch=true&sendInitialEvents=true", "watch=perhaps",
	"watch=true&resourceVersion=18446744073709551615&timeoutSeconds=0&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
}

func token(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// plain500 are those to which upstream's handlers, too, answer 500 with a plain text.
var plain500 = map[string]bool{
	"bad strategic patch": true, "bad merge keys": true, "apply of duplicates": true, "a binding to nothing": true,
}

func TestHostileInputIsRefused(t *testing.T) {
	p := newPlane(t)
	must(p.Client().Jobs().Create(job("a")))(t)
	must(p.Client().Pods().Create(pod("p")))(t)
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			root := "/apis/batch/v1/namespaces/ns/"
			if strings.HasPrefix(tt.path, "pods") {
				root = "/api/v1/namespaces/ns/"
			}
			code, body := p.raw(t, tt.method, root+tt.path, tt.contentType, tt.body)
			if code < http.StatusBadRequest || code >= http.StatusInternalServerError && !plain500[tt.name] || strings.Contains(body, "panic") {
				t.Errorf("%d %.400s", code, body)
			}
		})
	}
	for _, query := range hostileQueries {
		t.Run(query[:min(40, len(query))], func(t *testing.T) {
			code, body := p.raw(t, "GET", "/apis/batch/v1/namespaces/ns/jobs?"+strings.ReplaceAll(query, " ", "%20"), "", "")
			// Upstream, too, answers 504 to a version that has not been, and 500 to a watch from one that is none.
			if code >= http.StatusInternalServerError && code != http.StatusGatewayTimeout && query != "watch=true&resourceVersion=x" || strings.Contains(body, "panic") {
				t.Errorf("%d %.400s", code, body)
			}
		})
	}
}

// raw sends a request as it is, and returns the code with the beginning of the body.
func (p plane) raw(t *testing.T, method, path, contentType, body string) (int, string) {
	t.Helper()
	r := must(http.NewRequestWithContext(p.ctx, method, "http://embedded"+path, strings.NewReader(body)))(t)
	r.Header.Set("Content-Type", contentType)
	answer := must(p.Transport().RoundTrip(r))(t)
	defer func() { _ = answer.Body.Close() }()
	if strings.Contains(path, "watch=") && answer.StatusCode == http.StatusOK {
		return answer.StatusCode, ""
	}
	text := must(io.ReadAll(answer.Body))(t)
	return answer.StatusCode, string(text)
}

func FuzzPatch(f *testing.F) {
	for _, tt := range hostile {
		if tt.method == "PATCH" {
			f.Add(tt.contentType, tt.body)
		}
	}
	f.Fuzz(func(t *testing.T, contentType, body string) {
		if strings.ContainsAny(contentType, "\r\n\x00") {
			t.Skip("no client can send this header")
		}
		p := newPlane(t)
		must(p.Client().Jobs().Create(job("a")))(t)
		if code, body := p.raw(t, "PATCH", "/apis/batch/v1/namespaces/ns/jobs/a?fieldManager=f", contentType, body); strings.Contains(body, "panic") {
			t.Errorf("%d %.400s", code, body)
		}
	})
}
