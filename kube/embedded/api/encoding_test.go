package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// ask sends a request to the handler and returns the recorded answer.
func (p plane) ask(method, path string, header map[string]string, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(p.ctx, method, path, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	p.Handler().ServeHTTP(w, r)
	return w
}

func TestYAML(t *testing.T) {
	p := newPlane(t)
	const manifest = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: listed}\nspec:\n  parallelism: 3\n" +
		"  template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}\n"
	asYAML := map[string]string{"Content-Type": "application/yaml", "Accept": "application/yaml"}
	posted := p.ask("POST", "/apis/batch/v1/namespaces/ns/jobs", asYAML, manifest)
	if posted.Code != http.StatusCreated || posted.Header().Get("Content-Type") != "application/yaml" {
		t.Fatalf("POST answers %d %s: %s", posted.Code, posted.Header().Get("Content-Type"), posted.Body)
	}
	got := p.ask("GET", "/apis/batch/v1/namespaces/ns/jobs/listed", asYAML, "")
	var job batchv1.Job
	check(t, yaml.UnmarshalStrict(got.Body.Bytes(), &job))
	if job.Kind != "Job" || *job.Spec.Parallelism != 3 || job.UID == "" {
		t.Errorf("GET answers %+v", job)
	}
	changed := strings.Replace(got.Body.String(), "parallelism: 3", "parallelism: 4", 1)
	if put := p.ask("PUT", "/apis/batch/v1/namespaces/ns/jobs/listed", asYAML, changed); put.Code != http.StatusOK || !strings.Contains(put.Body.String(), "parallelism: 4") {
		t.Errorf("PUT answers %d: %s", put.Code, put.Body)
	}
	if bad := p.ask("POST", "/apis/batch/v1/namespaces/ns/jobs", asYAML, "metadata: {name: x\n"); bad.Code != http.StatusBadRequest {
		t.Errorf("broken YAML is answered with %d", bad.Code)
	}
}

// Large answers are packed for clients that take it, small ones never.
func TestGzip(t *testing.T) {
	p := newPlane(t)
	for i := range 400 {
		must(p.Client().Jobs().Create(job(fmt.Sprintf("job-%03d", i))))(t)
	}
	const list = "/apis/batch/v1/namespaces/ns/jobs"
	plain := p.ask("GET", list, map[string]string{"Accept": "application/json"}, "")
	if plain.Header().Get("Content-Encoding") != "" || plain.Body.Len() < 128<<10 {
		t.Fatalf("unasked: encoding %q, %d bytes", plain.Header().Get("Content-Encoding"), plain.Body.Len())
	}
	packed := p.ask("GET", list, map[string]string{"Accept": "application/json", "Accept-Encoding": "gzip"}, "")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("Vary") != "Accept-Encoding" {
		t.Fatalf("asked: headers %v", packed.Header())
	}
	if packed.Body.Len()*4 > plain.Body.Len() {
		t.Errorf("%d bytes packed to %d", plain.Body.Len(), packed.Body.Len())
	}
	unpacked := must(io.ReadAll(must(gzip.NewReader(packed.Body))(t)))(t)
	if !bytes.Equal(unpacked, plain.Body.Bytes()) {
		t.Error("unpacked, the list is another one")
	}
	small := p.ask("GET", list+"/job-000", map[string]string{"Accept": "application/json", "Accept-Encoding": "gzip"}, "")
	if small.Header().Get("Content-Encoding") != "" || !json.Valid(small.Body.Bytes()) {
		t.Errorf("a small answer has the encoding %q", small.Header().Get("Content-Encoding"))
	}
	jobs := must(p.typed.BatchV1().Jobs("ns").List(p.ctx, metav1.ListOptions{}))(t)
	if len(jobs.Items) != 400 {
		t.Errorf("client-go lists %d Jobs", len(jobs.Items))
	}
}

// BenchmarkListTenThousandJobs is one LIST over HTTP, in each form that clients ask for.
func BenchmarkListTenThousandJobs(b *testing.B) {
	p := newPlane(b)
	for i := range 10_000 {
		must(p.Client().Jobs().Create(job(fmt.Sprintf("job-%05d", i))))(b)
	}
	for name, accept := range map[string]string{
		"JSON": "application/json", "protobuf": "application/vnd.kubernetes.protobuf",
		"table": "application/json;as=Table;v=v1;g=meta.k8s.io", "metadata": "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := must(http.NewRequestWithContext(p.ctx, "GET", "http://x/apis/batch/v1/jobs", nil))(b)
				r.Header.Set("Accept", accept)
				answer := must(p.Transport().RoundTrip(r))(b)
				n := must(io.Copy(io.Discard, answer.Body))(b)
				if answer.StatusCode != http.StatusOK {
					b.Fatalf("%d after %d bytes", answer.StatusCode, n)
				}
				b.SetBytes(n)
			}
		})
	}
}
