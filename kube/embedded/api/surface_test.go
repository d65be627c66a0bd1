package api_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http/httpguts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const (
	// maxAnswer is more than any answer about the few objects of these tests may have.
	maxAnswer = 8 << 20
	// patience is how long the API may take to begin to answer; only a request that hangs takes that long.
	patience = time.Minute
)

// surface are requests from which those of FuzzRequest are made: beside the hostile ones, one of each sort that the API takes.
var surface = []struct{ method, target, contentType, accept, body string }{
	{"GET", "/", "", "", ""},
	{"GET", "/api", "", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", ""},
	{"GET", "/apis/batch/v1", "", "application/vnd.kubernetes.protobuf", ""},
	{"GET", "/openapi/v2", "", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", ""},
	{"GET", "/openapi/v3/apis/batch/v1?hash=x", "", "*/*", ""},
	{"GET", "/version", "", "", ""},
	{"HEAD", "/readyz", "", "", ""},
	{"OPTIONS", "/apis/batch/v1/jobs", "", "", ""},
	{"GET", "/apis/batch/v1/namespaces/ns/jobs/a", "", "application/yaml", ""},
	{"GET", "/apis/batch/v1/namespaces/ns/jobs", "", "application/json;as=Table;v=v1;g=meta.k8s.io", ""},
	{"GET", "/apis/batch/v1/jobs?includeObject=Object", "", "application/json;as=Table;v=v1;g=meta.k8s.io", ""},
	{"GET", "/api/v1/pods?watch=1&allowWatchBookmarks=true", "", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", ""},
	{"GET", "/api/v1/watch/namespaces/ns/pods/p", "", "application/cbor", ""},
	{"GET", "/api/v1/namespaces/ns/pods/p/log?tailLines=-1&sinceTime=x", "", "", ""},
	{"GET", "/api/v1/namespaces/ns/pods/p/exec?command=sh", "", "", ""},
	{"PUT", "/apis/batch/v1/namespaces/ns/jobs/a/status", "application/json", "", `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"}}`},
	{"PUT", "/api/v1/namespaces/ns/finalize", "application/json", "", `{"metadata":{"name":"ns"},"spec":{}}`},
	{"POST", "/api/v1/namespaces/ns/pods?dryRun=All&fieldValidation=Strict", "application/yaml", "", "metadata: {generateName: x-}\nspec: {containers: [{name: m, image: i}]}"},
	{"POST", "/api/v1/namespaces/ns/pods/p/binding", "application/json", "", `{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n"}}`},
	{"POST", "/api/v1/namespaces/ns/bindings", "application/json", "", `{"metadata":{"name":"p"},"target":{"name":"n"}}`},
	{"POST", "/api/v1/namespaces/ns/pods/p/eviction", "application/json", "", `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}`},
	{"POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "application/json", "", `{"spec":{"namespace":"ns"}}`},
	{"DELETE", "/apis/batch/v1/namespaces/ns/jobs?labelSelector=a%3Db&propagationPolicy=Orphan&gracePeriodSeconds=-1", "", "", ""},
	{"DELETE", "/apis/batch/v1/namespaces/ns/jobs/a", "application/json", "", `{"preconditions":{"uid":"x","resourceVersion":"1"}}`},
	{"DELETE", "/api/v1/namespaces/ns", "", "", ""},
}

func FuzzRequest(f *testing.F) {
	for _, s := range surface {
		f.Add(s.method, s.target, s.contentType, s.accept, []byte(s.body))
	}
	for _, h := range hostile {
		root := "/apis/batch/v1/namespaces/ns/"
		if strings.HasPrefix(h.path, "pods") {
			root = "/api/v1/namespaces/ns/"
		}
		if len(h.body) < 4<<10 {
			f.Add(h.method, root+h.path, h.contentType, "", []byte(h.body))
		}
	}
	f.Fuzz(func(t *testing.T, method, target, contentType, accept string, body []byte) {
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(u.Path, "/") || !sendable(method) ||
			!httpguts.ValidHeaderFieldValue(contentType) || !httpguts.ValidHeaderFieldValue(accept) {
			t.Skip("no HTTP server passes this on")
		}
		p := newPlane(t)
		must(p.Client().Jobs().Create(job("a")))(t)
		must(p.Client().Pods().Create(pod("p")))(t)
		header := http.Header{"Content-Type": {contentType}}
		if accept != "" {
			header.Set("Accept", accept)
		}
		p.probe(t, &http.Request{Method: method, URL: u, Header: header, Body: io.NopCloser(bytes.NewReader(body))})
	})
}

// FuzzList asks for lists and watches with selectors, pages and versions of every sort.
func FuzzList(f *testing.F) {
	for _, selector := range []string{"", "a=b", "a in (b,c),!d", "a!=", "((", "a==b==c", "metadata.name=a,metadata.namespace!=ns", `x\,y=\\`} {
		f.Add(selector, "metadata.name=a", "", "", int64(1), int64(0), false)
		f.Add("", selector, "1", "Exact", int64(-1), int64(1), true)
	}
	f.Add("", "", "0", "NotOlderThan", int64(1), int64(-1), false)
	f.Add("", "", "2", "Exact", int64(math.MaxInt64), int64(math.MaxInt64), false)
	f.Fuzz(func(t *testing.T, labels, fields, version, match string, limit, at int64, watch bool) {
		p := newPlane(t)
		for _, name := range []string{"a", "b", "c"} {
			must(p.Client().Jobs().Create(job(name)))(t)
		}
		query := url.Values{"labelSelector": {labels}, "fieldSelector": {fields}, "limit": {fmt.Sprint(limit)}}
		for name, value := range map[string]string{"resourceVersion": version, "resourceVersionMatch": match} {
			if value != "" {
				query.Set(name, value)
			}
		}
		if at != 0 { // go on from a token
			start, _ := json.Marshal(labels + fields) // a string
			data := fmt.Sprintf(`{"v":"meta.k8s.io/v1","rv":%d,"start":%s}`, at, start)
			query.Set("continue", base64.RawURLEncoding.EncodeToString([]byte(data)))
		}
		if watch {
			query.Set("watch", "true")
			query.Set("sendInitialEvents", "true")
			query.Set("allowWatchBookmarks", "true")
		}
		u := &url.URL{Path: "/apis/batch/v1/namespaces/ns/jobs", RawQuery: query.Encode()}
		p.probe(t, &http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}})
	})
}

// sendable reports whether a method is one that can be sent.
func sendable(method string) bool { return method != "" && httpguts.ValidHeaderFieldName(method) }

// probe sends a request and holds the answer to what every client relies on: it comes, its code is one of HTTP's, it has an end
// unless it is a watch, and an error is a Status of the same code.
func (p plane) probe(t *testing.T, r *http.Request) {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(p.ctx, patience, fmt.Errorf("no answer within %s", patience))
	defer cancel()
	answer, err := p.Transport().RoundTrip(r.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode < 200 || answer.StatusCode > 599 {
		t.Fatalf("code %d", answer.StatusCode)
	}
	if answer.StatusCode == http.StatusOK && (strings.Contains(r.URL.RawQuery, "watch=") || strings.Contains(r.URL.Path, "/watch/") ||
		strings.Contains(r.URL.RawQuery, "follow=")) {
		return
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		t.Fatalf("code %d: %v", answer.StatusCode, err)
	}
	if len(data) > maxAnswer {
		t.Fatal("the answer has no end")
	}
	if bytes.Contains(data, []byte("panic: ")) {
		t.Fatalf("%d %.600s", answer.StatusCode, data)
	}
	if answer.StatusCode < http.StatusBadRequest || r.Method == http.MethodHead {
		return
	}
	contentType := answer.Header.Get("Content-Type")
	var status metav1.Status
	switch {
	case strings.HasPrefix(contentType, "application/json"):
		err = json.Unmarshal(data, &status)
	case strings.HasPrefix(contentType, "application/yaml"):
		err = yaml.Unmarshal(data, &status)
	default:
		return // in protobuf or CBOR; or a text where upstream, too, answers with one
	}
	if err != nil || status.Kind != "Status" || int(status.Code) != answer.StatusCode || status.Status != metav1.StatusFailure {
		t.Errorf("%d with %.600s (%v)", answer.StatusCode, data, err)
	}
}
