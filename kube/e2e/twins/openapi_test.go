package twins

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/e2e/planes"
	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/api/openapi/trim"
)

var update = flag.Bool("update", false, "write the OpenAPI documents that the embedded plane serves")

// TestOpenAPIIsTheRealOnes compares the documents that the embedded plane serves with the real plane's, without what the
// embedded one does not serve. With -update it writes them instead.
func TestOpenAPIIsTheRealOnes(t *testing.T) {
	real, embedded := reader(planes.Real(t)), reader(planes.Embedded(t))
	for path, file := range map[string]string{
		"/openapi/v2":                               "v2.json.gz",
		"/openapi/v3/api/v1":                        "v3.api.v1.json.gz",
		"/openapi/v3/apis/batch/v1":                 "v3.apis.batch.v1.json.gz",
		"/openapi/v3/apis/authentication.k8s.io/v1": "v3.apis.authentication.k8s.io.v1.json.gz",
		"/openapi/v3/apis/authorization.k8s.io/v1":  "v3.apis.authorization.k8s.io.v1.json.gz",
	} {
		data := get(t, real, path)
		want, err := trim.Document(data, api.Version().GitVersion)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			write(t, file, want)
			if path == "/openapi/v2" {
				types, err := trim.Types(data)
				if err != nil {
					t.Fatal(err)
				}
				write(t, "types.json.gz", types)
			}
			continue
		}
		if d := cmp.Diff(parsed(t, want), parsed(t, get(t, embedded, path))); d != "" {
			t.Errorf("%s (- is the real plane's, + the embedded one's):\n%s", path, d)
		}
	}
}

func reader(p *planes.Plane) rest.Interface {
	return kubernetes.NewForConfigOrDie(p.Config).Discovery().RESTClient()
}

func get(t *testing.T, from rest.Interface, path string) []byte {
	t.Helper()
	data, err := from.Get().AbsPath(path).SetHeader("Accept", "application/json").DoRaw(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return data
}

func parsed(t *testing.T, data []byte) (document any) {
	t.Helper()
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	packed, err := trim.Pack(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("../../embedded/api/openapi", file), packed, 0o644); err != nil { //nolint:gosec // for all
		t.Fatal(err)
	}
}
