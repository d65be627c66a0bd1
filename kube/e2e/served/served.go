// Package served runs the embedded plane as `kronoscope serve` does: on loopback, behind TLS and a token. It is what upstream's
// own clients are pointed at.
package served

import (
	"path/filepath"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/serve/servetest"
)

// Server is a plane that answers until the test ends.
type Server struct {
	Plane *embedded.Plane
	// Kubeconfig is a file that lets clients in.
	Kubeconfig string
	// Config is the same for client-go, without a limit of requests.
	Config *rest.Config
}

// Start serves a plane whose parts run and whose clock the caller moves, or starts with [embedded.Plane.StartClock].
func Start(t testing.TB, options kubelet.Options) *Server {
	t.Helper()
	plane, err := embedded.New(embedded.Options{
		Kubelet: options,
		OnError: func(component, key string, err error) { t.Logf("%s %s: %v", component, key, err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(plane.Stop)
	listening := servetest.Serve(t, plane.Handler())
	plane.StartParts()
	s := &Server{Plane: plane, Kubeconfig: filepath.Join(t.TempDir(), "kubeconfig"), Config: servetest.Config(t, listening)}
	if err := listening.WriteKubeconfig(s.Kubeconfig, "default"); err != nil {
		t.Fatal(err)
	}
	return s
}
