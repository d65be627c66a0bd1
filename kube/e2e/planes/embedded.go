package planes

import (
	"context"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// Embedded runs an embedded plane until the test ends.
func Embedded(t testing.TB) *Plane {
	t.Helper()
	plane, err := embedded.New(embedded.Options{Kubelet: kubeletOptions()})
	if err != nil {
		t.Fatal(err)
	}
	server, err := serve.Listen(t.Context(), "127.0.0.1:0", plane.Handler())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx) }()
	plane.Start()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		plane.Stop()
	})
	config, err := clientcmd.NewDefaultClientConfig(*server.Kubeconfig("default"), nil).ClientConfig()
	if err != nil {
		t.Fatal(err)
	}
	config.QPS = -1
	return &Plane{Name: "the embedded plane", Config: config}
}
