package planes

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// endpoint is the part of a kubelet's HTTPS server that API servers ask for logs:
// GET /containerLogs/NAMESPACE/POD/CONTAINER. It begins to answer with the kubelet.
type endpoint struct {
	server  *httptest.Server
	mux     *http.ServeMux
	objects resource.Client
}

func listen(t testing.TB, objects resource.Client) *endpoint {
	t.Helper()
	e := &endpoint{mux: http.NewServeMux(), objects: objects}
	e.server = httptest.NewUnstartedServer(e.mux)
	t.Cleanup(e.server.Close)
	return e
}

func (e *endpoint) port() int32 { return int32(e.server.Listener.Addr().(*net.TCPAddr).Port) } //nolint:gosec // a port

// serve answers with the logs that the kubelet keeps.
func (e *endpoint) serve(k *kubelet.Kubelet) {
	e.mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", func(w http.ResponseWriter, r *http.Request) {
		pod, err := e.objects.Pods().Get(r.PathValue("namespace"), r.PathValue("pod"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		options, err := logOptions(r.URL.Query())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		options.Container = r.PathValue("container")
		logs, err := k.Logs(r.Context(), pod, options)
		if err != nil {
			refuse(w, err)
			return
		}
		defer func() { _ = logs.Close() }()
		copyAtOnce(w, logs)
	})
	e.server.StartTLS()
}

// refuse answers as a kubelet does: a code with a text, which the API server wraps in a Status.
func refuse(w http.ResponseWriter, err error) {
	code := http.StatusInternalServerError
	if apierrors.IsBadRequest(err) {
		code = http.StatusBadRequest
	}
	w.WriteHeader(code)
	_, _ = io.WriteString(w, err.Error())
}

func copyAtOnce(w http.ResponseWriter, from io.Reader) {
	flush := http.NewResponseController(w).Flush
	if flush() != nil {
		return
	}
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if _, werr := w.Write(buffer[:n]); werr != nil || err != nil || flush() != nil {
			return
		}
	}
}

// logOptions reads what an API server puts in the query of a request for logs.
func logOptions(query url.Values) (*corev1.PodLogOptions, error) {
	options := &corev1.PodLogOptions{
		Follow: query.Get("follow") == "true", Previous: query.Get("previous") == "true", Timestamps: query.Get("timestamps") == "true",
	}
	for name, into := range map[string]**int64{
		"sinceSeconds": &options.SinceSeconds, "tailLines": &options.TailLines, "limitBytes": &options.LimitBytes,
	} {
		if text := query.Get(name); text != "" {
			number, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil, err
			}
			*into = &number
		}
	}
	if text := query.Get("sinceTime"); text != "" {
		since, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, err
		}
		options.SinceTime = &metav1.Time{Time: since}
	}
	return options, nil
}
