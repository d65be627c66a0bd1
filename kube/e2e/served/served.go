// Package served runs the embedded plane as `kronoscope serve` does: on loopback, behind TLS and a token. It is what upstream's
// own clients are pointed at.
package served

import (
	"context"
	"path/filepath"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
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
	listening, err := serve.Listen(t.Context(), serve.Options{Address: "127.0.0.1:0"}, plane.Handler())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- listening.Serve(ctx) }()
	plane.StartParts()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		plane.Stop()
	})
	s := &Server{Plane: plane, Kubeconfig: filepath.Join(t.TempDir(), "kubeconfig")}
	if err := listening.WriteKubeconfig(s.Kubeconfig, "default"); err != nil {
		t.Fatal(err)
	}
	if s.Config, err = clientcmd.NewDefaultClientConfig(*listening.Kubeconfig("default"), nil).ClientConfig(); err != nil {
		t.Fatal(err)
	}
	s.Config.QPS = -1
	return s
}
