package twins

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/e2e/planes"
	"github.com/kronoscope/kronoscope/kube/e2e/shell"
)

// request is one that is sent to both planes as it is. "~" in its path stands for the namespace's part.
type request struct {
	name, method, path string
	header             map[string]string
	body               string
	// differs says why the planes may answer differently, and must.
	differs string
}

// keyHeaders are those of an answer that clients act on.
var keyHeaders = []string{"Content-Type", "Content-Encoding", "Warning", "Vary", "Cache-Control", "Allow", "Retry-After"}

// TestTheSameRequestsGetTheSameAnswers sends the requests of a table to both planes, one after the other, and compares codes, key
// headers and bodies.
func TestTheSameRequestsGetTheSameAnswers(t *testing.T) {
	twins := [2]*planes.Plane{planes.Real(t), planes.Embedded(t)}
	const namespace = "requests"
	for _, plane := range twins {
		plane.Namespace(t.Context(), t, namespace)
	}
	for _, r := range slices.Concat(prologue, requests) {
		t.Run(r.name, func(t *testing.T) {
			real, embedded := send(t, twins[0], r, namespace), send(t, twins[1], r, namespace)
			difference := lineDiff(real, embedded)
			switch {
			case r.differs != "" && difference == "":
				t.Errorf("the planes agree: %s %s is no exception any more (%s)", r.method, r.path, r.differs)
			case r.differs == "" && difference != "":
				t.Errorf("%s %s: - is the real plane's answer, + the embedded one's\n%s", r.method, r.path, difference)
			}
		})
	}
}

// send returns the answer to a request as text: code, key headers, body.
func send(t *testing.T, plane *planes.Plane, r request, namespace string) string {
	t.Helper()
	transport, err := rest.TransportFor(plane.Config)
	if err != nil {
		t.Fatal(err)
	}
	path := strings.ReplaceAll(r.path, "~", "namespaces/"+namespace)
	req, err := http.NewRequestWithContext(t.Context(), r.method, plane.Config.Host+path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	answer, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatalf("%s: %v", plane.Name, err)
	}
	defer func() { _ = answer.Body.Close() }()
	var text strings.Builder
	fmt.Fprintln(&text, answer.StatusCode)
	for _, name := range keyHeaders {
		for _, value := range answer.Header.Values(name) {
			fmt.Fprintf(&text, "%s: %s\n", name, value)
		}
	}
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%s: %v", plane.Name, err)
	}
	if answer.Header.Get("Content-Encoding") == "" && !strings.Contains(answer.Header.Get("Content-Type"), "protobuf") {
		text.WriteString(normalBody(string(data)))
	}
	return text.String()
}

// bodyReplacements make bodies comparable: what is in them in order to identify a plane's state, and the node's own. They go
// before [shell.Normal], and put each field on a line of its own.
var bodyReplacements = []struct {
	find *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`"managedFields":\[.*?\]([,}])`), `"managedFields":[]$1`},
	{regexp.MustCompile(`"continue":"[^"]+"`), `"continue":"TOKEN"`},
	{regexp.MustCompile(`Too large resource version: \d+, current: \d+`), "Too large resource version"},
	{regexp.MustCompile(`in record \(\d+\)`), "in record (VERSION)"},
	{regexp.MustCompile(`/kronoscope/`), "/registry/"}, // where the tests' API server keeps its objects
	{regexp.MustCompile(`([,{\[])"`), "$1\n\""},
}

func normalBody(body string) string {
	for _, r := range bodyReplacements {
		body = r.find.ReplaceAllString(body, r.by)
	}
	return shell.Normal(body)
}
